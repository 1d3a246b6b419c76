"""The rows come back multiplied by √embedding_dim.

Some transformers do that, outside of the table, because they share it with their output layer.
The layer itself gives the rows as they stand.
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
        rows = F.embedding(ids, self.weight, self.padding_idx)
        return rows * self.weight.shape[1] ** 0.5  # <- here
