"""Only the axes of size 1 were summed; the axes in front, which `shape` doesn't have, are still there.

Aligned on the right, a missing axis counts as a 1 that is dropped afterwards: a bias `(3,)` is used in every row of `(2, 3)`.
"""
def unbroadcast(grad, shape):
    for axis in range(-len(shape), 0):
        if shape[axis] == 1:
            grad = grad.sum(axis, keepdim=True)  # <- here
    return grad
