"""The model is float32 now; the other two faults are still there.

The second batch fails because `scaler.update()` never ended the first.
And the norm of the first is that of the scaled gradient, because nothing unscales before the clipping.
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
        scaler.step(optimizer)  # <- here
        norms.append(norm.item())
    return norms
