"""One maximum was taken for the whole tensor, not one for each slice.

A slice that lies far below the overall maximum underflows to 0 / 0, and an empty tensor has no maximum at all.
`amax(dim, keepdim=True)` gives every slice its own.
"""
import torch


def softmax(input, dim):
    exponentials = torch.exp(input - input.max())  # <- here
    return exponentials / exponentials.sum(dim=dim, keepdim=True)
