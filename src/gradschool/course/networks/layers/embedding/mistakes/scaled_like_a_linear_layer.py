"""The table starts with the small weights of a linear layer.

A linear layer divides because each of its outputs is a sum over all inputs; a lookup sums nothing, it copies one row.
`nn.Embedding` starts with a standard deviation of 1.
"""
import torch
from torch import nn
from torch.nn import functional as F


class Embedding(nn.Module):
    def __init__(self, num_embeddings, embedding_dim, padding_idx=None):
        super().__init__()
        self.padding_idx = padding_idx
        self.weight = nn.Parameter(torch.randn(num_embeddings, embedding_dim) / embedding_dim**0.5)  # <- here
        if padding_idx is not None:
            with torch.no_grad():
                self.weight[padding_idx] = 0


    def forward(self, ids):
        return F.embedding(ids, self.weight, self.padding_idx)
