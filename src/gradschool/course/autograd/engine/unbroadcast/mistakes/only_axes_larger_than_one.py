"""An axis counted as stretched only if `grad` is larger than 1 there, and stretching to 0 was forgotten.

Size 1 also fits size 0: the number was used nowhere and its gradient is 0, the sum of nothing.
Ask `shape` for its ones, not `grad` for its large axes; where both are 1, summing one number changes nothing.
"""
def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(0)
    for axis, size in enumerate(shape):
        if size == 1 and grad.shape[axis] > 1:  # <- here
            grad = grad.sum(axis, keepdim=True)
    return grad
