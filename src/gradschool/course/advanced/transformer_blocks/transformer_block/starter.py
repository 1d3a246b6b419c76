import torch
from torch import nn
from torch.nn import functional as F


class TransformerBlock(nn.Module):
    """A pre-norm block of GPT-2, with the state dict of GPT-2: ln_1, attn.c_attn, attn.c_proj, ln_2, mlp.c_fc, …"""

    def __init__(self, dim: int, num_heads: int, dropout: float = 0.0) -> None:
        super().__init__()
        raise NotImplementedError("your turn")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (batch, time, dim) to (batch, time, dim)."""
        raise NotImplementedError("your turn")
