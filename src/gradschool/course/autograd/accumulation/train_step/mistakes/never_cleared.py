"""The gradients pile up: each step is made from the sum of all past batches.

`backward` adds to what is in `.grad`. It is like a momentum that never fades: the weights overshoot, come back and overshoot again.
Call `optimizer.zero_grad()` once in each step, before `backward`.
"""
import torch
from torch.nn import functional as F


def train_step(model, optimizer, x, y, log):
    loss = F.mse_loss(model(x), y)
    loss.backward()  # <- here
    optimizer.step()
    log["total"] += loss.item()
    log["steps"] += 1
