"""What is observed: ten short programs, one or two from every lesson of the module."""

import torch
from torch.nn import functional as F


def gradient_of_a_square():
    """What does `x.grad` hold?

    The derivative of x² is 2x. That is lesson 2.1, [The tape](../tape/).
    """
    x = torch.tensor(3.0, requires_grad=True)
    (x * x).backward()
    return x.grad.item()


def gradient_in_the_middle():
    """What does `middle.grad` hold?

    Only leaves keep their gradient; `retain_grad()` asks for others.
    That is lesson 2.1, [The tape](../tape/).
    """
    x = torch.ones(2, requires_grad=True)
    middle = 2 * x
    middle.sum().backward()
    return middle.grad


def diamond():
    """What does `x.grad` hold?

    Two paths lead from x to the end, and their gradients add up: 2 · (x + x) · 2 = 8x.
    An engine that walks a path at a time has to wait for both. That is lesson 2.2, [Build the engine](../engine/).
    """
    x = torch.tensor(2.0, requires_grad=True)
    both = x + x
    (both * both).backward()
    return x.grad.item()


def twice_without_zeroing():
    """What does `w.grad` hold?

    `backward` adds to what is there. That is lesson 2.3, [Accumulation and the life of a graph](../accumulation/).
    """
    w = torch.tensor(1.0, requires_grad=True)
    for _ in range(3):
        (2 * w).backward()
    return w.grad.item()


def backward_again():
    """What comes of it: a number, or an error?

    The first `backward` freed what the graph had saved.
    That is lesson 2.3, [Accumulation and the life of a graph](../accumulation/).
    """
    x = torch.tensor(1.0, requires_grad=True)
    loss = x.exp()
    loss.backward()
    loss.backward()
    return x.grad.item()


def dropout_without_gradients():
    """Is any of the four still 1?

    `no_grad` switches off the tape and nothing else: half of the units are dropped, the others are scaled to 2.
    That is lesson 2.4, [Five off-switches](../off_switches/).
    """
    with torch.no_grad():
        kept = F.dropout(torch.ones(4), p=0.5, training=True)
    return bool((kept == 1).any())


def changed_after_exp():
    """What comes of it: a list, or an error?

    `exp` saved its result for the backward pass, and the result was changed. `x * 2` would not have minded.
    That is lesson 2.5, [In-place and version counters](../in_place/).
    """
    x = torch.ones(2, requires_grad=True)
    y = x.exp()
    y.add_(1)
    y.sum().backward()
    return x.grad.tolist()


def masked_root():
    """Is the gradient NaN?

    `where` chooses values and sends 0 down the other branch; 0 times the infinite slope of the root is NaN.
    That is lesson 2.6, [Custom Functions, gradcheck, finite gradients](../custom_functions/).
    """
    x = torch.tensor(0.0, requires_grad=True)
    torch.where(x > 0, x.sqrt(), x).backward()
    return bool(x.grad.isnan())


def second_derivative():
    """Which number comes out?

    The derivative of the derivative of x³ is 6x.
    That is lesson 2.7, [Functional transforms and higher order](../functional_transforms/).
    """
    slope_of_slope = torch.func.grad(torch.func.grad(lambda x: x**3))
    return slope_of_slope(torch.tensor(2.0)).item()


def gradient_for_each_sample():
    """Which shape has the result?

    `grad` gives one gradient of the weights, `vmap` one for each of the five samples.
    That is lesson 2.7, [Functional transforms and higher order](../functional_transforms/).
    """
    weights, samples = torch.ones(3), torch.ones(5, 3)
    each = torch.func.vmap(torch.func.grad(lambda w, x: (w * x).sum()), in_dims=(None, 0))
    return each(weights, samples).shape
