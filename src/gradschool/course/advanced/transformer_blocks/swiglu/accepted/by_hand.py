"""SiLU from its formula, the width by a loop, the product by einsum."""
import torch
from torch import nn


class SwiGLU(nn.Module):
    def __init__(self, dim, hidden_dim=None, multiple_of=64):
        super().__init__()
        if hidden_dim is None:
            hidden_dim = multiple_of
            while 3 * hidden_dim < 8 * dim:
                hidden_dim += multiple_of
        self.down_proj = nn.Linear(hidden_dim, dim, bias=False)
        self.up_proj = nn.Linear(dim, hidden_dim, bias=False)
        self.gate_proj = nn.Linear(dim, hidden_dim, bias=False)

    def forward(self, x):
        gate = torch.einsum("...i,oi->...o", x, self.gate_proj.weight)
        up = torch.einsum("...i,oi->...o", x, self.up_proj.weight)
        return torch.einsum("...h,oh->...o", gate * torch.sigmoid(gate) * up, self.down_proj.weight)
