"""Halves are multiplied in float32 and cast back; nn.SiLU as a module."""
import torch
from torch import nn


class SwiGLU(nn.Module):
    def __init__(self, dim, hidden_dim=None, multiple_of=64):
        super().__init__()
        if hidden_dim is None:
            blocks = (8 * dim + 3 * multiple_of - 1) // (3 * multiple_of)
            hidden_dim = blocks * multiple_of
        self.gate_proj = nn.Linear(dim, hidden_dim, bias=False)
        self.up_proj = nn.Linear(dim, hidden_dim, bias=False)
        self.down_proj = nn.Linear(hidden_dim, dim, bias=False)
        self.act = nn.SiLU()

    def forward(self, x):
        gate, up = self.gate_proj(x), self.up_proj(x)
        if x.dtype in (torch.float16, torch.bfloat16):
            inner = (self.act(gate.float()) * up.float()).to(x.dtype)
        else:
            inner = self.act(gate) * up
        return self.down_proj(inner)
