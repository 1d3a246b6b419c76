"""All the scores of your inputs are equal, and then every axis, every sum and every maximum is the same.

A square of zeros gives 1/3 everywhere, whatever is mixed up on the way.
Draw scores that differ, in a shape whose sizes differ.
"""
import torch


def test_softmax(fn):
    for size in (0.0, 1000.0, -1000.0):
        x = torch.full((3, 3), size)  # <- here
        for dim in (0, 1):
            assert torch.allclose(fn(x, dim), torch.full((3, 3), 1 / 3))
