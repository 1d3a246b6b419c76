"""One head after the other, on slices of the features; a mask of minus infinities that is added."""
import torch
from torch import nn
from torch.nn import functional as F


class Branch(nn.Module):
    """A holder for the layers of a branch."""

    def __init__(self, **layers):
        super().__init__()
        for name, layer in layers.items():
            setattr(self, name, layer)


class TransformerBlock(nn.Module):
    def __init__(self, dim: int, num_heads: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.size, rest = divmod(dim, num_heads)
        if rest:
            raise ValueError(f"{num_heads} heads do not divide {dim}")
        self.dim, self.dropout = dim, dropout
        self.ln_1 = nn.LayerNorm(dim)
        self.attn = Branch(c_attn=nn.Linear(dim, 3 * dim), c_proj=nn.Linear(dim, dim))
        self.ln_2 = nn.LayerNorm(dim)
        self.mlp = Branch(c_fc=nn.Linear(dim, 4 * dim), c_proj=nn.Linear(4 * dim, dim))

    def drop(self, branch):
        return F.dropout(branch, p=self.dropout, training=self.training)

    def forward(self, x):
        time = x.shape[1]
        qkv = self.attn.c_attn(self.ln_1(x))
        bias = torch.full((time, time), float("-inf"), dtype=qkv.dtype, device=qkv.device).triu(1)
        heads = []
        for start in range(0, self.dim, self.size):
            q, k, v = (qkv[..., i * self.dim + start :][..., : self.size] for i in range(3))
            heads.append((q @ k.mT * self.size**-0.5 + bias).softmax(dim=-1) @ v)
        x = x + self.drop(self.attn.c_proj(torch.cat(heads, dim=-1)))
        inner = F.gelu(self.mlp.c_fc(self.ln_2(x)), approximate="tanh")
        return x + self.drop(self.mlp.c_proj(inner))
