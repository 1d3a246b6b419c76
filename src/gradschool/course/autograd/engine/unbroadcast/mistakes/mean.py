"""The contributions were averaged; they have to be added.

Each copy of a number moves the loss by itself, so the loss moves by the *sum* of what they do.
Where a mean is wanted, the mean of the loss has put its $1/n$ into `grad` already.
"""
def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.mean(0)  # <- here
    for axis, size in enumerate(shape):
        if size == 1:
            grad = grad.mean(axis, keepdim=True)
    return grad
