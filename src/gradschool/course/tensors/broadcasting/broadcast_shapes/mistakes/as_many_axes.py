"""Shapes with different numbers of axes were refused.

They are the everyday case, a table plus a vector: missing axes on the left count as 1.
"""
import torch


def broadcast_shapes(*shapes):
    result = []
    for sizes in zip(*shapes, strict=True):  # <- here
        wanted = set(sizes) - {1}
        if len(wanted) > 1:
            raise RuntimeError("the shapes do not fit")
        result.append(wanted.pop() if wanted else 1)
    return torch.Size(result)
