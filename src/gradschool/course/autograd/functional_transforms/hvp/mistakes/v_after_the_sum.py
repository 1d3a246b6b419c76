"""You multiplied by `v` after the second derivative; it has to go in before.

Differentiating the sum of the gradient adds up each row of the Hessian, which is $H \\cdot 1$, and a product with `v` afterwards cannot undo that.
It looks right as long as the Hessian is diagonal, so test on a function in which the inputs meet.
Then look at a linear `f`: its gradient does not depend on `x`, and the second `grad` raises, where the answer is 0.
"""
import torch


def hvp(f, x, v):
    x = x.detach().requires_grad_()
    (gradient,) = torch.autograd.grad(f(x), x, create_graph=True)
    (curvature,) = torch.autograd.grad(gradient.sum(), x)  # <- here
    return curvature * v
