"""`scaler.update()` comes before `scaler.step(optimizer)`.

`update` clears the note that this optimizer has been unscaled, so `step` divides by the scale once more, and the next batch is refused.
It is the last line of a step.
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
        scaler.update()  # <- here
        scaler.step(optimizer)
        norms.append(norm.item())
    return norms
