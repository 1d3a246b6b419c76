"""The shapes were aligned on the left.

`(5, 3, 4)` and `(4,)`: the four belongs under the last axis, not under the first.
Pad with ones in front, or walk from the end.
"""
from itertools import zip_longest

import torch


def broadcast_shapes(*shapes):
    result = []
    for sizes in zip_longest(*shapes, fillvalue=1):  # <- here
        wanted = set(sizes) - {1}
        if len(wanted) > 1:
            raise RuntimeError("the shapes do not fit")
        result.append(wanted.pop() if wanted else 1)
    return torch.Size(result)
