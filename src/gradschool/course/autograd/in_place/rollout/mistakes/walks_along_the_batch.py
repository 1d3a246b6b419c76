"""The loop ran over the batch, not over time.

Iterating over `x` walks along axis 0, and that is the batch: `x.unbind(1)`, or `x[:, t]`.
"""
import torch


def rollout(cell, x, h0):
    state, states = h0, []
    for step in x:  # <- here
        state = cell(step, state)
        states.append(state)
    return torch.stack(states, dim=1)
