"""`h0` was returned among the states.

One state for each step is asked for: those *after* the steps.
"""
import torch


def rollout(cell, x, h0):
    states = [h0]  # <- here
    for t in range(x.shape[1]):
        states.append(cell(x[:, t], states[-1]))
    return torch.stack(states, dim=1)
