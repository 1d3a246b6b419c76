"""`weight` was detached, and the last layer never learns.

A checkpoint computes the gradients of everything that it uses; there is no need to hold anything back from it.
Pass `weight` as it is.
"""
import torch
from torch.nn import functional as F
from torch.utils.checkpoint import checkpoint


def summed(rows, weight, target):
    return F.cross_entropy(rows @ weight.T, target, reduction="sum")


def chunked_cross_entropy(hidden, weight, target, chunk_size):
    total = hidden.new_zeros(())
    for rows, wanted in zip(hidden.split(chunk_size), target.split(chunk_size)):
        total = total + checkpoint(summed, rows, weight.detach(), wanted, use_reentrant=False)  # <- here
    return total / (target != -100).sum()
