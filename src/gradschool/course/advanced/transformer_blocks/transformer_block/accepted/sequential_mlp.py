"""An OrderedDict for the MLP, a dropout in each branch, a mask that grows and is not saved."""
from collections import OrderedDict

import torch
from torch import nn
from torch.nn import functional as F


class Attention(nn.Module):
    def __init__(self, dim, num_heads):
        super().__init__()
        self.c_attn = nn.Linear(dim, dim * 3)
        self.c_proj = nn.Linear(dim, dim)
        self.num_heads = num_heads
        self.register_buffer("mask", torch.ones(8, 8, dtype=torch.bool).tril(), persistent=False)

    def forward(self, x):
        time = x.shape[1]
        if self.mask.shape[0] < time:
            self.mask = torch.ones(time, time, dtype=torch.bool, device=x.device).tril()
        q, k, v = [
            part.unflatten(2, (self.num_heads, -1)).transpose(1, 2) for part in self.c_attn(x).chunk(3, dim=-1)
        ]
        out = F.scaled_dot_product_attention(q, k, v, attn_mask=self.mask[:time, :time])
        return self.c_proj(out.transpose(1, 2).contiguous().view(x.shape))


class TransformerBlock(nn.Module):
    def __init__(self, dim, num_heads, dropout=0.0):
        super().__init__()
        if dim % num_heads != 0:
            raise ValueError("num_heads must divide dim")
        self.ln_1 = nn.LayerNorm(dim, eps=1e-5)
        self.ln_2 = nn.LayerNorm(dim, eps=1e-5)
        self.attn = Attention(dim, num_heads)
        self.mlp = nn.Sequential(
            OrderedDict(
                c_fc=nn.Linear(dim, 4 * dim),
                gelu=nn.GELU("tanh"),
                c_proj=nn.Linear(4 * dim, dim),
                drop=nn.Dropout(dropout),
            )
        )
        self.drop = nn.Dropout(dropout)

    def forward(self, x):
        stream = torch.add(x, self.drop(self.attn(self.ln_1(x))))
        return torch.add(stream, self.mlp(self.ln_2(stream)))
