"""The caller's `h0` was overwritten.

`state = h0` is a second name for it, and `copy_` writes where it lies.
Let each step make a new tensor: `state = cell(…)`.
"""
import torch


def rollout(cell, x, h0):
    state, states = h0, []
    for t in range(x.shape[1]):
        new = cell(x[:, t], state.clone())
        states.append(new)
        state.data.copy_(new)  # <- here
    return torch.stack(states, dim=1)
