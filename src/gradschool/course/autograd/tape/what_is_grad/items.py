"""What is observed: ten short tapes, and what they leave in `.grad`."""

import torch


def two_passes():
    """What is in `weight.grad`?

    Each pass adds 2 * 3 = 6 to what is there: 12.
    This is why a training loop clears the gradients before every step.
    """
    weight = torch.tensor(3.0, requires_grad=True)
    for _ in range(2):
        (weight**2).backward()
    return weight.grad


def shared_weight():
    """What is in `weight.grad`?

    The loss is weight * weight * 1 = weight**2, and its derivative is 2 * 3 = 6.
    Each use contributes 3, and the contributions of all uses are added.
    """
    weight = torch.tensor(3.0, requires_grad=True)
    hidden = weight * 1.0
    score = weight * hidden
    score.backward()
    return weight.grad


def scaled_at_birth():
    """What is in `weight.grad`?

    `weight` is the result of a multiplication, so it is no leaf and keeps no gradient: None, with a warning.
    The leaf is the tensor of ones, which has no name any more.
    """
    weight = torch.ones(2, requires_grad=True) * 0.5
    weight.sum().backward()
    return weight.grad


def detached_factor():
    """What is in `weight.grad`?

    The loss is constant * weight with the constant 3, so the derivative is 3; of weight**2 it would be 6.
    """
    weight = torch.tensor(3.0, requires_grad=True)
    (weight.detach() * weight).backward()
    return weight.grad


def nothing_recorded():
    """What does this give?

    After `detach` nothing is recorded, so the loss has no tape, and `backward` raises RuntimeError:
    "element 0 of tensors does not require grad and does not have a grad_fn".
    """
    weight = torch.tensor(3.0, requires_grad=True)
    (weight.detach() ** 2).backward()
    return weight.grad


def through_a_frozen_weight():
    """What is in `weight.grad`?

    `frozen` gets no gradient of its own, but the tape goes through the product all the same: 2.
    Freezing the last layers of a network does not cut off the first ones.
    """
    weight = torch.tensor(3.0, requires_grad=True)
    frozen = torch.tensor(2.0)
    (weight * frozen).backward()
    return weight.grad


def multiplied_by_zero():
    """What is in `weight.grad`?

    There is a path, and its local derivative is 0: a gradient of 0, not None.
    An optimizer with momentum or weight decay moves a weight whose gradient is 0, and skips one whose gradient is None.
    """
    weight = torch.tensor(3.0, requires_grad=True)
    (weight * 0.0).backward()
    return weight.grad


def never_used():
    """What is in `unused.grad`?

    No path leads from the loss to `unused`, so `backward` never comes by: None.
    """
    weight = torch.tensor(3.0, requires_grad=True)
    unused = torch.tensor(1.0, requires_grad=True)
    (weight**2).backward()
    return unused.grad


def hook_times_ten():
    """What is in `weight.grad`?

    The gradient that arrives at `hidden` is 3; the hook returns 30, and that is what travels on: 30 * 2 = 60.
    """
    weight = torch.tensor(1.0, requires_grad=True)
    hidden = 2 * weight
    hidden.register_hook(lambda gradient: gradient * 10)
    (3 * hidden).backward()
    return weight.grad


def remembered_gradient():
    """What is in `first`?

    `first` is another name for the tensor in `.grad`, and the second pass adds to that tensor in place: 12.
    To keep a gradient, clone it.
    """
    weight = torch.tensor(3.0, requires_grad=True)
    (weight**2).backward()
    first = weight.grad
    (weight**2).backward()
    return first
