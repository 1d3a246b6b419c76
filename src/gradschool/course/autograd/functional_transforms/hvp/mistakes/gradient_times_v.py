"""That is the *first* derivative: you stopped one differentiation early.

The gradient weighed with `v` says how `f` changes along `v`.
The Hessian times `v` says how the *gradient* changes along `v`: differentiate once more.
"""
import torch


def hvp(f, x, v):
    x = x.detach().requires_grad_()
    (gradient,) = torch.autograd.grad(f(x), x)
    return gradient * v  # <- here
