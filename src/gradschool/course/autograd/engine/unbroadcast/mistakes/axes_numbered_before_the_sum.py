"""The stretched axes were numbered in `shape`, and summed in `grad`, where the axes in front shift every number.

With two axes added, axis 1 of `shape` is axis 3 of `grad`.
Sum the added axes away first, or count from the right.
"""
def unbroadcast(grad, shape):
    added = grad.ndim - len(shape)
    for axis, size in enumerate(shape):
        if size == 1:
            grad = grad.sum(axis, keepdim=True)  # <- here
    for _ in range(added):
        grad = grad.sum(0)
    return grad.reshape(tuple(shape))
