from collections.abc import Callable

import torch


def rollout(
    cell: Callable[[torch.Tensor, torch.Tensor], torch.Tensor], x: torch.Tensor, h0: torch.Tensor
) -> torch.Tensor:
    """The states of `cell` after each step over `x`: (batch, time, features) to (batch, time, hidden)."""
    batch, time, _ = x.shape
    states = h0.new_zeros(batch, time + 1, h0.shape[1])
    states[:, 0] = h0
    for t in range(time):
        states[:, t + 1] = cell(x[:, t], states[:, t])
    return states[:, 1:]
