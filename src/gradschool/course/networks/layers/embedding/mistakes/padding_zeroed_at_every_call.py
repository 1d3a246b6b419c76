"""Every call writes 0 into the padding row.

A forward pass that changes its own weights destroys what was loaded, and nobody looks for it there.
The row starts at 0 and gets no gradient, so it stays what it is without help.
"""
import torch
from torch import nn
from torch.nn import functional as F


class Embedding(nn.Module):
    def __init__(self, num_embeddings, embedding_dim, padding_idx=None):
        super().__init__()
        self.padding_idx = padding_idx
        self.weight = nn.Parameter(torch.randn(num_embeddings, embedding_dim))
        if padding_idx is not None:
            with torch.no_grad():
                self.weight[padding_idx] = 0


    def forward(self, ids):
        if self.padding_idx is not None:
            with torch.no_grad():
                self.weight[self.padding_idx] = 0  # <- here
        return F.embedding(ids, self.weight, self.padding_idx)
