"""Two shapes at a time, folded."""
from functools import reduce
from itertools import zip_longest

import torch


def meet(a, b):
    if a == b or b == 1:
        return a
    if a == 1:
        return b
    raise RuntimeError(f"{a} does not meet {b}")


def pair(left, right):
    sizes = zip_longest(reversed(left), reversed(right), fillvalue=1)
    return tuple(meet(a, b) for a, b in sizes)[::-1]


def broadcast_shapes(*shapes):
    return torch.Size(reduce(pair, shapes, ()))
