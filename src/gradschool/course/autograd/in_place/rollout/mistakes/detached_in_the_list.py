"""The states were detached on their way into the list.

The values are right, and nothing that is returned has a past: the loss cannot reach the cell.
"""
import torch


def rollout(cell, x, h0):
    state, states = h0, []
    for t in range(x.shape[1]):
        state = cell(x[:, t], state)
        states.append(state.detach())  # <- here
    return torch.stack(states, dim=1)
