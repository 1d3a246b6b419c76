"""The norm is measured after clipping, where it is `max_norm` or less by construction.

`clip_grad_norm_` returns the norm from *before*: that is the number which shows a spike coming.
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
        scaler.step(optimizer)
        scaler.update()
        norms.append(nn.utils.get_total_norm([p.grad for p in model.parameters()]).item())  # <- here
    return norms
