"""`backward()` writes into `.grad`, twice: of `x`, which the caller owns, and of every parameter that `f` uses.

Whoever calls you in the middle of training finds gradients that they did not ask for, and their next optimizer step uses them.
`torch.autograd.grad` *returns* the gradient of what you name, and writes nowhere; with `create_graph=True` it can be differentiated again.
"""
import torch


def hvp(f, x, v):
    x.requires_grad_()  # <- here
    x.grad = None
    f(x).backward(create_graph=True)  # <- here
    gradient = x.grad
    x.grad = None
    (gradient * v).sum().backward()  # <- here
    return x.grad
