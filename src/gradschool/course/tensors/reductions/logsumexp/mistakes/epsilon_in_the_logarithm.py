"""A constant inside the logarithm puts a floor under every answer.

The logarithm of 1e-9 is −20.7: scores far below are lost, −inf is not −inf any more, and large scores overflow as before.
With the maximum taken away the sum is at least 1 and needs no protection.
"""
import torch


def logsumexp(input, dim, keepdim=False):
    return (input.exp().sum(dim, keepdim=keepdim) + 1e-9).log()  # <- here
