"""The output is float32, whatever came in.

`torch.rand(shape)` made a float32 mask, and a product takes the wider dtype.
A bool mask has no width: compare, and multiply by that.
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
        mask = (torch.rand(x.shape) >= self.p).float()  # <- here
        return x * mask / (1 - self.p)
