"""Clipped while scaled, with a scaled limit, and the norm divided: the same thing by arithmetic.
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
        scale = scaler.get_scale()
        norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm * scale) / scale
        scaler.step(optimizer)
        scaler.update()
        norms.append(norm.item())
    return norms
