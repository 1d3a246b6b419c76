from collections.abc import Callable
from typing import Any

import torch
from torch import nn


def diagnose(
    model: nn.Module, loss_fn: Callable[[torch.Tensor, torch.Tensor], torch.Tensor], x: torch.Tensor, y: torch.Tensor
) -> dict[str, Any]:
    """What one forward and one backward pass show of a model; nothing is left behind."""
    raise NotImplementedError("your turn")
