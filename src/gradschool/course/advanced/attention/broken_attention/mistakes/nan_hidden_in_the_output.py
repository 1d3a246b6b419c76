"""The NaN of a dead row was hidden in the output, not removed from the weights.

On the way back, the NaN weights multiply a gradient of 0, which is NaN, and every value gets it.
The returned weights are NaN too.
Clean before the softmax, or at the latest the weights themselves.
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
        weights = scores.masked_fill(~mask, float("-inf")).softmax(-1)

        output = (self.dropout(weights) @ v).nan_to_num(0.0)  # <- here
        output = output.transpose(1, 2).flatten(2)
        return self.out_proj(output), weights
