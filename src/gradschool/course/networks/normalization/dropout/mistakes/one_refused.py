"""`p = 1` is refused, or `p = 0`, and both are allowed.

0 switches dropout off, and schedules that grow `p` end at 1.
`0 <= p <= 1`.
"""
import torch
from torch import nn
from torch.nn import functional as F


class Dropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        if not 0 < p < 1:  # <- here
            raise ValueError("p must be between 0 and 1")
        self.p = p

    def forward(self, x):
        if not self.training:
            return x
        if self.p == 1:
            return x * 0
        mask = torch.rand_like(x) >= self.p
        return x * mask / (1 - self.p)
