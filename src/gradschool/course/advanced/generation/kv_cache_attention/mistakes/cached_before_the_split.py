"""The cache holds keys and values as they come out of the projections, `(batch, time, dim)`.

The outputs are right, but the old tokens are cut into heads again in every call, and nobody who expects `(batch, heads, time, D)` can read the cache.
Split first, then join along dimension 2.
"""

import torch
from torch import nn
from torch.nn import functional as F


class KVCacheAttention(nn.Module):
    def __init__(self, dim, num_heads):
        super().__init__()
        if dim % num_heads != 0:
            raise ValueError("dim must be divisible by num_heads")
        self.num_heads = num_heads
        self.head_dim = dim // num_heads
        self.q_proj = nn.Linear(dim, dim)
        self.k_proj = nn.Linear(dim, dim)
        self.v_proj = nn.Linear(dim, dim)
        self.out_proj = nn.Linear(dim, dim)

    def split(self, x):
        batch, time, _ = x.shape
        return x.view(batch, time, self.num_heads, self.head_dim).transpose(1, 2)

    def forward(self, x, cache=None):
        batch, new, dim = x.shape
        q = self.split(self.q_proj(x))
        flat_k = self.k_proj(x)
        flat_v = self.v_proj(x)
        if cache is not None:
            flat_k = torch.cat([cache[0], flat_k], dim=1)
            flat_v = torch.cat([cache[1], flat_v], dim=1)
        k = self.split(flat_k)
        v = self.split(flat_v)
        total = k.shape[2]
        mask = torch.ones(new, total, dtype=torch.bool, device=x.device).tril(total - new)
        out = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        out = out.transpose(1, 2).reshape(batch, new, dim)
        return self.out_proj(out), (flat_k, flat_v)  # <- here
