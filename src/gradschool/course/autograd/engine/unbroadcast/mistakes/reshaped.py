"""A gradient can't be reshaped into a smaller shape, it has to be summed.

`reshape` keeps the number of elements. Twenty-four contributions to twelve numbers are twelve *sums*.
"""
def unbroadcast(grad, shape):
    return grad.reshape(tuple(shape))  # <- here
