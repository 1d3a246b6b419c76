"""Time before batch throughout, as recurrent networks have it: the result lies in memory in that order too.
"""
import torch
from torch import nn
from torch.nn import functional as F


class MultiheadAttention(nn.Module):
    def __init__(self, embed_dim, num_heads, bias=True):
        super().__init__()
        if embed_dim % num_heads:
            raise ValueError(f"{num_heads} heads do not divide {embed_dim}")
        self.num_heads = num_heads
        for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
            self.add_module(name, nn.Linear(embed_dim, embed_dim, bias=bias))

    def forward(self, query, key=None, value=None, attn_mask=None, is_causal=False):
        key = query if key is None else key
        value = key if value is None else value
        projected = []
        for layer, x in ((self.q_proj, query), (self.k_proj, key), (self.v_proj, value)):
            wide = layer(x.transpose(0, 1).contiguous())  # (time, batch, embed)
            projected.append(wide.unflatten(-1, (self.num_heads, -1)).permute(1, 2, 0, 3))
        allowed = torch.ones(query.shape[1], key.shape[1], dtype=torch.bool, device=query.device)
        allowed = allowed.tril() if is_causal else allowed
        allowed = allowed if attn_mask is None else allowed & attn_mask
        heads = F.scaled_dot_product_attention(*projected, attn_mask=allowed)  # (batch, heads, time, head)
        return self.out_proj(heads.permute(2, 0, 1, 3).flatten(2)).transpose(0, 1)
