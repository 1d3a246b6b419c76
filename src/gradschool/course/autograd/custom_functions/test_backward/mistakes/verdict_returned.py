"""Your test returns its verdict, and nobody reads what a test returns.

A test speaks by raising: write `assert …`, or call `torch.testing.assert_close`.
"""
import torch


def test_backward(fn):
    torch.manual_seed(0)
    x = (3 * torch.randn(6)).requires_grad_()
    upstream = torch.randn(6)
    y = fn(x)
    if y.requires_grad:
        y.backward(upstream)
    return torch.equal(y, x.round()) and torch.equal(x.grad, upstream)  # <- here
