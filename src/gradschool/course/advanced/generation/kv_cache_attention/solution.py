import torch
from torch import nn
from torch.nn import functional as F

Cache = tuple[torch.Tensor, torch.Tensor]


class KVCacheAttention(nn.Module):
    """Causal self-attention that takes a sequence in pieces, with the layers q_proj, k_proj, v_proj and out_proj.

    Only keys and values are kept: no later token asks for an earlier query (Shazeer 2019, "Fast Transformer Decoding").
    """

    def __init__(self, dim: int, num_heads: int) -> None:
        super().__init__()
        if dim % num_heads:
            raise ValueError(f"dim {dim} can't be divided among {num_heads} heads")
        self.num_heads = num_heads
        self.q_proj = nn.Linear(dim, dim)
        self.k_proj = nn.Linear(dim, dim)
        self.v_proj = nn.Linear(dim, dim)
        self.out_proj = nn.Linear(dim, dim)

    def forward(self, x: torch.Tensor, cache: Cache | None = None) -> tuple[torch.Tensor, Cache]:
        """Attend from x (batch, new, dim) to everything in `cache` and to x.

        Returns the output (batch, new, dim) and the cache for the next call: keys and values, each
        (batch, heads, past + new, dim / heads). The cache that came in is left to whoever else continues it.
        """
        query, key, value = self._heads(self.q_proj(x)), self._heads(self.k_proj(x)), self._heads(self.v_proj(x))
        if cache is not None:
            key, value = torch.cat([cache[0], key], dim=2), torch.cat([cache[1], value], dim=2)
        new, total = query.shape[2], key.shape[2]
        # The triangle belongs in the lower right corner; `is_causal=True` would put it into the upper left one.
        may_look = torch.ones(new, total, dtype=torch.bool, device=x.device).tril(total - new)
        attended = F.scaled_dot_product_attention(query, key, value, attn_mask=may_look)
        return self.out_proj(attended.transpose(1, 2).flatten(2)), (key, value)

    def _heads(self, x: torch.Tensor) -> torch.Tensor:
        """(batch, time, dim) to (batch, heads, time, dim / heads)."""
        return x.unflatten(-1, (self.num_heads, -1)).transpose(1, 2)
