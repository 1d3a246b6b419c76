"""The *logarithms* of the probabilities came back.

`x - max - log(sum)` is log-softmax: good to have inside a loss, and negative throughout.
One `exp` more gives the probabilities.
"""
import torch


def softmax(input, dim):
    shifted = input - input.amax(dim, keepdim=True)
    return shifted - shifted.exp().sum(dim, keepdim=True).log()  # <- here
