"""The stretched axes were summed away, and `shape` still has them, with size 1.

`(3, 1)` became `(3,)`, and that lines up with columns instead of rows the next time it meets something.
Write `keepdim=True`, and no `squeeze` after it.
"""
def unbroadcast(grad, shape):
    added = grad.ndim - len(shape)
    axes = [*range(added), *(added + axis for axis, size in enumerate(shape) if size == 1)]
    return grad.sum(axes) if axes else grad  # <- here
