"""`chunk_size` has no effect: one row goes through at a time.

It holds the least, and pays for it with as many small products as there are rows.
`chunk_size` is what the caller trades memory for time with: take that many rows at once.
"""
import torch
from torch.nn import functional as F
from torch.utils.checkpoint import checkpoint


def summed(rows, weight, target):
    return F.cross_entropy(rows @ weight.T, target, reduction="sum")


def chunked_cross_entropy(hidden, weight, target, chunk_size):
    total = hidden.new_zeros(())
    for rows, wanted in zip(hidden.split(1), target.split(1)):  # <- here
        total = total + checkpoint(summed, rows, weight, wanted, use_reentrant=False)
    return total / (target != -100).sum()
