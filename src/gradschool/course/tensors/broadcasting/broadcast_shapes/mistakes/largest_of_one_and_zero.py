"""Of 1 and 0 the larger was taken, and it is the 0 that counts.

A 1 takes the size of the others: stretched over nothing, it is nothing.
Take the size that is not 1, not the largest.
"""
import torch


def broadcast_shapes(*shapes):
    axes = max(map(len, shapes), default=0)
    padded = [(1,) * (axes - len(shape)) + tuple(shape) for shape in shapes]
    result = []
    for sizes in zip(*padded):
        if len(set(sizes) - {1}) > 1:
            raise RuntimeError("the shapes do not fit")
        result.append(max(sizes))  # <- here
    return torch.Size(result)
