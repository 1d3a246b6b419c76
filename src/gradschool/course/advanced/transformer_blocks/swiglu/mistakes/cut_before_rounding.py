"""The fraction was cut off before the width was rounded up.

`int(8 * dim / 3)` is 10 for a width of 4, and 10 is a multiple of 5 that is smaller than 10.67.
Divide once, by `3 * multiple_of`, and round that up.
"""
import torch
from torch import nn
from torch.nn import functional as F


class SwiGLU(nn.Module):
    def __init__(self, dim, hidden_dim=None, multiple_of=64):
        super().__init__()
        if hidden_dim is None:
            hidden_dim = 8 * dim // 3  # <- here
            hidden_dim = (hidden_dim + multiple_of - 1) // multiple_of * multiple_of
        self.gate_proj = nn.Linear(dim, hidden_dim, bias=False)
        self.up_proj = nn.Linear(dim, hidden_dim, bias=False)
        self.down_proj = nn.Linear(hidden_dim, dim, bias=False)

    def forward(self, x):
        gate = self.gate_proj(x)
        up = self.up_proj(x)
        return self.down_proj(F.silu(gate) * up)
