"""Differentiate the gradient weighed with v; zeros where it has no history."""
import torch


def hvp(f, x, v):
    x = x.detach().requires_grad_()
    (gradient,) = torch.autograd.grad(f(x), x, create_graph=True)
    if not gradient.requires_grad:
        return torch.zeros_like(x)
    (product,) = torch.autograd.grad(gradient, x, grad_outputs=v, materialize_grads=True)
    return product
