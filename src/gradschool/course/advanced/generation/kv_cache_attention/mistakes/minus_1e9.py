"""-1e9 stands in for minus infinity, and float16 ends at 65,504.

`masked_fill` refuses a number that the dtype can't hold, so the layer raises as soon as it runs in float16.
`float("-inf")` exists in every dtype, and a token always sees itself, so no row is empty.
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
        mask = torch.ones(new, total, dtype=torch.bool, device=x.device).tril(total - new)
        scores = q @ k.mT / self.head_dim**0.5
        out = scores.masked_fill(~mask, -1e9).softmax(-1) @ v  # <- here
        out = out.transpose(1, 2).reshape(batch, new, dim)
        return self.out_proj(out), (k, v)
