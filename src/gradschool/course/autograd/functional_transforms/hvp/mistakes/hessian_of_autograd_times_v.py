"""You built the whole Hessian, one backward pass for each row, to use one product of it.

It has $n^2$ numbers: for 20,000 parameters that is 1.6 GB and 20,000 passes.
And for an `x` that is no vector it has twice as many axes as `x`, so that `@` multiplies the wrong ones.
A Hessian-vector product needs about one more backward pass, and no more room than the gradient.
"""
import torch


def hvp(f, x, v):
    hessian = torch.autograd.functional.hessian(f, x)  # <- here
    return hessian @ v
