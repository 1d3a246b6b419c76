"""The states are still written into a tensor that the cell has saved.

`states[:, t]` is a view, and the write to `states[:, t + 1]` raises the counter of the whole.
A clone of what is *written* changes nothing, nor does `retain_graph`: the state that the cell *reads* has to stay untouched.
Collect the states in a list and stack them.
"""
import torch


def rollout(cell, x, h0):
    batch, time, _ = x.shape
    states = h0.new_zeros(batch, time + 1, h0.shape[1])
    states[:, 0] = h0
    for t in range(time):
        states[:, t + 1] = cell(x[:, t], states[:, t])  # <- here
    return states[:, 1:]
