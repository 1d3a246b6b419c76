"""The whole output of a dead row was set to 0, the bias of `out_proj` included.

Its *weights* are 0; what the projection makes of a vector of zeros is its bias, as for anybody else.
"""
import torch
from torch import nn


class MultiHeadAttention(nn.Module):
    def __init__(self, embed_dim, num_heads, dropout=0.0):
        super().__init__()
        if embed_dim % num_heads != 0:
            raise ValueError("embed_dim must be divisible by num_heads")
        self.num_heads = num_heads
        self.head_dim = embed_dim // num_heads
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
        output = self.out_proj(output)
        return output.masked_fill(dead.expand_as(weights).all(1)[..., :1], 0.0), weights  # <- here
