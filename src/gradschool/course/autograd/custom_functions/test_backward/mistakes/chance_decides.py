"""What your test tries is left to chance, and its verdict with it.

A single unseeded input lies beyond 1, or not, and a clipped gradient is caught only on some days.
Try many inputs at once, and seed what you draw.
"""
import torch


def test_backward(fn):
    x = (2 * torch.randn(1)).requires_grad_()  # <- here
    upstream = torch.randn(1)
    y = fn(x)
    assert torch.equal(y, x.round())
    y.backward(upstream)
    assert torch.equal(x.grad, upstream)
