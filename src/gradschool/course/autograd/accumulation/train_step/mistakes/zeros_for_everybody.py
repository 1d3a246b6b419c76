"""Every parameter got a gradient of zeros, also those that this batch doesn't use.

The optimizer skips a parameter whose `.grad` is `None`, and moves one whose gradient is 0 by momentum and weight decay.
Write `parameter.grad = None`, or leave it to `optimizer.zero_grad()`.
"""
import torch
from torch.nn import functional as F


def train_step(model, optimizer, x, y, log):
    for parameter in model.parameters():
        parameter.grad = torch.zeros_like(parameter)  # <- here
    loss = F.mse_loss(model(x), y)
    loss.backward()
    optimizer.step()
    log["total"] += loss.item()
    log["steps"] += 1
