"""`backward()` writes its result into `.grad`: of `x`, which the caller owns, and of every parameter that `f` uses.

Whoever calls you in the middle of training finds gradients that they did not ask for, and their next optimizer step uses them.
If `x` had a gradient before, your product was even added to it.
`torch.autograd.grad` *returns* the gradient of what you name, and writes nowhere.
"""
import torch


def hvp(f, x, v):
    x.requires_grad_()  # <- here
    (gradient,) = torch.autograd.grad(f(x), x, create_graph=True)
    (gradient * v).sum().backward()  # <- here
    return x.grad
