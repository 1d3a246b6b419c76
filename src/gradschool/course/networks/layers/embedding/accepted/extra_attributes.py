"""The attributes and the keyword arguments of torch's own class, and gather for the lookup.
"""
import torch
from torch import nn


class Embedding(nn.Module):
    def __init__(self, num_embeddings, embedding_dim, padding_idx=None, *, device=None, dtype=None):
        super().__init__()
        self.num_embeddings, self.embedding_dim = num_embeddings, embedding_dim
        self.padding_idx = None if padding_idx is None else range(num_embeddings)[padding_idx]
        self.weight = nn.Parameter(torch.empty((num_embeddings, embedding_dim), device=device, dtype=dtype))
        self.reset_parameters()

    @torch.no_grad()
    def reset_parameters(self):
        self.weight.normal_()
        if self.padding_idx is not None:
            self.weight[self.padding_idx].zero_()

    def forward(self, input):
        if input.is_floating_point():
            raise TypeError("ids are integers")
        frozen = self.weight
        if self.padding_idx is not None:
            learned = torch.arange(self.num_embeddings) != self.padding_idx
            frozen = torch.where(learned[:, None], self.weight, self.weight.detach())
        flat = input.flatten().long()
        rows = frozen.gather(0, flat[:, None].expand(-1, self.embedding_dim))
        return rows.unflatten(0, input.shape) if input.dim() else rows[0]
