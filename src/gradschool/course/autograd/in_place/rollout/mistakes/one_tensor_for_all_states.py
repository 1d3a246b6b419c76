"""The list holds one tensor many times.

`copy_` overwrites the state in place, and appending it appends another name for the same memory: every entry shows the last state.
Let each step make a new tensor.
"""
import torch


def rollout(cell, x, h0):
    state, states = h0.clone(), []
    for t in range(x.shape[1]):
        state.copy_(cell(x[:, t], state))  # <- here
        states.append(state)
    return torch.stack(states, dim=1)
