import torch
from torch import nn
from torch.nn import functional as F


class SwiGLU(nn.Module):
    """The gated MLP of Shazeer (2020), "GLU Variants Improve Transformer", with the layer names of Llama."""

    def __init__(self, dim: int, hidden_dim: int | None = None, multiple_of: int = 64) -> None:
        super().__init__()
        if hidden_dim is None:
            # Rounded up in integers: 8 * dim / 3 as a float is one ulp off for some widths.
            hidden_dim = multiple_of * -(-8 * dim // (3 * multiple_of))
        self.gate_proj = nn.Linear(dim, hidden_dim, bias=False)
        self.up_proj = nn.Linear(dim, hidden_dim, bias=False)
        self.down_proj = nn.Linear(hidden_dim, dim, bias=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (…, dim) to (…, dim)."""
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))
