"""The values are right, the gradient is not: the sum of the exponentials left the graph.

Only the *shift* may be detached, because it cancels.
The gradient reaches the scores through the sum, and is the softmax.
"""
import torch


def logsumexp(input, dim, keepdim=False):
    largest = input.amax(dim, keepdim=True)
    shift = torch.where(largest.isinf(), 0, largest)
    result = (input - shift).exp().sum(dim, keepdim=True).detach().log() + shift  # <- here
    return result if keepdim else result.squeeze(dim)
