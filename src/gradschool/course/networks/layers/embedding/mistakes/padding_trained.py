"""The padding row is trained like any other.

Plain indexing sends its gradient to every row that was read, and a batch reads padding more often than any word.
The row no longer means "nothing", and what it came to mean depends on how long your batches were padded.
Hold its gradient back: `F.embedding(ids, self.weight, self.padding_idx)`.
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
        if ids.numel() and ids.min() < 0:
            raise IndexError("negative id")
        return self.weight[ids]  # <- here
