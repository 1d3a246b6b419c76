"""You ran `backward` on each chunk: `.grad` is filled before anybody asked for it, and the loss that comes back is a constant.

Whoever scales the loss, adds another to it or calls it where no gradient is asked for gets wrong gradients or an error.
Compute the gradients inside if you like, but hand them on through an `autograd.Function`; or put each chunk through `checkpoint`.
"""
import torch
from torch.nn import functional as F


def summed(rows, weight, target):
    return F.cross_entropy(rows @ weight.T, target, reduction="sum")


def chunked_cross_entropy(hidden, weight, target, chunk_size):
    count = (target != -100).sum()
    total = hidden.new_zeros(())
    for rows, wanted in zip(hidden.split(chunk_size), target.split(chunk_size)):
        loss = summed(rows, weight, wanted) / count
        loss.backward()  # <- here
        total += loss.detach()
    return total
