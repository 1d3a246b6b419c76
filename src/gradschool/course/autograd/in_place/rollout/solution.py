from collections.abc import Callable

import torch


def rollout(
    cell: Callable[[torch.Tensor, torch.Tensor], torch.Tensor], x: torch.Tensor, h0: torch.Tensor
) -> torch.Tensor:
    """The states of `cell` after each step over `x`: (batch, time, features) to (batch, time, hidden).

    Each state is a tensor of its own and never written to again, since the cell saved it for its derivative.
    """
    state, states = h0, []
    for step in x.unbind(1):
        state = cell(step, state)
        states.append(state)
    return torch.stack(states, dim=1)
