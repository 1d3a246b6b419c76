"""`gradcheck` refuses every right answer: the identity is not the derivative of rounding.

It compares a backward with finite differences of the forward, and here the two are meant to differ.
Say yourself what has to come back: what you sent.
"""
import torch


def test_backward(fn):
    torch.manual_seed(0)
    x = torch.randn(5, dtype=torch.float64)
    assert torch.equal(fn(x), x.round())
    torch.autograd.gradcheck(fn, x.requires_grad_())  # <- here
