"""The maximum was taken away in place, from the caller's own scores.

`input -= …` writes into the tensor that was handed in; whoever uses the scores afterwards finds others.
(And autograd refuses it where the scores are a leaf.)
`input - …` makes a new tensor.
"""
import torch


def softmax(input, dim):
    input -= input.amax(dim, keepdim=True)  # <- here
    exponentials = torch.exp(input)
    return exponentials / exponentials.sum(dim, keepdim=True)
