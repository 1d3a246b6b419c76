import torch
from torch import nn


def train(model: nn.Module, batches, loss_fn, optimizer, scaler: torch.amp.GradScaler, max_norm: float) -> list[float]:
    """One step for each batch in float16 mixed precision; returns the norms of the gradients before clipping."""
    model.half()
    norms = []
    for inputs, targets in batches:
        optimizer.zero_grad()
        with torch.autocast(inputs.device.type, dtype=torch.float16):
            loss = loss_fn(model(inputs.half()), targets)
        scaler.scale(loss).backward()
        norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
        scaler.step(optimizer)
        norms.append(norm.item())
    return norms
