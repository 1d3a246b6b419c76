from typing import Any

import torch
from torch import nn
from torch.nn import functional as F


def train_step(
    model: nn.Module, optimizer: torch.optim.Optimizer, x: torch.Tensor, y: torch.Tensor, log: dict[str, Any]
) -> None:
    """One step on one batch, from its mean squared error, which is added to `log["total"]`."""
    loss = F.mse_loss(model(x), y)
    loss.backward()
    optimizer.step()
    log["total"] += loss
    log["steps"] += 1
