"""The gradient is clipped while it is still scaled, and divided by the scale afterwards.

Clipping brings the *scaled* norm down to `max_norm`; the scaler then divides by 1,024 or 65,536, and hardly anything is left of the step.
The norm that you log is the scaled one too.
Call `scaler.unscale_(optimizer)` right after `backward()`.
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
        norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)  # <- here
        scaler.step(optimizer)
        scaler.update()
        norms.append(norm.item())
    return norms
