"""A width that the heads don't divide is still accepted.

`10 // 3` is 3, and the error comes much later, out of a `view` deep inside `forward`.
Say so in `__init__`, with both numbers in the message.
"""
import torch
from torch import nn


class MultiHeadAttention(nn.Module):
    def __init__(self, embed_dim, num_heads, dropout=0.0):
        super().__init__()
        self.num_heads = num_heads
        self.head_dim = embed_dim // num_heads  # <- here
        self.q_proj = nn.Linear(embed_dim, embed_dim)
        self.k_proj = nn.Linear(embed_dim, embed_dim)
        self.v_proj = nn.Linear(embed_dim, embed_dim)
        self.out_proj = nn.Linear(embed_dim, embed_dim)
        self.dropout = nn.Dropout(dropout)

    def split(self, x):
        return x.view(x.shape[0], x.shape[1], self.num_heads, self.head_dim).transpose(1, 2)

    def forward(self, query, key, value, is_real=None, causal=False):
        q = self.split(self.q_proj(query))
        k = self.split(self.k_proj(key))
        v = self.split(self.v_proj(value))

        scores = q @ k.transpose(-2, -1) / self.head_dim ** 0.5
        mask = torch.ones(scores.shape[-2:], dtype=torch.bool, device=scores.device)
        if causal:
            mask = mask.tril()
        if is_real is not None:
            mask = mask & is_real[:, None, None, :]
        dead = ~mask.any(-1, keepdim=True)
        scores = scores.masked_fill(~(mask | dead), float("-inf"))
        weights = scores.softmax(-1).masked_fill(dead, 0.0)

        output = self.dropout(weights) @ v
        output = output.transpose(1, 2).flatten(2)
        return self.out_proj(output), weights
