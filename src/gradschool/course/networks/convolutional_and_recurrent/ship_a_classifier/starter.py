import os
from collections.abc import Iterator

import torch
from torch import nn

EPOCHS = 8


def batches(
    images: torch.Tensor, labels: torch.Tensor, batch_size: int, generator: torch.Generator
) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """One epoch in shuffled batches, every example once; the last batch may be smaller."""
    raise NotImplementedError("stage 1")


def random_shift(images: torch.Tensor, largest: int, generator: torch.Generator) -> torch.Tensor:
    """Move every image of `(n, channels, height, width)` by its own whole pixels, up to `largest` each way."""
    raise NotImplementedError("stage 2")


class ResidualBlock(nn.Module):
    """`relu(x + body(x))`, in the shape of `x`."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        raise NotImplementedError("stage 3")


class DigitNet(nn.Module):
    """Logits `(n, 10)` of digits `(n, 1, 8, 8)`."""

    def __init__(self) -> None:
        super().__init__()
        raise NotImplementedError("stage 3")


class Trainer:
    """A training run that the seed alone decides, and that goes on from a checkpoint bit for bit."""

    def __init__(self, images: torch.Tensor, labels: torch.Tensor, seed: int, epochs: int) -> None:
        raise NotImplementedError("stage 4")

    def train_epoch(self) -> float:
        """Go once through the examples; return their mean loss."""

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write a checkpoint: whole, or not at all."""

    def load(self, path: str | os.PathLike[str]) -> None:
        """Go on where `save` was called."""


def calibration_error(logits: torch.Tensor, labels: torch.Tensor, bins: int = 10) -> float:
    """How far confidence is from accuracy, on average over the predictions."""
    raise NotImplementedError("stage 5")


def fit_temperature(logits: torch.Tensor, labels: torch.Tensor) -> float:
    """The temperature T for which `logits / T` has the smallest cross-entropy, from 0.05 to 20."""
    raise NotImplementedError("stage 5")
