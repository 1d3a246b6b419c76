"""The new keys and values were put in front of the old ones.

Attention itself doesn't mind the order, but the mask does: it counts positions, and takes the new tokens for the oldest.
Old first: `torch.cat([cache[0], k], dim=2)`.
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
        k = self.split(self.k_proj(x))
        v = self.split(self.v_proj(x))
        if cache is not None:
            k = torch.cat([k, cache[0]], dim=2)  # <- here
            v = torch.cat([v, cache[1]], dim=2)  # <- here
        total = k.shape[2]
        mask = torch.ones(new, total, dtype=torch.bool, device=x.device).tril(total - new)
        out = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        out = out.transpose(1, 2).reshape(batch, new, dim)
        return self.out_proj(out), (k, v)
