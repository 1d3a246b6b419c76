"""The write went through `.data`, and the gradient went with the error.

`.data` (like a write under `no_grad`) puts the numbers into memory and nothing on the tape: to autograd the states are still the zeros that they were made of.
The error was protecting you. Stack the states instead of writing them.
"""
import torch


def rollout(cell, x, h0):
    batch, time, _ = x.shape
    states = h0.new_zeros(batch, time + 1, h0.shape[1])
    states[:, 0] = h0
    for t in range(time):
        states.data[:, t + 1] = cell(x[:, t], states[:, t])  # <- here
    return states[:, 1:]
