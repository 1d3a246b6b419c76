"""`weight[ids]` is most of the layer, but it knows neither padding nor a wrong id.

It sends a gradient to the padding row, and an id of -1 silently reads the last row.
`F.embedding(ids, self.weight, self.padding_idx)` takes care of both.
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
        return self.weight[ids]  # <- here
