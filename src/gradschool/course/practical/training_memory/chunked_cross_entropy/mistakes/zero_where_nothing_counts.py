"""Where no row counts the loss is 0; the task asks for NaN.

A batch of nothing but padding is a bug in the data, and a 0 hides it among the other losses.
Divide by the number of rows that count, without a lower bound.
"""
import torch
from torch.nn import functional as F
from torch.utils.checkpoint import checkpoint


def summed(rows, weight, target):
    return F.cross_entropy(rows @ weight.T, target, reduction="sum")


def chunked_cross_entropy(hidden, weight, target, chunk_size):
    total = hidden.new_zeros(())
    for rows, wanted in zip(hidden.split(chunk_size), target.split(chunk_size)):
        total = total + checkpoint(summed, rows, weight, wanted, use_reentrant=False)
    return total / (target != -100).sum().clamp(min=1)  # <- here
