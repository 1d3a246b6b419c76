"""The padding row starts as random as the others, and since no gradient reaches it, it stays so for ever.

Every padded place now adds the same random vector to whatever pools over it.
Set the row to 0 once, in the constructor, under `torch.no_grad()`.
"""
import torch
from torch import nn
from torch.nn import functional as F


class Embedding(nn.Module):
    def __init__(self, num_embeddings, embedding_dim, padding_idx=None):
        super().__init__()
        self.padding_idx = padding_idx
        self.weight = nn.Parameter(torch.randn(num_embeddings, embedding_dim))  # <- here


    def forward(self, ids):
        return F.embedding(ids, self.weight, self.padding_idx)
