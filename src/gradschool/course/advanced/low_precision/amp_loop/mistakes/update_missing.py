"""`scaler.update()` is missing.

It is what ends a step: it adapts the scale and clears the notes about which optimizer has been unscaled and stepped.
Without it the second batch is refused.
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
        scaler.unscale_(optimizer)
        norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
        scaler.step(optimizer)  # <- here
        norms.append(norm.item())
    return norms
