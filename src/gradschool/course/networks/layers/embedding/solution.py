import torch
from torch import nn
from torch.nn import functional as F


class Embedding(nn.Module):
    """A learned table: ids `(...)` to their rows `(..., embedding_dim)`; state as in `nn.Embedding`.

    The row of `padding_idx` starts at 0 and receives no gradient; it is read like any other.
    """

    def __init__(self, num_embeddings: int, embedding_dim: int, padding_idx: int | None = None) -> None:
        super().__init__()
        self.padding_idx = padding_idx
        self.weight = nn.Parameter(torch.randn(num_embeddings, embedding_dim))
        if padding_idx is not None:
            with torch.no_grad():
                self.weight[padding_idx] = 0

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        return F.embedding(ids, self.weight, self.padding_idx)
