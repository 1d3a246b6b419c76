"""A loop over the new tokens, each with the keys up to its own: no mask is needed."""

import torch
from torch import nn


class KVCacheAttention(nn.Module):
    def __init__(self, dim, num_heads):
        super().__init__()
        if dim % num_heads:
            raise ValueError("dim % num_heads must be 0")
        self.num_heads, self.head_dim = num_heads, dim // num_heads
        self.q_proj = nn.Linear(dim, dim)
        self.k_proj = nn.Linear(dim, dim)
        self.v_proj = nn.Linear(dim, dim)
        self.out_proj = nn.Linear(dim, dim)

    def forward(self, x, cache=None):
        batch, new, _ = x.shape
        shape = (batch, new, self.num_heads, self.head_dim)
        queries = self.q_proj(x).view(shape)
        keys = self.k_proj(x).view(shape).permute(0, 2, 1, 3)
        values = self.v_proj(x).view(shape).permute(0, 2, 1, 3)
        past = 0
        if cache is not None:
            past = cache[0].size(2)
            keys = torch.concat((cache[0], keys), -2)
            values = torch.concat((cache[1], values), -2)
        outputs = []
        for i in range(new):
            end = past + i + 1
            scores = torch.einsum("bhd,bhkd->bhk", queries[:, i], keys[:, :, :end]) * self.head_dim**-0.5
            outputs.append(torch.einsum("bhk,bhkd->bhd", scores.softmax(-1), values[:, :, :end]).flatten(1))
        return self.out_proj(torch.stack(outputs, 1)), (keys, values)
