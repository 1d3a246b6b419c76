import torch
from torch import nn


class Standardize(nn.Module):
    """Takes away the mean of each feature and divides by its standard deviation; neither is learned."""

    def __init__(self, data: torch.Tensor) -> None:
        self.mean = data.mean(0)
        self.std = data.std(0)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return (x - self.mean) / self.std


class Rescale(nn.Module):
    """A learned gain and a learned shift for each feature."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.gain = torch.ones(features, requires_grad=True)
        self.shift = torch.zeros(features, requires_grad=True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x * self.gain + self.shift


class Deep(nn.Module):
    """`depth` hidden layers with tanh, and a head: `(batch, features)` to `(batch, classes)`."""

    def __init__(self, features: int, width: int, depth: int, classes: int) -> None:
        super().__init__()
        sizes = [features] + [width] * depth
        self.hidden = [nn.Linear(sizes[i], sizes[i + 1]) for i in range(depth)]
        self.head = nn.Linear(width, classes)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for layer in self.hidden:
            x = torch.tanh(layer(x))
        return self.head(x)


def new_head(model: nn.Module, classes: int, lr: float) -> torch.optim.SGD:
    """Give `model` a fresh head for `classes` classes; the optimizer over all of its parameters."""
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    model.head = nn.Linear(model.head.in_features, classes)
    return optimizer
