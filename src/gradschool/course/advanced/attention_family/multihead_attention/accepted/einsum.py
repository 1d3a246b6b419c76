"""The softmax by hand, with einsum and named axes; the masks as numbers that are added, the layers made in reverse.
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
        self.out_proj = nn.Linear(embed_dim, embed_dim, bias=bias)
        self.v_proj = nn.Linear(embed_dim, embed_dim, bias=bias)
        self.k_proj = nn.Linear(embed_dim, embed_dim, bias=bias)
        self.q_proj = nn.Linear(embed_dim, embed_dim, bias=bias)

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
        bias = torch.zeros(scores.shape[-2:], dtype=scores.dtype, device=scores.device)
        if is_causal:
            bias = bias.masked_fill(torch.ones_like(bias).triu(1).bool(), float("-inf"))
        if attn_mask is not None:
            bias = bias + torch.zeros(attn_mask.shape, dtype=scores.dtype).masked_fill(attn_mask.logical_not(), float("-inf"))
        scores = scores + bias
        out = torch.einsum("bhqk,bhkd->bqhd", scores.softmax(-1), v).reshape(query.shape)
        return self.out_proj(out)
