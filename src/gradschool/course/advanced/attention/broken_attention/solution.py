import torch
from torch import nn


class MultiHeadAttention(nn.Module):
    """Multi-head attention (Vaswani et al. 2017, section 3.2) that also returns its weights.

    Where a query may see nothing, its weights are 0.
    """

    def __init__(self, embed_dim: int, num_heads: int, dropout: float = 0.0):
        super().__init__()
        if embed_dim % num_heads:
            raise ValueError(f"embed_dim {embed_dim} can't be divided among {num_heads} heads")
        self.num_heads = num_heads
        self.q_proj = nn.Linear(embed_dim, embed_dim)
        self.k_proj = nn.Linear(embed_dim, embed_dim)
        self.v_proj = nn.Linear(embed_dim, embed_dim)
        self.out_proj = nn.Linear(embed_dim, embed_dim)
        self.dropout = nn.Dropout(dropout)

    def forward(
        self,
        query: torch.Tensor,
        key: torch.Tensor,
        value: torch.Tensor,
        is_real: torch.Tensor | None = None,
        causal: bool = False,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Output (batch, queries, embed_dim) and weights (batch, heads, queries, keys) before dropout."""
        q, k, v = (self._heads(x) for x in (self.q_proj(query), self.k_proj(key), self.v_proj(value)))
        scores = q @ k.mT / q.shape[-1] ** 0.5
        mask = torch.ones(scores.shape[-2:], dtype=torch.bool, device=scores.device)
        if causal:
            mask = mask.tril()
        if is_real is not None:
            mask = mask & is_real[:, None, None, :]
        # A dead row is let through the softmax whole and zeroed after it: no NaN, forwards or backwards.
        dead = ~mask.any(-1, keepdim=True)
        weights = scores.masked_fill(~(mask | dead), float("-inf")).softmax(-1).masked_fill(dead, 0.0)
        output = self.dropout(weights) @ v
        return self.out_proj(output.transpose(1, 2).flatten(2)), weights

    def _heads(self, x: torch.Tensor) -> torch.Tensor:
        """(batch, time, embed_dim) to (batch, heads, time, head_dim)."""
        return x.unflatten(-1, (self.num_heads, -1)).transpose(1, 2)
