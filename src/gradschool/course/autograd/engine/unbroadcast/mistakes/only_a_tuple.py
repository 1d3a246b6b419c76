"""`shape` was added to a tuple, which a list refuses.

The task promises a tuple, a list or a `torch.Size`; `tuple(shape)` makes all three the same.
"""
def unbroadcast(grad, shape):
    padded = (1,) * (grad.ndim - len(shape)) + shape  # <- here
    for axis, size in enumerate(padded):
        if size == 1:
            grad = grad.sum(axis, keepdim=True)
    return grad.reshape(tuple(shape))
