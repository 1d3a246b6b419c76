from collections.abc import Sequence

import torch


def broadcast_shapes(*shapes: Sequence[int]) -> torch.Size:
    """The shape that tensors of these shapes have together: aligned on the right, a 1 or a missing axis stretches.

    Raises:
        RuntimeError: two sizes of one axis differ and neither is 1.
    """
    axes = max(map(len, shapes), default=0)
    padded = [(1,) * (axes - len(shape)) + tuple(shape) for shape in shapes]
    result = []
    for sizes in zip(*padded, strict=True):
        wanted = set(sizes) - {1}
        if len(wanted) > 1:
            raise RuntimeError(f"shapes {', '.join(map(str, shapes))} do not broadcast: sizes {sorted(wanted)} meet")
        result.append(wanted.pop() if wanted else 1)
    return torch.Size(result)
