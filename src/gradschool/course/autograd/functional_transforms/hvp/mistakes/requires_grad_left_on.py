"""`x.requires_grad_()` switched the caller's own tensor on, and nobody switched it off.

A trailing underscore changes the tensor that you were given: from now on everything that is computed from it is recorded.
Make one of your own: `x = x.detach().requires_grad_()`.
"""
import torch


def hvp(f, x, v):
    x.requires_grad_()  # <- here
    (gradient,) = torch.autograd.grad(f(x), x, create_graph=True)
    if not gradient.requires_grad:
        return torch.zeros_like(x)
    (product,) = torch.autograd.grad((gradient * v).sum(), x)
    return product
