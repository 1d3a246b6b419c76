"""What is observed: one gradient of several outputs."""

import torch


def two_outputs_cared_about():
    """What does `x.grad` hold?

    Each output's row of derivatives is scaled by the number that you gave for it, and the rows are added up:
    1 · [2, 0, 0] + 10 · [0, 4, 0] + 0 · [0, 0, 6].
    """
    x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
    y = x**2
    y.backward(torch.tensor([1.0, 10.0, 0.0]))
    return x.grad.tolist()
