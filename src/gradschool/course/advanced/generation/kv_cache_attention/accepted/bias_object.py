"""torch's own bottom-right bias, and the layers made in another order."""

import torch
from torch import nn
from torch.nn.attention.bias import causal_lower_right


class KVCacheAttention(nn.Module):
    def __init__(self, dim, num_heads):
        super().__init__()
        assert dim % num_heads == 0, f"{num_heads} heads do not divide {dim}"
        self.num_heads = num_heads
        self.out_proj = nn.Linear(dim, dim)
        self.v_proj, self.k_proj, self.q_proj = (nn.Linear(dim, dim) for _ in range(3))

    def forward(self, x, cache=None):
        q, k, v = (
            proj(x).unflatten(-1, (self.num_heads, -1)).transpose(1, 2)
            for proj in (self.q_proj, self.k_proj, self.v_proj)
        )
        if cache:
            k, v = (torch.cat(pair, 2) for pair in zip(cache, (k, v), strict=True))
        bias = causal_lower_right(q.shape[2], k.shape[2])
        out = nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        return self.out_proj(out.transpose(1, 2).flatten(2)), [k, v]
