"""index_select on flattened ids; where the id is padding, the row is detached.
"""
import torch
from torch import nn


class Embedding(nn.Module):
    def __init__(self, num_embeddings, embedding_dim, padding_idx=None):
        super().__init__()
        if padding_idx is not None and padding_idx < 0:
            padding_idx += num_embeddings
        self.padding_idx = padding_idx
        table = torch.normal(0.0, 1.0, size=(num_embeddings, embedding_dim))
        if padding_idx is not None:
            table[padding_idx] = 0
        self.weight = nn.Parameter(table)


    def forward(self, ids):
        rows = self.weight.index_select(0, ids.reshape(-1)).reshape(*ids.shape, self.weight.shape[1])
        if self.padding_idx is None:
            return rows
        return torch.where((ids == self.padding_idx).unsqueeze(-1), rows.detach(), rows)
