"""A `hidden_dim` that was given was rounded up as well.

It is to be taken as it is: who names a width has a checkpoint that has it.
Round only what you have computed yourself.
"""
import torch
from torch import nn
from torch.nn import functional as F


class SwiGLU(nn.Module):
    def __init__(self, dim, hidden_dim=None, multiple_of=64):
        super().__init__()
        if hidden_dim is None:
            hidden_dim = (8 * dim + 2) // 3
        hidden_dim = (hidden_dim + multiple_of - 1) // multiple_of * multiple_of  # <- here
        self.gate_proj = nn.Linear(dim, hidden_dim, bias=False)
        self.up_proj = nn.Linear(dim, hidden_dim, bias=False)
        self.down_proj = nn.Linear(hidden_dim, dim, bias=False)

    def forward(self, x):
        gate = self.gate_proj(x)
        up = self.up_proj(x)
        return self.down_proj(F.silu(gate) * up)
