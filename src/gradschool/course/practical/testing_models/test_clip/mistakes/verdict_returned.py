"""Your test returns its verdict, and nobody reads what a test returns.

A test speaks by raising: write `assert …`, or call `torch.testing.assert_close`.
"""
import torch
from torch import nn


def test_clip(fn):
    p, q = nn.Parameter(torch.ones(2)), nn.Parameter(torch.ones(1))
    p.grad, q.grad = torch.tensor([3.0, 0.0]), torch.tensor([4.0])
    norm = fn([p, q], 1.0)
    right = torch.allclose(p.grad, torch.tensor([0.6, 0.0])) and torch.allclose(q.grad, torch.tensor([0.8]))
    return right and torch.allclose(norm, torch.tensor(5.0))  # <- here
