"""`squeeze` at the end also dropped axes of size 1 that `shape` has.

It removes every axis of size one, whoever put it there. `reshape(shape)` says what you want.
"""
def unbroadcast(grad, shape):
    added = grad.ndim - len(shape)
    axes = [*range(added), *(added + axis for axis, size in enumerate(shape) if size == 1)]
    return grad.sum(axes, keepdim=True).squeeze() if axes else grad  # <- here
