"""where, and a mask from normal numbers through the distribution function."""
import torch
from torch import nn


class Dropout(nn.Module):
    def __init__(self, p=0.5):
        nn.Module.__init__(self)
        if not (p >= 0 and p <= 1):
            raise ValueError("p")
        self.keep = 1 - p

    def forward(self, x):
        if not self.training or self.keep == 1:
            return x.clone()
        if self.keep == 0:
            return x.mul(0)
        uniform = torch.special.ndtr(torch.randn(x.size()))
        return torch.where(uniform < self.keep, x.div(self.keep), torch.zeros((), dtype=x.dtype))
