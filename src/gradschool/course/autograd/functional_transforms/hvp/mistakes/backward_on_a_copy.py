"""`x` is safe, because you worked on a copy; the parameters that `f` uses are not.

`backward()` writes into the `.grad` of *every* leaf that it reaches, and the weights of a network are leaves.
`torch.autograd.grad(..., x)` asks for the gradient of `x` alone and writes nowhere.
"""
import torch


def hvp(f, x, v):
    x = x.detach().clone().requires_grad_()
    f(x).backward(create_graph=True)  # <- here
    gradient = x.grad
    x.grad = None
    (gradient * v).sum().backward()  # <- here
    return x.grad
