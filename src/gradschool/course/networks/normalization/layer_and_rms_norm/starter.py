from collections.abc import Sequence

import torch


def layer_norm(
    input: torch.Tensor,
    normalized_shape: Sequence[int],
    weight: torch.Tensor | None = None,
    bias: torch.Tensor | None = None,
    eps: float = 1e-5,
) -> torch.Tensor:
    """Mean 0 and variance 1 over the last axes, then weight and bias."""
    raise NotImplementedError("your turn")


def rms_norm(
    input: torch.Tensor,
    normalized_shape: Sequence[int],
    weight: torch.Tensor | None = None,
    eps: float | None = None,
) -> torch.Tensor:
    """Mean square 1 over the last axes, then weight."""
    raise NotImplementedError("your turn")
