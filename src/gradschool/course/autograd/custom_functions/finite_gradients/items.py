"""What is observed: two gradients at the edge of the floats."""

import torch


def far_up_the_slope():
    """On paper `log(1 + exp(x))` has the slope 1 far up. What is in `x.grad`?

    `exp(100)` is infinite in float32, so on the way back 1 / inf = 0 meets inf, and 0 · ∞ is NaN.
    The chain rule was followed to the letter; its factors do not fit into floats.
    """
    x = torch.tensor(100.0, requires_grad=True)
    (1 + x.exp()).log().backward()
    return x.grad.item()


def the_branch_not_taken():
    """The value is 0, and the root is never chosen. What is in `x.grad`?

    The branch that is not taken gets a gradient of 0 and multiplies it by the slope of the root: infinite, at 0.
    0 · ∞ is NaN, and it is added to what comes from the other branch.
    The loss shows nothing.
    """
    x = torch.tensor(0.0, requires_grad=True)
    torch.where(x > 0, x.sqrt(), 0.0).backward()
    return x.grad.item()
