"""The scaling is done in eval, by 1 − p, instead of in training.

That is how dropout was first published, and it makes eval change the numbers.
PyTorch's is *inverted*: divide by 1 − p in training, and eval returns what it got.
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
            return x * (1 - self.p)  # <- here
        if self.p == 1:
            return x * 0
        mask = torch.rand_like(x) >= self.p
        return x * mask
