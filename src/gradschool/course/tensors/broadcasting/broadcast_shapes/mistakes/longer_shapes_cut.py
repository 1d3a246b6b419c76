"""`zip` stopped at the shortest shape, and the axes in front of it were lost.

A missing axis behaves like a 1, it does not remove the axis of the others.
Use `itertools.zip_longest(…, fillvalue=1)`, or pad first.
"""
import torch


def broadcast_shapes(*shapes):
    result = []
    for sizes in zip(*(reversed(shape) for shape in shapes)):  # <- here
        wanted = set(sizes) - {1}
        if len(wanted) > 1:
            raise RuntimeError("the shapes do not fit")
        result.append(wanted.pop() if wanted else 1)
    return torch.Size(result[::-1])
