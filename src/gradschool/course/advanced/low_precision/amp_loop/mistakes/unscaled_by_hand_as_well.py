"""The gradients are divided by the scale twice.

You divided by hand, and `scaler.step` doesn't know: it unscales whatever `scaler.unscale_` has not.
The norms look right and the weights hardly move.
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
        for param in model.parameters():
            param.grad /= scaler.get_scale()  # <- here
        norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
        scaler.step(optimizer)
        scaler.update()
        norms.append(norm.item())
    return norms
