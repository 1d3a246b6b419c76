"""Without any shape it raises, because there is no longest one.

The sum of no tensors has no axes, as the empty sum is 0: give `max` a `default=0`.
"""
import torch


def broadcast_shapes(*shapes):
    axes = max(map(len, shapes))  # <- here
    padded = [(1,) * (axes - len(shape)) + tuple(shape) for shape in shapes]
    result = []
    for sizes in zip(*padded):
        wanted = set(sizes) - {1}
        if len(wanted) > 1:
            raise RuntimeError("the shapes do not fit")
        result.append(wanted.pop() if wanted else 1)
    return torch.Size(result)
