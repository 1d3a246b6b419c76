from collections.abc import Callable

import torch
from torch import nn


def test_clip(fn: Callable[..., torch.Tensor]) -> None:
    """Raises unless `fn(parameters, max_norm, norm_type, error_if_nonfinite)` clips as it should."""
    weight = nn.Parameter(torch.zeros(2))
    weight.grad = torch.tensor([3.0, 4.0])
    fn([weight], 1.0)
    assert torch.allclose(weight.grad, torch.tensor([0.6, 0.8])), f"[3, 4] became {weight.grad}"
