"""What your test tries is left to chance, and its verdict with it.

It draws the axis without a seed, and catches a wrong axis only on some days.
A test that fails now and then is soon ignored: try *every* axis, and seed what you draw.
"""
import random

import torch


def test_softmax(fn):
    x = torch.randn(2, 3, 5)
    dim = random.choice([0, 1, 2])  # <- here
    torch.testing.assert_close(fn(x, dim), torch.softmax(x, dim))
    far = torch.tensor([[1000.0, 1001.0], [-1000.0, -1001.0]])
    torch.testing.assert_close(fn(far, 1), torch.softmax(far, 1))
