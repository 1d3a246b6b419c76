"""`optimizer.zero_grad()` went missing in the repair.

Gradients add up over the batches, those of a skipped overflow included: one inf, and no step is ever made again.
"""
import torch
from torch import nn


def train(model, batches, loss_fn, optimizer, scaler, max_norm):
    norms = []
    for inputs, targets in batches:
        with torch.autocast(inputs.device.type, dtype=torch.float16):
            loss = loss_fn(model(inputs), targets)
        scaler.scale(loss).backward()  # <- here
        scaler.unscale_(optimizer)
        norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
        scaler.step(optimizer)
        scaler.update()
        norms.append(norm.item())
    return norms
