"""The table is a plain tensor, which a module doesn't notice.

It is not in `parameters()`, so no optimizer moves it, and not in `state_dict()`, so it is not saved.
Wrap it: `nn.Parameter(…)`.
"""
import torch
from torch import nn
from torch.nn import functional as F


class Embedding(nn.Module):
    def __init__(self, num_embeddings, embedding_dim, padding_idx=None):
        super().__init__()
        self.padding_idx = padding_idx
        self.weight = torch.randn(num_embeddings, embedding_dim, requires_grad=True)  # <- here
        if padding_idx is not None:
            with torch.no_grad():
                self.weight[padding_idx] = 0


    def forward(self, ids):
        return F.embedding(ids, self.weight, self.padding_idx)
