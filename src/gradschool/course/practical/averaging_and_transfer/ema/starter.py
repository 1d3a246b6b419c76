from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn


class EMA:
    """An exponential moving average of a model's parameters, in `module`; its buffers are the model's latest."""

    def __init__(self, model: nn.Module, decay: float = 0.999) -> None:
        raise NotImplementedError("your turn")

    def update(self) -> None:
        """Move the average towards the model as it is now."""
        raise NotImplementedError("your turn")

    @contextmanager
    def swap(self) -> Iterator[None]:
        """Inside the block the model has the numbers of the average; after it, its own again."""
        raise NotImplementedError("your turn")
        yield
