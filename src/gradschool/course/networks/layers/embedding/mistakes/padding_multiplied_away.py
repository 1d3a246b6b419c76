"""What comes back for padding is always 0, not the row of the table.

Multiplying by `ids != padding_idx` does hold the gradient back, but it also hides the row: load a pretrained table whose padding row is not 0, and this layer disagrees with the one that was trained.
`padding_idx` is about gradients; the forward pass reads the row as it is.
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
        rows = F.embedding(ids, self.weight)
        if self.padding_idx is not None:
            padding = self.padding_idx % len(self.weight)
            rows = rows * (ids != padding)[..., None]  # <- here
        return rows
