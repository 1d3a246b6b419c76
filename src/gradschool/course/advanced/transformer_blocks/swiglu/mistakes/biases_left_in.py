"""The three layers have biases.

`nn.Linear` makes one unless told otherwise, and a checkpoint without biases no longer loads.
Pass `bias=False` to all three.
"""
import torch
from torch import nn
from torch.nn import functional as F


class SwiGLU(nn.Module):
    def __init__(self, dim, hidden_dim=None, multiple_of=64):
        super().__init__()
        if hidden_dim is None:
            hidden_dim = (8 * dim + 3 * multiple_of - 1) // (3 * multiple_of) * multiple_of
        self.gate_proj = nn.Linear(dim, hidden_dim)  # <- here
        self.up_proj = nn.Linear(dim, hidden_dim)
        self.down_proj = nn.Linear(hidden_dim, dim)

    def forward(self, x):
        gate = self.gate_proj(x)
        up = self.up_proj(x)
        return self.down_proj(F.silu(gate) * up)
