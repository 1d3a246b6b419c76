"""Your test returns its verdict, and nobody reads what a test returns.

A test speaks by raising: without an `assert` every implementation passes that does not fail by itself.
Write `assert …`, or call `torch.testing.assert_close`.
"""
import torch


def test_softmax(fn):
    torch.manual_seed(0)
    x = torch.randn(2, 3)
    return torch.allclose(fn(x, 0), torch.softmax(x, 0)) and torch.allclose(fn(x, 1), torch.softmax(x, 1))  # <- here
