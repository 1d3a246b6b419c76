"""The surplus axes were taken from the end; broadcasting adds them in front.

A bias of shape `(3,)` lies along the last axis of `(2, 3)`: sum over axis 0.
"""
def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(-1)  # <- here
    for axis, size in enumerate(shape):
        if size == 1:
            grad = grad.sum(axis, keepdim=True)
    return grad
