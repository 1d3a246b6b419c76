import torch
from torch import nn
from torch.nn import functional as F


class MultiheadAttention(nn.Module):
    """Multi-head attention (Vaswani et al. 2017, section 3.2.2) with the layers q_proj, k_proj, v_proj and out_proj."""

    def __init__(self, embed_dim: int, num_heads: int, bias: bool = True):
        super().__init__()
        if embed_dim % num_heads:
            raise ValueError(f"embed_dim {embed_dim} can't be divided among {num_heads} heads")
        self.num_heads = num_heads
        self.q_proj = nn.Linear(embed_dim, embed_dim, bias=bias)
        self.k_proj = nn.Linear(embed_dim, embed_dim, bias=bias)
        self.v_proj = nn.Linear(embed_dim, embed_dim, bias=bias)
        self.out_proj = nn.Linear(embed_dim, embed_dim, bias=bias)

    def forward(
        self,
        query: torch.Tensor,
        key: torch.Tensor | None = None,
        value: torch.Tensor | None = None,
        attn_mask: torch.Tensor | None = None,
        is_causal: bool = False,
    ) -> torch.Tensor:
        """Attend from query (batch, queries, embed_dim) to key and value (batch, keys, embed_dim).

        `attn_mask` is boolean, True where a query may look, and broadcasts to (batch, heads, queries, keys).
        """
        key = query if key is None else key
        value = key if value is None else value
        q, k, v = self._heads(self.q_proj(query)), self._heads(self.k_proj(key)), self._heads(self.v_proj(value))
        if is_causal:
            # One mask rather than both arguments: not every kernel of the function accepts the two together.
            causal = torch.ones(q.shape[-2], k.shape[-2], dtype=torch.bool, device=q.device).tril()
            attn_mask = causal if attn_mask is None else attn_mask & causal
        attended = F.scaled_dot_product_attention(q, k, v, attn_mask=attn_mask)
        return self.out_proj(attended.transpose(1, 2).flatten(2))

    def _heads(self, x: torch.Tensor) -> torch.Tensor:
        """(batch, time, embed_dim) to (batch, heads, time, embed_dim / heads)."""
        return x.unflatten(-1, (self.num_heads, -1)).transpose(1, 2)
