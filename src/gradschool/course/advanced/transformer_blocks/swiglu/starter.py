import torch
from torch import nn
from torch.nn import functional as F


class SwiGLU(nn.Module):
    """A gated MLP with the layers gate_proj, up_proj and down_proj."""

    def __init__(self, dim: int, hidden_dim: int | None = None, multiple_of: int = 64) -> None:
        super().__init__()
        raise NotImplementedError("your turn")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (…, dim) to (…, dim)."""
        raise NotImplementedError("your turn")
