"""The sum lost its axis, and lines up with the wrong one.

`sum(dim)` of a (2, 3) tensor along axis 1 has the shape (2,), and broadcasting aligns shapes on the right: with the columns.
It raises here; on a square tensor it would divide by the wrong sums without a word.
`keepdim=True` leaves a 1 where the axis was.
"""
import torch


def softmax(input, dim):
    exponentials = torch.exp(input - input.amax(dim, keepdim=True))
    return exponentials / exponentials.sum(dim)  # <- here
