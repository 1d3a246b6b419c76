"""A mask of the input's dtype that is filled by bernoulli_, with the scale already in it."""
import torch
from torch import nn


class Dropout(nn.Module):
    def __init__(self, p: float = 0.5, inplace: bool = False):
        super().__init__()
        if p < 0.0 or p > 1.0:
            raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
        self.p, self.inplace = p, inplace

    def forward(self, x):
        if self.training and self.p > 0:
            keep = 1.0 - self.p
            mask = torch.empty_like(x).bernoulli_(keep)
            if keep > 0:
                mask.div_(keep)
            x = x * mask
        return x
