"""The exponentials were averaged, not summed.

Every answer is too small by the logarithm of the number of scores.
"""
import torch


def logsumexp(input, dim, keepdim=False):
    largest = input.amax(dim, keepdim=True)
    shift = torch.where(largest.isinf(), 0, largest)
    result = (input - shift).exp().mean(dim, keepdim=True).log() + shift  # <- here
    return result if keepdim else result.squeeze(dim)
