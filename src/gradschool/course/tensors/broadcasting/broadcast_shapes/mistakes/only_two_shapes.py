"""Only the first two shapes were looked at.

Any number can come: pad all of them and look at each axis of all at once, or fold them one after another into the result.
"""
import torch


def broadcast_shapes(*shapes):
    shapes = shapes[:2]  # <- here
    axes = max(map(len, shapes), default=0)
    padded = [(1,) * (axes - len(shape)) + tuple(shape) for shape in shapes]
    result = []
    for sizes in zip(*padded):
        wanted = set(sizes) - {1}
        if len(wanted) > 1:
            raise RuntimeError("the shapes do not fit")
        result.append(wanted.pop() if wanted else 1)
    return torch.Size(result)
