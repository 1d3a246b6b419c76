"""`log["total"]` is a tensor, and behind it stand the graphs of all the steps so far.

The running total is itself a node: its operands are the total before it and this loss, whose operands are the model's operations, and so on.
Add numbers, not tensors with a history: `loss.item()`, or `loss.detach()`. A list of losses would keep them just the same.
"""
import torch
from torch.nn import functional as F


def train_step(model, optimizer, x, y, log):
    optimizer.zero_grad()
    loss = F.mse_loss(model(x), y)
    loss.backward()
    optimizer.step()
    log["total"] += loss  # <- here
    log["steps"] += 1
