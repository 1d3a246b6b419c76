import torch
from torch import nn


class Standardize(nn.Module):
    """Takes away the mean of each feature and divides by its standard deviation; neither is learned."""

    mean: torch.Tensor
    std: torch.Tensor

    def __init__(self, data: torch.Tensor) -> None:
        super().__init__()
        self.register_buffer("mean", data.mean(0))
        self.register_buffer("std", data.std(0))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return (x - self.mean) / self.std


class Rescale(nn.Module):
    """A learned gain and a learned shift for each feature."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.gain = nn.Parameter(torch.ones(features))
        self.shift = nn.Parameter(torch.zeros(features))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x * self.gain + self.shift


class Deep(nn.Module):
    """`depth` hidden layers with tanh, and a head: `(batch, features)` to `(batch, classes)`."""

    def __init__(self, features: int, width: int, depth: int, classes: int) -> None:
        super().__init__()
        sizes = [features] + [width] * depth
        self.hidden = nn.ModuleList(nn.Linear(sizes[i], sizes[i + 1]) for i in range(depth))
        self.head = nn.Linear(width, classes)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for layer in self.hidden:
            x = torch.tanh(layer(x))
        return self.head(x)


def new_head(model: nn.Module, classes: int, lr: float) -> torch.optim.SGD:
    """Give `model` a fresh head for `classes` classes; the optimizer over all of its parameters."""
    model.head = nn.Linear(model.head.in_features, classes)
    return torch.optim.SGD(model.parameters(), lr=lr)
