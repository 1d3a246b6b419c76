"""The exponential of a large negative gate overflows.

$z / (1 + e^{-z})$ comes out as -0 there, so forward looks right; backward multiplies infinity by 0, and that is NaN.
`F.silu` and `torch.sigmoid` know a way around.
"""
import torch
from torch import nn
from torch.nn import functional as F


class SwiGLU(nn.Module):
    def __init__(self, dim, hidden_dim=None, multiple_of=64):
        super().__init__()
        if hidden_dim is None:
            hidden_dim = (8 * dim + 3 * multiple_of - 1) // (3 * multiple_of) * multiple_of
        self.gate_proj = nn.Linear(dim, hidden_dim, bias=False)
        self.up_proj = nn.Linear(dim, hidden_dim, bias=False)
        self.down_proj = nn.Linear(hidden_dim, dim, bias=False)

    def forward(self, x):
        gate = self.gate_proj(x)
        up = self.up_proj(x)
        return self.down_proj(gate / (1 + torch.exp(-gate)) * up)  # <- here
