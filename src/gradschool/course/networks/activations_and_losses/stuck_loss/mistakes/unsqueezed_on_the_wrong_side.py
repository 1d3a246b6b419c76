"""`(batch, 1)` against `(1, batch)` is `(batch, batch)` all the same.

Two shapes fit without broadcasting only when they are equal.
`prices.unsqueeze(1)` or `model(houses).squeeze(1)`: either of them, not `unsqueeze(0)`.
"""
import torch
from torch.nn import functional as F


def digit_loss(model, images, labels):
    return F.cross_entropy(model(images), labels)


def price_loss(model, houses, prices):
    return F.mse_loss(model(houses), prices.unsqueeze(0))  # <- here


def tag_loss(model, tokens, tags):
    return F.cross_entropy(model(tokens).transpose(1, 2), tags)
