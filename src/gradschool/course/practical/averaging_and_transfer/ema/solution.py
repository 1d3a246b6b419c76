import copy
from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn


class EMA:
    """An exponential moving average of a model's parameters, in `module`; its buffers are the model's latest.

    Polyak & Juditsky 1992 averaged the iterates of a descent with equal weights; this forgets old ones at the rate
    `1 - decay`. Running statistics are averages already, and counters are integers, so buffers are copied.
    """

    def __init__(self, model: nn.Module, decay: float = 0.999) -> None:
        self.model = model
        self.decay = decay
        self.module = copy.deepcopy(model).requires_grad_(False)

    @torch.no_grad()
    def update(self) -> None:
        """Move the average towards the model as it is now."""
        for average, parameter in zip(self.module.parameters(), self.model.parameters(), strict=True):
            average.lerp_(parameter, 1 - self.decay)
        for kept, buffer in zip(self.module.buffers(), self.model.buffers(), strict=True):
            kept.copy_(buffer)

    @contextmanager
    def swap(self) -> Iterator[None]:
        """Inside the block the model has the numbers of the average; after it, its own again."""
        own = [tensor.detach().clone() for tensor in self._tensors(self.model)]  # a state dict would be no copy
        try:
            self._write(self._tensors(self.module))
            yield
        finally:
            self._write(own)

    @staticmethod
    def _tensors(module: nn.Module) -> list[torch.Tensor]:
        return [*module.parameters(), *module.buffers()]

    @torch.no_grad()
    def _write(self, numbers: list[torch.Tensor]) -> None:
        for tensor, value in zip(self._tensors(self.model), numbers, strict=True):
            tensor.copy_(value)
