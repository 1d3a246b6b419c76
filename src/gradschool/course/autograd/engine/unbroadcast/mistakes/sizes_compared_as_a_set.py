"""An axis was summed where its *size* doesn't occur in `shape`, and sizes are no names.

In `(4, 3, 4)` against `(4,)` the first axis has the same size as the last, and yet it was added.
Position decides: align on the right.
"""
def unbroadcast(grad, shape):
    axes = [axis for axis, size in enumerate(grad.shape) if size not in shape]  # <- here
    return (grad.sum(axes, keepdim=True) if axes else grad).reshape(tuple(shape))
