"""With p = 1 the mask is 0 and the scale is infinite: 0 * inf is NaN.

Nothing survives, so there is nothing to scale: treat p = 1 by itself.
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
        mask = torch.rand_like(x) >= self.p
        return x * (mask / (1 - torch.tensor(self.p))).to(x.dtype)  # <- here
