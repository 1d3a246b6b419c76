"""You multiplied by `v` after the second derivative; it has to go in before.

Differentiating the sum of the gradient adds up each row of the Hessian, which is $H \\cdot 1$, and a product with `v` afterwards cannot undo that.
It looks right as long as the Hessian is diagonal, so test on a function in which the inputs meet.
Weigh the gradient with `v` first, and differentiate that sum.
"""
import torch


def hvp(f, x, v):
    x = x.detach().requires_grad_()
    (gradient,) = torch.autograd.grad(f(x), x, create_graph=True)
    if not gradient.requires_grad:
        return torch.zeros_like(x)
    (curvature,) = torch.autograd.grad(gradient.sum(), x)  # <- here
    return curvature * v
