"""One maximum was taken for the whole tensor, not one for each slice.

A slice that lies far below underflows to the logarithm of 0; one `inf` anywhere spoils all of them.
`amax(dim, keepdim=True)` gives every slice its own.
"""
import torch


def logsumexp(input, dim, keepdim=False):
    largest = input.max()  # <- here
    shift = torch.where(largest.isinf(), 0, largest)
    result = (input - shift).exp().sum(dim, keepdim=True).log() + shift
    return result if keepdim else result.squeeze(dim)
