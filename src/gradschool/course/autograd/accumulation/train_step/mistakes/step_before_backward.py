"""`step` comes before `backward`: it uses gradients that don't exist yet.

With `zero_grad` in front it finds `None` and does nothing; without, it would use those of the batch before.
The order is: clear, backward, step.
"""
import torch
from torch.nn import functional as F


def train_step(model, optimizer, x, y, log):
    loss = F.mse_loss(model(x), y)
    optimizer.step()  # <- here
    optimizer.zero_grad()
    loss.backward()
    log["total"] += loss.item()
    log["steps"] += 1
