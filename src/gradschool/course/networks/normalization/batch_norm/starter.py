import torch
from torch import nn


class BatchNorm1d(nn.Module):
    """Normalizes each channel of `(batch, channels)` or `(batch, channels, length)`; state as in `nn.BatchNorm1d`."""

    def __init__(self, num_features: int, eps: float = 1e-5, momentum: float = 0.1) -> None:
        super().__init__()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError("your turn")
