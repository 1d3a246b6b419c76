"""The mask is a float32 tensor that is added to the scores.

In float32 that is right; in half precision the sum becomes float32, and no longer fits the values it is multiplied with.
A boolean mask and `masked_fill` leave the dtype alone.
"""

import torch
from torch import nn


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
            k = torch.cat([cache[0], k], dim=2)
            v = torch.cat([cache[1], v], dim=2)
        total = k.shape[2]
        mask = torch.full((new, total), float("-inf"), device=x.device).triu(total - new + 1)  # <- here
        scores = q @ k.mT / self.head_dim**0.5 + mask
        out = scores.softmax(-1) @ v
        out = out.transpose(1, 2).reshape(batch, new, dim)
        return self.out_proj(out), (k, v)
