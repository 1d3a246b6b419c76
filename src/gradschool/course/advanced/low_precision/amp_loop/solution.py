import torch
from torch import nn


def train(model: nn.Module, batches, loss_fn, optimizer, scaler: torch.amp.GradScaler, max_norm: float) -> list[float]:
    """One step for each batch in float16 mixed precision; returns the norms of the gradients before clipping."""
    norms = []
    for inputs, targets in batches:
        optimizer.zero_grad()
        with torch.autocast(inputs.device.type, dtype=torch.float16):
            loss = loss_fn(model(inputs), targets)
        scaler.scale(loss).backward()
        scaler.unscale_(optimizer)  # from here on the gradients are what they say
        norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
        scaler.step(optimizer)
        scaler.update()
        norms.append(norm.item())
    return norms
