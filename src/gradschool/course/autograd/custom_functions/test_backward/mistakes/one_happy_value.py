"""Two easy numbers were tried, and a sum.

Ones arrive from above, nothing lies beyond 1 or half-way, and nobody looks at other dtypes or at the input.
Go through the promises one by one, and for each find the input on which breaking it shows.
"""
import torch


def test_backward(fn):
    x = torch.tensor([0.2, 0.7], requires_grad=True)
    y = fn(x)
    assert torch.equal(y, torch.tensor([0.0, 1.0]))
    y.sum().backward()  # <- here
    assert torch.equal(x.grad, torch.ones(2))
