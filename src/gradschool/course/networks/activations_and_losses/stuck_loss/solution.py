import torch
from torch import nn
from torch.nn import functional as F


def digit_loss(model: nn.Module, images: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Mean cross-entropy. `model(images)` are logits (batch, classes), `labels` are (batch,)."""
    return F.cross_entropy(model(images), labels)


def price_loss(model: nn.Module, houses: torch.Tensor, prices: torch.Tensor) -> torch.Tensor:
    """Mean squared error. `model(houses)` is (batch, 1), `prices` is (batch,)."""
    return F.mse_loss(model(houses).squeeze(1), prices)


def tag_loss(model: nn.Module, tokens: torch.Tensor, tags: torch.Tensor) -> torch.Tensor:
    """Mean cross-entropy. `model(tokens)` are logits (batch, time, classes), `tags` are (batch, time)."""
    return F.cross_entropy(model(tokens).transpose(1, 2), tags)
