"""A loop over heads that are slices of the features.
"""
import torch
from torch import nn


class MultiheadAttention(nn.Module):
    def __init__(self, embed_dim, num_heads, bias=True):
        super().__init__()
        if embed_dim % num_heads != 0:
            raise AssertionError(f"{embed_dim} % {num_heads} != 0")
        self.num_heads = num_heads
        self.head_dim = embed_dim // num_heads
        self.q_proj = nn.Linear(embed_dim, embed_dim, bias=bias)
        self.k_proj = nn.Linear(embed_dim, embed_dim, bias=bias)
        self.v_proj = nn.Linear(embed_dim, embed_dim, bias=bias)
        self.out_proj = nn.Linear(embed_dim, embed_dim, bias=bias)

    def forward(self, query, key=None, value=None, attn_mask=None, is_causal=False):
        if key is None:
            key = query
        if value is None:
            value = key
        q, k, v = self.q_proj(query), self.k_proj(key), self.v_proj(value)
        batch, queries, keys = q.shape[0], q.shape[1], k.shape[1]
        allowed = torch.ones(batch, self.num_heads, queries, keys, dtype=torch.bool)
        if is_causal:
            allowed = allowed.tril()
        if attn_mask is not None:
            allowed = allowed & attn_mask
        outputs = []
        for h, (qh, kh, vh) in enumerate(zip(q.chunk(self.num_heads, -1), k.chunk(self.num_heads, -1), v.chunk(self.num_heads, -1))):
            scores = torch.bmm(qh, kh.transpose(1, 2)) * self.head_dim ** -0.5
            weights = torch.softmax(torch.where(allowed[:, h], scores, float("-inf")), -1)
            outputs.append(torch.bmm(weights, vh))
        return self.out_proj(torch.cat(outputs, dim=-1))
