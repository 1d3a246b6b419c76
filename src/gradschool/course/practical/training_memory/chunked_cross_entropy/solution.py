import torch
from torch.nn import functional as F
from torch.utils.checkpoint import checkpoint

IGNORED = -100


def chunked_cross_entropy(
    hidden: torch.Tensor, weight: torch.Tensor, target: torch.Tensor, chunk_size: int
) -> torch.Tensor:
    """Mean cross-entropy of the logits `hidden @ weight.T`, without ever holding them all.

    `hidden` (N, D), `weight` (V, D), `target` (N,) with -100 for rows that don't count. The logits of `chunk_size` rows
    are alive at a time: forward lets them go, and backward computes them again.
    """
    total = hidden.new_zeros(())
    for rows, wanted in zip(hidden.split(chunk_size), target.split(chunk_size), strict=True):
        # Nothing in it is random, so there is no random state to keep.
        total = total + checkpoint(_summed, rows, weight, wanted, use_reentrant=False, preserve_rng_state=False)
    return total / (target != IGNORED).sum()


def _summed(rows: torch.Tensor, weight: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    return F.cross_entropy(F.linear(rows, weight), target, ignore_index=IGNORED, reduction="sum")
