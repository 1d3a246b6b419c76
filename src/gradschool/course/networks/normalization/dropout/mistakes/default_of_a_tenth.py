"""Without an argument, `p` is 0.5.

Many models use 0.1; `Dropout()` means a half.
"""
import torch
from torch import nn
from torch.nn import functional as F


class Dropout(nn.Module):
    def __init__(self, p=0.1):
        super().__init__()
        if p < 0 or p > 1:
            raise ValueError("p must be between 0 and 1")
        self.p = p  # <- here

    def forward(self, x):
        if not self.training:
            return x
        if self.p == 1:
            return x * 0
        mask = torch.rand_like(x) >= self.p
        return x * mask / (1 - self.p)
