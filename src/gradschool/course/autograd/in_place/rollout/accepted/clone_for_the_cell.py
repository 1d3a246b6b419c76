"""The buffer stays; the cell gets a clone of the state."""
import torch


def rollout(cell, x, h0):
    batch, time, _ = x.shape
    states = h0.new_zeros(batch, time + 1, h0.shape[1])
    states[:, 0] = h0
    for t in range(time):
        states[:, t + 1] = cell(x[:, t], states[:, t].clone())
    return states[:, 1:]
