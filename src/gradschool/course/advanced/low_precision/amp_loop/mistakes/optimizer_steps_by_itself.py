"""`optimizer.step()` stands where `scaler.step(optimizer)` should.

As long as nothing overflows the two are the same.
At the first inf it steps all the same, and every weight is NaN from then on; skipping that step is what the scaler is for.
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
        optimizer.step()  # <- here
        scaler.update()
        norms.append(norm.item())
    return norms
