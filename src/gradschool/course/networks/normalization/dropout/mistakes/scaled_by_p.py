"""The survivors are divided by p; they have to be divided by 1 − p, the share that is left.

With p = 0.5 that is the same.
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
        if self.p in (0, 1):
            return x * (1 - self.p)
        mask = torch.rand_like(x) >= self.p
        return x * mask / self.p  # <- here
