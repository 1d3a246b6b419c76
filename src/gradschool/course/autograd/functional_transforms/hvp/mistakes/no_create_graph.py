"""The first gradient was not recorded, so there is nothing left to differentiate.

`torch.autograd.grad` returns plain numbers unless you ask for more, and the second call finds no way back to `x`.
Pass `create_graph=True` to the *first* one.
"""
import torch


def hvp(f, x, v):
    x = x.detach().requires_grad_()
    (gradient,) = torch.autograd.grad(f(x), x)  # <- here
    (product,) = torch.autograd.grad(gradient, x, v)
    return product
