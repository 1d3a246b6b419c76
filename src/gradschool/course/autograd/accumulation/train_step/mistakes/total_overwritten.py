"""`log["total"]` holds the last loss instead of the sum.

The graph is gone and so is the past: write `+=`.
"""
import torch
from torch.nn import functional as F


def train_step(model, optimizer, x, y, log):
    optimizer.zero_grad()
    loss = F.mse_loss(model(x), y)
    loss.backward()
    optimizer.step()
    log["total"] = loss.item()  # <- here
    log["steps"] += 1
