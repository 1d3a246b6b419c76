"""`nan_to_num` hid the NaN of an infinite maximum behind a number that means nothing.

A slice that is −inf throughout got 0, that is, one score of 0; and a NaN that came in is lost as well.
Avoid `inf - inf` instead: shift by 0 where the maximum is infinite.
"""
import torch


def logsumexp(input, dim, keepdim=False):
    largest = input.amax(dim, keepdim=True)
    result = (input - largest).exp().sum(dim, keepdim=True).log() + largest
    result = result.nan_to_num(0.0, torch.inf, -torch.inf)  # <- here
    return result if keepdim else result.squeeze(dim)
