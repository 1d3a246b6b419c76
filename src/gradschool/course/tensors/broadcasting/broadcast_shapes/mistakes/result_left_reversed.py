"""The result is still the wrong way round.

The axes were worked out from the right, so the last one stands first in the list: turn it before you return it.
"""
from itertools import zip_longest

import torch


def broadcast_shapes(*shapes):
    result = []
    for sizes in zip_longest(*(reversed(shape) for shape in shapes), fillvalue=1):
        wanted = set(sizes) - {1}
        if len(wanted) > 1:
            raise RuntimeError("the shapes do not fit")
        result.append(wanted.pop() if wanted else 1)
    return torch.Size(result)  # <- here
