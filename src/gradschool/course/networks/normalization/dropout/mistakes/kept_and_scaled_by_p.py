"""`p` was taken for the share to keep, in the mask and in the scale.

The old papers and TensorFlow 1 meant that; in PyTorch `p` is the probability of *dropping*.
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
        if self.p == 0:
            return x * 0
        mask = torch.rand_like(x) < self.p  # <- here
        return x * mask / self.p
