"""Only the axes that broadcasting added were summed, and axes of size 1 were stretched too.

`(3, 1)` against `(3, 4)` used each number four times.
Sum over every axis where `shape` says 1 as well, with `keepdim=True`.
"""
def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(0)  # <- here
    return grad
