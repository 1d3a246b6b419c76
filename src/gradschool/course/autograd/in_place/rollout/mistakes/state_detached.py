"""The state was detached at every step, so no gradient flows through time.

The values are right; but each step learns as if its past were given, and `h0` gets no gradient at all.
`clone()` keeps the connection, `detach()` cuts it.
"""
import torch


def rollout(cell, x, h0):
    state, states = h0, []
    for t in range(x.shape[1]):
        state = cell(x[:, t], state.detach())  # <- here
        states.append(state)
    return torch.stack(states, dim=1)
