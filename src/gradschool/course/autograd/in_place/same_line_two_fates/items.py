"""What is observed: one in-place line after two different operations."""

import torch


def after_the_sine():
    """What is in `x.grad`?

    2 · cos(0) = 2: autograd records in-place operations like any others.
    To go back through the sine it needs the sine's *input*, and nobody has touched that.
    """
    x = torch.tensor(0.0, requires_grad=True)
    y = x.sin()
    y.mul_(2)
    y.backward()
    return x.grad.item()


def after_the_exponential():
    """What is in `x.grad`?

    The slope of `exp` is `exp` itself, so the tape kept the *result*, and that is now another number: RuntimeError.
    A counter in every tensor told autograd that it had been written to.
    """
    x = torch.tensor(0.0, requires_grad=True)
    y = x.exp()
    y.mul_(2)
    y.backward()
    return x.grad.item()
