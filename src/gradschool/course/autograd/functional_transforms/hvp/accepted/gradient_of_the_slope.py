"""Reverse over forward: the gradient of the directional derivative."""
from torch.func import grad, jvp


def hvp(f, x, v):
    return grad(lambda x: jvp(f, (x,), (v,))[1])(x)
