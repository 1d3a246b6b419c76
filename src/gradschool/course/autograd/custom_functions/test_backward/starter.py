from collections.abc import Callable

import torch


def test_backward(fn: Callable[[torch.Tensor], torch.Tensor]) -> None:
    """Raises unless `fn(x)` rounds forward and is the identity backward."""
    x = torch.tensor([0.2, 0.7], requires_grad=True)
    fn(x).sum().backward()
    assert torch.equal(x.grad, torch.ones(2)), f"the gradient of the sum is {x.grad}"
