"""The states were stacked with time in front.

`torch.stack(states)` makes a new axis 0; asked for is `(batch, time, hidden)`, so `dim=1`.
"""
import torch


def rollout(cell, x, h0):
    state, states = h0, []
    for t in range(x.shape[1]):
        state = cell(x[:, t], state)
        states.append(state)
    return torch.stack(states)  # <- here
