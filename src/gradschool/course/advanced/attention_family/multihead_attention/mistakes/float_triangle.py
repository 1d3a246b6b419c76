"""The causal mask is a float tensor and meets a boolean one.

`torch.tril(torch.ones(...))` is float32, and `&` between float and bool raises as soon as somebody passes both masks.
Make it with `dtype=torch.bool`.
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

    def split(self, x):
        batch, time, _ = x.shape
        return x.view(batch, time, self.num_heads, self.head_dim).transpose(1, 2)

    def forward(self, query, key=None, value=None, attn_mask=None, is_causal=False):
        if key is None:
            key = query
        if value is None:
            value = key
        q = self.split(self.q_proj(query))
        k = self.split(self.k_proj(key))
        v = self.split(self.v_proj(value))
        scores = q @ k.transpose(-2, -1) / self.head_dim ** 0.5
        mask = attn_mask
        if is_causal:
            triangle = torch.tril(torch.ones(scores.shape[-2:]))
            mask = triangle if mask is None else mask & triangle  # <- here
        if mask is not None:
            scores = scores.masked_fill(mask == 0, float("-inf"))
        out = scores.softmax(dim=-1) @ v
        out = out.transpose(1, 2).flatten(2)
        return self.out_proj(out)
