r"""The maximum was taken away and not added back.

The shift has to be undone after the logarithm: $\log \sum_i e^{x_i} = c + \log \sum_i e^{x_i - c}$.
"""
import torch


def logsumexp(input, dim, keepdim=False):
    largest = input.amax(dim, keepdim=True)
    shift = torch.where(largest.isinf(), 0, largest)
    result = (input - shift).exp().sum(dim, keepdim=True).log()  # <- here
    return result if keepdim else result.squeeze(dim)
