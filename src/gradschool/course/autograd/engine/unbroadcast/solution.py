from collections.abc import Sequence

import torch


def unbroadcast(grad: torch.Tensor, shape: Sequence[int]) -> torch.Tensor:
    """The gradient of a tensor of `shape` that was broadcast to `grad.shape`: summed over all of its uses."""
    added = grad.ndim - len(shape)
    stretched = [axis for axis, size in enumerate(shape, start=added) if size == 1]
    axes = [*range(added), *stretched]
    if not axes:
        return grad  # `sum` takes an empty list of axes for all of them
    return grad.sum(axes, keepdim=True).reshape(tuple(shape))
