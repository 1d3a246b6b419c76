"""The largest size wins, whether the others fit or not.

2 and 3 have no sum; only a 1 stretches. Check that every other size is 1 or equal, and raise if not.
"""
import torch


def broadcast_shapes(*shapes):
    axes = max(map(len, shapes), default=0)
    padded = [(1,) * (axes - len(shape)) + tuple(shape) for shape in shapes]
    return torch.Size([max(sizes) for sizes in zip(*padded)])  # <- here
