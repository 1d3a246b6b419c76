"""Gate and up both come from `gate_proj`.

Then a unit can only be opened by the very number that it passes on.
The two projections exist to ask two different questions of `x`.
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
        up = self.gate_proj(x)  # <- here
        return self.down_proj(F.silu(gate) * up)
