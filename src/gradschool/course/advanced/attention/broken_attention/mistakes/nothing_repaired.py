"""All six faults are still there.

Try the three rows of the table first, because they tell you where they fail.
Then print the weights of a sentence that is all padding, do it again in float16, and sum a row of weights in train mode with dropout.
"""
import math

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

    def forward(self, query, key, value, is_real=None, causal=False):
        batch, time, embed_dim = query.shape
        q = self.q_proj(query).view(batch, time, self.num_heads, self.head_dim).transpose(1, 2)
        k = self.k_proj(key).view(batch, time, self.num_heads, self.head_dim).transpose(1, 2)  # <- here
        v = self.v_proj(value).view(batch, time, self.num_heads, self.head_dim).transpose(1, 2)

        scores = q @ k.transpose(-2, -1) / math.sqrt(self.head_dim)
        mask = None
        if is_real is not None:
            mask = is_real[:, None, None, :]
        if causal:
            triangle = torch.tril(torch.ones(time, time, device=scores.device))  # <- here
            mask = triangle if mask is None else mask & triangle
        if mask is not None:
            scores = scores.masked_fill(mask == 0, -1e9)  # <- here

        weights = self.dropout(scores.softmax(-1))  # <- here
        output = (weights @ v).transpose(1, 2).reshape(batch, time, embed_dim)
        return self.out_proj(output), weights
