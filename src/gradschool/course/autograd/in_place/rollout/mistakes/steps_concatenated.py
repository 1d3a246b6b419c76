"""The states were concatenated, not stacked.

`cat` makes an existing axis longer; `stack` makes a new one, and time needs one.
"""
import torch


def rollout(cell, x, h0):
    state, states = h0, []
    for t in range(x.shape[1]):
        state = cell(x[:, t], state)
        states.append(state)
    return torch.cat(states, dim=1)  # <- here
