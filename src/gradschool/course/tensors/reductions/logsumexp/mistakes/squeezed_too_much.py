"""`squeeze()` took away more axes than the one that was reduced.

It removes every axis of size 1, also a batch of one.
Name the axis: `squeeze(dim)`.
"""
import torch


def logsumexp(input, dim, keepdim=False):
    largest = input.amax(dim, keepdim=True)
    shift = torch.where(largest.isinf(), 0, largest)
    result = (input - shift).exp().sum(dim, keepdim=True).log() + shift
    return result if keepdim else result.squeeze()  # <- here
