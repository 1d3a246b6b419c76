"""Each shape was compared with the next one only.

3 fits 1 and 1 fits 2, but 3 does not fit 2: a 1 between them hides it.
Compare with the result so far, or look at all sizes of an axis together.
"""
import torch


def broadcast_shapes(*shapes):
    axes = max(map(len, shapes), default=0)
    padded = [(1,) * (axes - len(shape)) + tuple(shape) for shape in shapes]
    result = []
    for sizes in zip(*padded):
        for one, other in zip(sizes, sizes[1:]):
            if one != other and 1 not in (one, other):  # <- here
                raise RuntimeError("the shapes do not fit")
        result.append(next((size for size in sizes if size != 1), 1))
    return torch.Size(result)
