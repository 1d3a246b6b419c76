"""Whole channels are dropped: that is `nn.Dropout1d`.

The mask has to have the input's full shape, so that each element is decided by itself.
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
        mask = torch.rand(x.shape[:2] + (1,) * (x.dim() - 2)) >= self.p  # <- here
        return x * mask / (1 - self.p)
