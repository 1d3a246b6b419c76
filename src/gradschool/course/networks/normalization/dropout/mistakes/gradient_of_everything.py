"""The gradient passes everywhere, also where the element was dropped.

A dropped element had no influence on the loss. `x.data` and `detach` hide that from autograd: multiply `x` itself.
"""
import torch
from torch import nn
from torch.nn import functional as F


class Dropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        if p < 0 or p > 1:
            raise ValueError("p must be between 0 and 1")
        self.p = p

    def forward(self, x):
        if not self.training:
            return x
        if self.p == 1:
            return x * 0
        mask = torch.rand_like(x) >= self.p
        dropped = x.detach() * mask / (1 - self.p)
        return x + (dropped - x.detach())  # <- here
