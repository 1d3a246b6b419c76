"""`padding_idx` is taken and never used.

Two things are asked of its row: it starts at 0, and no gradient reaches it.
"""
import torch
from torch import nn
from torch.nn import functional as F


class Embedding(nn.Module):
    def __init__(self, num_embeddings, embedding_dim, padding_idx=None):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(num_embeddings, embedding_dim))  # <- here


    def forward(self, ids):
        return F.embedding(ids, self.weight)  # <- here
