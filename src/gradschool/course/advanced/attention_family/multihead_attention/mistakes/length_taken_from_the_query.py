"""Key and value are cut up with the query's length.

`batch, time, _ = query.shape` passes every self-attention test, and a memory of another length can't be viewed in that shape.
Take the length from the tensor that you cut, or use `unflatten(-1, (heads, -1))`, which needs none.
"""
import torch
from torch import nn


class MultiheadAttention(nn.Module):
    def __init__(self, embed_dim, num_heads, bias=True):
        super().__init__()
        if embed_dim % num_heads != 0:
            raise ValueError("embed_dim must be divisible by num_heads")
        self.num_heads = num_heads
        self.head_dim = embed_dim // num_heads
        self.q_proj = nn.Linear(embed_dim, embed_dim, bias=bias)
        self.k_proj = nn.Linear(embed_dim, embed_dim, bias=bias)
        self.v_proj = nn.Linear(embed_dim, embed_dim, bias=bias)
        self.out_proj = nn.Linear(embed_dim, embed_dim, bias=bias)

    def split(self, x, time):
        batch = x.shape[0]
        return x.view(batch, time, self.num_heads, self.head_dim).transpose(1, 2)

    def forward(self, query, key=None, value=None, attn_mask=None, is_causal=False):
        if key is None:
            key = query
        if value is None:
            value = key
        time = query.shape[1]
        q = self.split(self.q_proj(query), time)
        k = self.split(self.k_proj(key), time)  # <- here
        v = self.split(self.v_proj(value), time)
        scores = q @ k.transpose(-2, -1) / self.head_dim ** 0.5
        if is_causal:
            causal = torch.ones(scores.shape[-2:], dtype=torch.bool).tril()
            scores = scores.masked_fill(~causal, float("-inf"))
        if attn_mask is not None:
            scores = scores.masked_fill(~attn_mask, float("-inf"))
        out = scores.softmax(dim=-1) @ v
        out = out.transpose(1, 2).flatten(2)
        return self.out_proj(out)
