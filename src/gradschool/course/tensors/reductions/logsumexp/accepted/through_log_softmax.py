"""`x - log_softmax(x)` is the answer at every score; it is read at the largest."""
import torch


def logsumexp(input, dim, keepdim=False):
    largest, where = input.max(dim, keepdim=True)
    shifted = input - input.log_softmax(dim)
    result = torch.where(largest.isinf(), largest, shifted.gather(dim, where))
    return result if keepdim else result.squeeze(dim)
