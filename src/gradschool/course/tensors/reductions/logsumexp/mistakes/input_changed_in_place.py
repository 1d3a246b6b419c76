"""The maximum was taken away in place, from the caller's own scores.

`-=` writes into the tensor that was handed in (and autograd refuses it where that is a leaf).
`input - shift` makes a new one.
"""
import torch


def logsumexp(input, dim, keepdim=False):
    largest = input.detach().amax(dim, keepdim=True)
    shift = torch.where(largest.isinf(), 0, largest)
    input -= shift  # <- here
    result = input.exp().sum(dim, keepdim=True).log() + shift
    return result if keepdim else result.squeeze(dim)
