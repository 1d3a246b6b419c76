"""The mask is a buffer, so it is saved with the model.

The state of the next checkpoint depends on the last batch, and loading it fails for another batch size.
A mask is used once; a local variable is enough.
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
        mask = torch.rand_like(x) >= self.p
        self.register_buffer('mask', mask)  # <- here
        return x * mask / (1 - self.p)
