"""The mask is drawn once and used for ever.

A fixed mask is a smaller network, not dropout. Draw a new one at every call.
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
        if getattr(self, 'shape', None) != x.shape:
            self.shape, self.mask = x.shape, torch.rand_like(x) >= self.p  # <- here
        mask = self.mask
        return x * mask / (1 - self.p)
