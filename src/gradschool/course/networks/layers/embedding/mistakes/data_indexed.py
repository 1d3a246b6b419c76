"""`weight.data` is outside autograd, so the table is never trained.

The rows are right and no gradient can reach them; in a larger model nothing complains, and the embedding stays as random as it was born.
Index the parameter itself.
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
        return F.embedding(ids, self.weight.data, self.padding_idx)  # <- here
