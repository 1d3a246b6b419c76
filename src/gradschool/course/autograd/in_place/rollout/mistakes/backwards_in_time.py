"""The sequence was walked from its end.

The first step in time comes first.
"""
import torch


def rollout(cell, x, h0):
    state, states = h0, []
    for step in reversed(x.unbind(1)):  # <- here
        state = cell(step, state)
        states.append(state)
    return torch.stack(states, dim=1)
