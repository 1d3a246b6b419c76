"""`backward` was called on the running total instead of on this batch's loss.

From the second step on it goes back through the first batch again, whose graph is gone; keeping the graphs alive with `retain_graph=True` would count every batch over and over.
Each batch has its own loss, its own graph and its own `backward`.
"""
import torch
from torch.nn import functional as F


def train_step(model, optimizer, x, y, log):
    optimizer.zero_grad()
    log["total"] = log["total"] + F.mse_loss(model(x), y)
    log["total"].backward()  # <- here
    optimizer.step()
    log["steps"] += 1
