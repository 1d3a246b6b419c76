"""The zeros are written into the caller's tensor.

Whatever else reads it, a residual connection for one, loses them too; and autograd refuses it for a leaf.
Multiply, or `masked_fill` without the underscore.
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
        x.data[~mask] = 0  # <- here
        return x / (1 - self.p)
