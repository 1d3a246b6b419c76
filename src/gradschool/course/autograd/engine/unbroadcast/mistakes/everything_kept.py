"""The axes that broadcasting had added were kept, with size 1.

`(2, 3)` to `(3,)` gave `(1, 3)`: the same numbers in a shape that the tensor never had.
Axes that `shape` doesn't have go without `keepdim` (or a `reshape(shape)` at the end drops the ones).
"""
def unbroadcast(grad, shape):
    added = grad.ndim - len(shape)
    axes = [*range(added), *(added + axis for axis, size in enumerate(shape) if size == 1)]
    return grad.sum(axes, keepdim=True) if axes else grad  # <- here
