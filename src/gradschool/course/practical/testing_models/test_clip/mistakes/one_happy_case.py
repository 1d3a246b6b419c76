"""One easy gradient was tried, and nearly everything gets that one right.

A single gradient of 3 and 4, a limit below its norm, and nobody looks at what is returned.
Go through the promises one by one, and for each find the call on which breaking it shows.
"""
import torch
from torch import nn


def test_clip(fn):
    weight = nn.Parameter(torch.zeros(2))
    weight.grad = torch.tensor([3.0, 4.0])
    fn([weight], 1.0)  # <- here
    assert torch.allclose(weight.grad, torch.tensor([0.6, 0.8]))
