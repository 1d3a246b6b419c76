"""The table is stored as `(embedding_dim, num_embeddings)`, one *column* for each id.

No checkpoint fits, and each lookup collects numbers from all over the memory instead of copying a row that lies in one piece.
One row for each id: `(num_embeddings, embedding_dim)`.
"""
import torch
from torch import nn
from torch.nn import functional as F


class Embedding(nn.Module):
    def __init__(self, num_embeddings, embedding_dim, padding_idx=None):
        super().__init__()
        self.padding_idx = padding_idx
        self.weight = nn.Parameter(torch.randn(embedding_dim, num_embeddings))  # <- here
        if padding_idx is not None:
            with torch.no_grad():
                self.weight[:, padding_idx] = 0


    def forward(self, ids):
        return F.embedding(ids, self.weight.T, self.padding_idx)
