"""An epsilon was added to the denominator, so the probabilities sum to less than 1.

Once the maximum is taken away, one of the exponentials is 1 and the sum is at least 1: there is no zero to protect from.
Leave the epsilon out; it only costs digits.
"""
import torch


def softmax(input, dim):
    exponentials = torch.exp(input - input.amax(dim, keepdim=True))
    return exponentials / (exponentials.sum(dim, keepdim=True) + 1e-8)  # <- here
