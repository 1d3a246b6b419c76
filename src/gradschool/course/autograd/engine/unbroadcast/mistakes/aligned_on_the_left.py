"""The shapes were aligned on the left, and the surplus axes taken from the end; broadcasting adds them in front.

The one axis of a vector is the *last* axis of the matrix that it is added to.
Skip the `grad.ndim - len(shape)` axes in front before you compare.
"""
def unbroadcast(grad, shape):
    for axis, size in enumerate(shape):
        if size == 1:
            grad = grad.sum(axis, keepdim=True)  # <- here
    while grad.ndim > len(shape):
        grad = grad.sum(-1)
    return grad
