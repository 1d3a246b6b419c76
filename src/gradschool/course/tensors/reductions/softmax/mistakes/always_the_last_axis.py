"""`dim` was ignored: the probabilities run along the last axis, always.

The argument exists for a reason: class scores of an image have the shape (batch, classes, height, width), and the softmax runs along axis 1.
Pass `dim` on to the maximum and to the sum.
"""
import torch


def softmax(input, dim):
    exponentials = torch.exp(input - input.amax(-1, keepdim=True))  # <- here
    return exponentials / exponentials.sum(-1, keepdim=True)  # <- here
