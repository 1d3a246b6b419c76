"""Scores on the cache and on the new tokens separately, in one softmax; a named tuple; a larger tensor written once."""

from typing import NamedTuple

import torch
from torch import nn


class Cache(NamedTuple):
    keys: torch.Tensor
    values: torch.Tensor


def grown(old, new):
    both = new.new_empty(*new.shape[:2], old.shape[2] + new.shape[2], new.shape[3])
    both[:, :, : old.shape[2]] = old
    both[:, :, old.shape[2] :] = new
    return both


class KVCacheAttention(nn.Module):
    def __init__(self, dim, num_heads):
        super().__init__()
        self.heads = nn.Unflatten(-1, (num_heads, dim // num_heads))
        if dim != num_heads * (dim // num_heads):
            raise ValueError(dim, num_heads)
        for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
            setattr(self, name, nn.Linear(dim, dim))

    def forward(self, x, cache=None):
        q, k, v = (self.heads(proj(x)).transpose(1, 2) for proj in (self.q_proj, self.k_proj, self.v_proj))
        q = q / q.shape[-1] ** 0.5
        place = torch.arange(x.shape[1], device=x.device)
        among_new = (q @ k.mT).masked_fill(place > place[:, None], -torch.inf)
        if cache is None:
            return self.merged(among_new.softmax(-1) @ v), Cache(k, v)
        weights = torch.cat([q @ cache.keys.mT, among_new], -1).softmax(-1)
        past = cache.keys.shape[2]
        out = weights[..., :past] @ cache.values + weights[..., past:] @ v
        return self.merged(out), Cache(grown(cache.keys, k), grown(cache.values, v))

    def merged(self, out):
        return self.out_proj(out.transpose(1, 2).flatten(2))
