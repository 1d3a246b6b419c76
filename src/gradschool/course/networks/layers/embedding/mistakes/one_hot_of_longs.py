"""A row is fetched by multiplying the whole table with one-hot vectors.

Besides the price (a batch of 4,096 tokens and 32,000 words makes a matrix of half a gigabyte in order to copy 4,096 rows), `.long()` turns an id of 1.7 into 1 without a word, and the product hides what is written into the padding row.
A lookup is an index: `F.embedding` or `weight[ids]`.
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
        one_hot = F.one_hot(ids.long(), len(self.weight)).to(self.weight.dtype)  # <- here
        if self.padding_idx is not None:
            one_hot[..., self.padding_idx] = 0
        return one_hot @ self.weight
