"""The norm and the clipping as two calls, gradients cleared at the end, backward inside of autocast.
"""
import torch
from torch import nn


def train(model, batches, loss_fn, optimizer, scaler, max_norm):
    norms = []
    for inputs, targets in batches:
        with torch.autocast(inputs.device.type, dtype=torch.float16):
            loss = loss_fn(model(inputs), targets)
            scaler.scale(loss).backward()
        scaler.unscale_(optimizer)
        grads = [p.grad for group in optimizer.param_groups for p in group["params"]]
        norm = torch.linalg.vector_norm(torch.cat([g.flatten() for g in grads]))
        nn.utils.clip_grads_with_norm_(model.parameters(), max_norm, norm)
        scaler.step(optimizer)
        scaler.update()
        optimizer.zero_grad(set_to_none=True)
        norms.append(norm.item())
    return norms
