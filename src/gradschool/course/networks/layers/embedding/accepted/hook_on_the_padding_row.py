"""Plain indexing, and a hook on the weight that clears the gradient of the padding row.
"""
import torch
from torch import nn


class Embedding(nn.Module):
    def __init__(self, num_embeddings, embedding_dim, padding_idx=None):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(num_embeddings, embedding_dim))
        nn.init.normal_(self.weight)
        if padding_idx is not None:
            nn.init.zeros_(self.weight[padding_idx].data)
            row = torch.tensor([padding_idx % num_embeddings])
            self.weight.register_hook(lambda gradient: gradient.index_fill(0, row, 0))


    def forward(self, ids):
        if ids.numel() and ids.min() < 0:
            raise IndexError("an id is negative")
        return self.weight[ids]
