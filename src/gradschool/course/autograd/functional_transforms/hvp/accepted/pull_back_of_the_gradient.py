"""The Hessian is symmetric, so a vector-Jacobian product of the gradient is the same product."""
import torch


def hvp(f, x, v):
    gradient, pull_back = torch.func.vjp(torch.func.grad(f), x)
    (product,) = pull_back(v)
    return product.to(gradient.dtype)
