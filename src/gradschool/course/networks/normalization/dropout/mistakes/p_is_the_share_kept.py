"""`p` was taken for the share to keep; it is the share to *drop*.

With p = 0.5 nobody notices. `rand >= p` is True for the share 1 − p.
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
        mask = torch.rand_like(x) < self.p  # <- here
        return x * mask / (1 - self.p)
