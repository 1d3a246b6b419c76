"""The states are those *before* each step.

They begin with `h0` and lack the last one: append after the call of the cell.
"""
import torch


def rollout(cell, x, h0):
    state, states = h0, []
    for t in range(x.shape[1]):
        states.append(state)  # <- here
        state = cell(x[:, t], state)
    return torch.stack(states, dim=1)
