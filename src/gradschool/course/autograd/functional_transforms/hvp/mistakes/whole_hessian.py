"""You built the whole Hessian, to use one product of it.

It has $n^2$ numbers: for 20,000 parameters that is 1.6 GB, for a small network more than the machine has.
A Hessian-vector product needs about one more backward pass, and no more room than the gradient.
"""
import torch


def hvp(f, x, v):
    hessian = torch.func.hessian(f)(x)  # <- here
    return (hessian.reshape(x.numel(), x.numel()) @ v.reshape(-1)).reshape(x.shape)
