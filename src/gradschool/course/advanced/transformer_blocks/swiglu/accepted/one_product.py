"""Gate and up in one product of joined weights, the rounding by math.ceil of a fraction."""
import math
from fractions import Fraction

import torch
from torch import nn
from torch.nn import functional as F


class SwiGLU(nn.Module):
    def __init__(self, dim: int, hidden_dim: int | None = None, multiple_of: int = 64) -> None:
        super().__init__()
        width = hidden_dim or math.ceil(Fraction(8 * dim, 3 * multiple_of)) * multiple_of
        self.gate_proj, self.up_proj = (nn.Linear(dim, width, bias=False) for _ in range(2))
        self.down_proj = nn.Linear(width, dim, bias=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        joined = torch.cat([self.gate_proj.weight, self.up_proj.weight])
        gate, up = F.linear(x, joined).chunk(2, dim=-1)
        return F.linear(F.silu(gate).mul(up), self.down_proj.weight)
