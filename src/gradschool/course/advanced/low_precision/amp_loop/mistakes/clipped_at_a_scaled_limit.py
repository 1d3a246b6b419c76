"""The limit was scaled to match the gradient, so the weights move as they should; the norm in the log is still the scaled one.

It changes whenever the scale does, and nobody can compare it with anything.
Unscale first, and both the limit and the norm mean what they say.
"""
import torch
from torch import nn


def train(model, batches, loss_fn, optimizer, scaler, max_norm):
    norms = []
    for inputs, targets in batches:
        optimizer.zero_grad()
        with torch.autocast(inputs.device.type, dtype=torch.float16):
            loss = loss_fn(model(inputs), targets)
        scaler.scale(loss).backward()
        norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm * scaler.get_scale())  # <- here
        scaler.step(optimizer)
        scaler.update()
        norms.append(norm.item())
    return norms
