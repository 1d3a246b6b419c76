"""From the right, with negative axes and `unsqueeze`; the padded shape decides."""
import torch


def unbroadcast(grad, shape):
    padded = (1,) * (grad.dim() - len(shape)) + tuple(shape)
    for axis in range(-1, -grad.dim() - 1, -1):
        if padded[axis] == 1:
            grad = torch.sum(grad, axis).unsqueeze(axis)
    return grad.view(tuple(shape)) if grad.is_contiguous() else grad.reshape(tuple(shape))
