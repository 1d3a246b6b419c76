"""`keepdim` was ignored.

`input - logsumexp(input, dim, keepdim=True)` is the log-softmax, and it needs the axis of size 1.
Leave the axis in if it is True.
"""
import torch


def logsumexp(input, dim, keepdim=False):
    largest = input.amax(dim, keepdim=True)
    shift = torch.where(largest.isinf(), 0, largest)
    return ((input - shift).exp().sum(dim, keepdim=True).log() + shift).squeeze(dim)  # <- here
