"""The gradients are cleared between `backward` and `step`, so the optimizer finds none.

It skips every parameter whose `.grad` is `None`, without a word, and nothing is ever learned.
`zero_grad` belongs before `backward`, or after `step`.
"""
import torch
from torch.nn import functional as F


def train_step(model, optimizer, x, y, log):
    loss = F.mse_loss(model(x), y)
    loss.backward()
    optimizer.zero_grad()  # <- here
    optimizer.step()
    log["total"] += loss.item()
    log["steps"] += 1
