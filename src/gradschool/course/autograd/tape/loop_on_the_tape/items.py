"""What is observed: a loop on the tape, and a tensor half-way along it."""

import torch


def through_a_loop():
    """What is in `x.grad`?

    3 was doubled six times until it passed 100, so the result was 64 times `x`: the gradient is 64.
    Nobody differentiated the loop; the six multiplications that ran were recorded, and they have a derivative.
    """
    x = torch.tensor(3.0, requires_grad=True)
    y = x
    while y < 100:
        y = y * 2
    y.backward()
    return x.grad


def half_way():
    """What is in `hidden.grad`?

    A gradient of 12 passes by, and it is not kept: only tensors that you made yourself, the leaves, get a `.grad`.
    """
    x = torch.tensor(2.0, requires_grad=True)
    hidden = x * 3
    (hidden**2).backward()
    return hidden.grad
