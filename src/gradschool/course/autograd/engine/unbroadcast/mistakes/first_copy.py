"""One copy was picked, and its gradient taken for the whole.

All the copies influenced the loss; the gradient of the original is the sum over them.
"""
def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad[0]  # <- here
    for axis, size in enumerate(shape):
        if size == 1:
            grad = grad.narrow(axis, 0, 1)
    return grad
