import torch
from torch import nn


class MultiheadAttention(nn.Module):
    """Multi-head attention with the layers q_proj, k_proj, v_proj and out_proj."""

    def __init__(self, embed_dim: int, num_heads: int, bias: bool = True):
        super().__init__()
        raise NotImplementedError("your turn")

    def forward(self, query, key=None, value=None, attn_mask=None, is_causal=False) -> torch.Tensor:
        """Attend from query (batch, queries, embed_dim) to key and value (batch, keys, embed_dim)."""
        raise NotImplementedError("your turn")
