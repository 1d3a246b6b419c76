"""`exp` overflowed before the logarithm could bring it back.

exp(89) is infinite in float32, and exp(−104) is 0, whose logarithm is −inf: both ends fail.
Take the maximum of each slice away first, and add it again after the logarithm.
"""
import torch


def logsumexp(input, dim, keepdim=False):
    return input.exp().sum(dim, keepdim=keepdim).log()  # <- here
