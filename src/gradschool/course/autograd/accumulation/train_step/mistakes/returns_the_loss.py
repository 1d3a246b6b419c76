"""The loss is returned, with its graph.

Whoever collects the return values keeps every graph alive, one level up from where you repaired it.
The task asks for nothing to be returned; where a loss is wanted, return `loss.item()`.
"""
import torch
from torch.nn import functional as F


def train_step(model, optimizer, x, y, log):
    optimizer.zero_grad()
    loss = F.mse_loss(model(x), y)
    loss.backward()
    optimizer.step()
    log["total"] += loss.item()
    log["steps"] += 1
    return loss  # <- here
