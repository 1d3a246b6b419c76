"""The gradients were filled with zeros; a gradient of zero isn't the same as none.

An optimizer skips a parameter whose `.grad` is `None`. One whose gradient is 0 is still moved, by the momentum of earlier steps and by weight decay.
`zero_grad()` sets `None` unless you tell it `set_to_none=False`.
"""
import torch
from torch.nn import functional as F


def train_step(model, optimizer, x, y, log):
    optimizer.zero_grad(set_to_none=False)  # <- here
    loss = F.mse_loss(model(x), y)
    loss.backward()
    optimizer.step()
    log["total"] += loss.item()
    log["steps"] += 1
