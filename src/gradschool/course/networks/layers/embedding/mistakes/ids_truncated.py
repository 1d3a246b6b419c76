"""`.long()` accepts ids that are not integers, and cuts them off.

An id of 1.7 is a bug elsewhere (a mean, a division, a normalized column), and here it becomes word 1.
`F.embedding` takes int64 and int32 as they are and refuses floats; leave the ids alone.
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
        return F.embedding(ids.long(), self.weight, self.padding_idx)  # <- here
