"""An id of -1 reads the last row.

Between brackets a negative position counts from the end, so a stray -1, or a -100 that marks "ignore", is a word like any other, and is even trained.
Refuse negative ids, or use `F.embedding`, which does.
"""
import torch
from torch import nn


class Embedding(nn.Module):
    def __init__(self, num_embeddings, embedding_dim, padding_idx=None):
        super().__init__()
        self.padding_idx = padding_idx
        self.weight = nn.Parameter(torch.randn(num_embeddings, embedding_dim))
        if padding_idx is not None:
            with torch.no_grad():
                self.weight[padding_idx] = 0


    def forward(self, ids):
        rows = self.weight[ids]  # <- here
        if self.padding_idx is None:
            return rows
        padding = self.padding_idx % len(self.weight)
        return torch.where((ids == padding)[..., None], rows.detach(), rows)
