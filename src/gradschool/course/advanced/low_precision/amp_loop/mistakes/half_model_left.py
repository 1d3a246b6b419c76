"""The model is still turned into float16.

Its weights, its gradients and every update are then half precision, small updates are rounded away, and the scaler refuses: there is nothing in float32 to unscale into.
Leave the weights and the inputs as they are; autocast casts what it needs.
"""
import torch
from torch import nn


def train(model, batches, loss_fn, optimizer, scaler, max_norm):
    model.half()  # <- here
    norms = []
    for inputs, targets in batches:
        optimizer.zero_grad()
        with torch.autocast(inputs.device.type, dtype=torch.float16):
            loss = loss_fn(model(inputs.half()), targets)
        scaler.scale(loss).backward()
        scaler.unscale_(optimizer)
        norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
        scaler.step(optimizer)
        scaler.update()
        norms.append(norm.item())
    return norms
