"""The shift is right, and the small number inside the logarithm is one too many.

A shifted sum is at least 1, so there is nothing to protect; the slice that is −inf throughout, whose sum *is* 0, ought to give −inf.
Leave it out.
"""
import torch


def logsumexp(input, dim, keepdim=False):
    largest = input.amax(dim, keepdim=True)
    shift = torch.where(largest.isinf(), 0, largest)
    result = ((input - shift).exp().sum(dim, keepdim=True) + 1e-9).log() + shift  # <- here
    return result if keepdim else result.squeeze(dim)
