"""An infinite maximum was subtracted: `inf - inf` is NaN.

A slice that is −inf throughout has the maximum −inf, and a slice that contains inf has inf.
Where the maximum is not finite, shift by 0.
"""
import torch


def logsumexp(input, dim, keepdim=False):
    largest = input.amax(dim, keepdim=True)
    result = (input - largest).exp().sum(dim, keepdim=True).log() + largest  # <- here
    return result if keepdim else result.squeeze(dim)
