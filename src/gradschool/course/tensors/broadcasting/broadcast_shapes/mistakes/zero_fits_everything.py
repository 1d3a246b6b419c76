"""A size of 0 was let through beside any other.

0 stretches nothing and is not stretched: it fits a 0 and a 1. Against a 3 it is as wrong as a 2.
"""
import torch


def broadcast_shapes(*shapes):
    axes = max(map(len, shapes), default=0)
    padded = [(1,) * (axes - len(shape)) + tuple(shape) for shape in shapes]
    result = []
    for sizes in zip(*padded):
        wanted = set(sizes) - {0, 1}  # <- here
        if len(wanted) > 1:
            raise RuntimeError("the shapes do not fit")
        result.append(0 if 0 in sizes else wanted.pop() if wanted else 1)
    return torch.Size(result)
