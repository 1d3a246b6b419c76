"""A tensor without axes, shape `()`, was not summed.

It was stretched over *every* axis, so its gradient is the sum of them all; `if not shape` took it for "no shape given".
"""
def unbroadcast(grad, shape):
    if not shape:  # <- here
        return grad
    while grad.ndim > len(shape):
        grad = grad.sum(0)
    for axis, size in enumerate(shape):
        if size == 1:
            grad = grad.sum(axis, keepdim=True)
    return grad
