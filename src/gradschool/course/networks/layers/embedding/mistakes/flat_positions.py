"""`torch.take` counts through the flattened table, so it gives single numbers and not rows.

`ids` are positions along axis 0: `weight[ids]`, `weight.index_select(0, …)` or `F.embedding`.
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
        return torch.take(self.weight, ids.long())  # <- here
