"""What is observed: twelve writes in place, and how the backward ends."""

import torch


def doubled_then_added():
    """Raises, silent or fine?

    Fine: the derivative of `x * 2` is 2, whatever the values are, so nothing was saved that the write could spoil.
    This very program is often shown as one that fails.
    """
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    y = x * 2
    y.add_(1)
    y.sum().backward()
    return "fine" if x.grad.equal(torch.tensor([2.0, 2.0])) else "silent"


def exponential_then_added():
    """Raises, silent or fine?

    Raises: `exp` saved its result, because that is its derivative, and the result was written to.
    """
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    y = x.exp()
    y.add_(1)
    y.sum().backward()
    return "fine" if torch.allclose(x.grad, torch.tensor([1.0, 2.0]).exp()) else "silent"


def squared_then_added():
    """Raises, silent or fine?

    Fine: the derivative of a square is 2 x, so the *input* was saved; the result may change.
    """
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    y = x**2
    y.add_(1)
    y.sum().backward()
    return "fine" if x.grad.equal(torch.tensor([2.0, 4.0])) else "silent"


def input_of_a_square():
    """Raises, silent or fine?

    Raises: the square saved `h`, and `h` was written to.
    """
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    h = x * 1
    y = h**2
    h.add_(1)
    y.sum().backward()
    return "fine" if x.grad.equal(torch.tensor([2.0, 4.0])) else "silent"


def input_of_an_exponential():
    """Raises, silent or fine?

    Fine: `exp` saved its result, and has no more use for its input.
    """
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    h = x * 1
    y = h.exp()
    h.zero_()
    y.sum().backward()
    return "fine" if torch.allclose(x.grad, torch.tensor([1.0, 2.0]).exp()) else "silent"


def zeroed_through_detach():
    """Raises, silent or fine?

    Raises: `detach()` shares the memory *and* the counter, so it is seen that the sigmoid's saved result has changed.
    """
    x = torch.tensor([0.0, 0.0], requires_grad=True)
    y = x.sigmoid()
    y.detach().zero_()
    y.sum().backward()
    return "fine" if x.grad.equal(torch.tensor([0.25, 0.25])) else "silent"


def zeroed_through_data():
    """Raises, silent or fine?

    Silent: `.data` shares the memory and has a counter of its own.
    The backward computes y · (1 − y) from zeros, and the gradient is 0 instead of 0.25.
    """
    x = torch.tensor([0.0, 0.0], requires_grad=True)
    y = x.sigmoid()
    y.data.zero_()
    y.sum().backward()
    return "fine" if x.grad.equal(torch.tensor([0.25, 0.25])) else "silent"


def zeroed_through_numpy():
    """Raises, silent or fine?

    Silent: NumPy writes into the memory and knows of no counter.
    Clone before you lend a recorded tensor's memory to somebody who writes.
    """
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    y = x.exp()
    array = y.detach().numpy()
    array[:] = 0
    y.sum().backward()
    return "fine" if torch.allclose(x.grad, torch.tensor([1.0, 2.0]).exp()) else "silent"


def doubled_under_no_grad():
    """Raises, silent or fine?

    Raises: `no_grad` stops the recording, not the counting. The saved result of `exp` has changed, and that is noticed.
    """
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    y = x.exp()
    with torch.no_grad():
        y.mul_(2)
    y.sum().backward()
    return "fine" if torch.allclose(x.grad, torch.tensor([1.0, 2.0]).exp()) else "silent"


def relu_in_place():
    """Raises, silent or fine?

    Fine: the product with a number saved nothing, and `relu` saves its own result, which nobody changes afterwards.
    That is why networks may say `nn.ReLU(inplace=True)` behind a linear layer.
    """
    x = torch.tensor([-1.0, 2.0], requires_grad=True)
    h = x * 2
    y = torch.relu_(h)
    y.sum().backward()
    return "fine" if x.grad.equal(torch.tensor([0.0, 2.0])) else "silent"


def relu_in_place_beside_a_shortcut():
    """`y` should be relu(h) + h. Raises, silent or fine?

    Silent: after `relu_` the name `h` means the result of the relu, so both summands are that.
    Nothing that was saved has changed, so nothing is noticed: values *and* gradient are those of 2 · relu(h).
    """
    x = torch.tensor([-1.0, 2.0], requires_grad=True)
    h = x * 2
    y = torch.relu_(h) + h
    y.sum().backward()
    return "fine" if x.grad.equal(torch.tensor([2.0, 4.0])) else "silent"


def powers_in_a_buffer():
    """Raises, silent or fine?

    Raises: each product saved its left factor, a slice of `powers`, and a slice has the counter of the whole.
    The write to `powers[2]` spoils it, though not a single number of `powers[1]` has changed.
    """
    x = torch.tensor(3.0, requires_grad=True)
    powers = torch.ones(3)
    for exponent in range(2):
        powers[exponent + 1] = powers[exponent] * x
    powers[2].backward()
    return "fine" if x.grad.equal(torch.tensor(6.0)) else "silent"
