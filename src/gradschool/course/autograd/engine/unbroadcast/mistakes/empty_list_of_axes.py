"""Nothing was stretched, and everything was summed.

`sum(())` and `sum([])` sum over *all* axes; there is no way to ask for none.
If the list of axes is empty, return `grad` as it is.
"""
def unbroadcast(grad, shape):
    added = grad.ndim - len(shape)
    axes = [*range(added), *(added + axis for axis, size in enumerate(shape) if size == 1)]
    grad = grad.sum(axes, keepdim=True)  # <- here
    return grad.reshape(tuple(shape)) if axes else grad.expand(tuple(shape))
