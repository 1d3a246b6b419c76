"""All four pieces are still as they were.

Take them one at a time, and ask each what it knows: `list(piece.state_dict())`, `list(piece.parameters())`.
Begin with the constructor that lacks its first line.
"""
import torch
from torch import nn


class Standardize(nn.Module):
    def __init__(self, data):
        self.mean = data.mean(0)  # <- here
        self.std = data.std(0)

    def forward(self, x):
        return (x - self.mean) / self.std


class Rescale(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.gain = torch.ones(features, requires_grad=True)  # <- here
        self.shift = torch.zeros(features, requires_grad=True)  # <- here

    def forward(self, x):
        return x * self.gain + self.shift


class Deep(nn.Module):
    def __init__(self, features, width, depth, classes):
        super().__init__()
        sizes = [features] + [width] * depth
        self.hidden = [nn.Linear(sizes[i], sizes[i + 1]) for i in range(depth)]  # <- here
        self.head = nn.Linear(width, classes)

    def forward(self, x):
        for layer in self.hidden:
            x = torch.tanh(layer(x))
        return self.head(x)


def new_head(model, classes, lr):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)  # <- here
    model.head = nn.Linear(model.head.in_features, classes)
    return optimizer
