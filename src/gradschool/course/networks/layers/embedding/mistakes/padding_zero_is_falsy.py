"""`if padding_idx:` takes 0 for "no padding", and 0 is the most common padding id there is.

Ask `if padding_idx is not None:`.
The same trap waits wherever 0 is a legal value of an optional argument.
"""
import torch
from torch import nn
from torch.nn import functional as F


class Embedding(nn.Module):
    def __init__(self, num_embeddings, embedding_dim, padding_idx=None):
        super().__init__()
        self.padding_idx = padding_idx if padding_idx else None  # <- here
        self.weight = nn.Parameter(torch.randn(num_embeddings, embedding_dim))
        if padding_idx:  # <- here
            with torch.no_grad():
                self.weight[padding_idx] = 0


    def forward(self, ids):
        return F.embedding(ids, self.weight, self.padding_idx)
