from collections.abc import Sequence

import torch
from torch import nn


def ensemble_predict(models: Sequence[nn.Module], x: torch.Tensor) -> torch.Tensor:
    """The mean over `models` of their class probabilities for `x`, (batch, classes), from one forward for all."""
    raise NotImplementedError("your turn")
