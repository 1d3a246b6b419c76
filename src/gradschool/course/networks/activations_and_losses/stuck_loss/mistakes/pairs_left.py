"""`price_loss` still compares every prediction with every price.

`(batch, 1)` against `(batch,)` broadcasts to `(batch, batch)`: every prediction meets every price, the best answer to all of them is their mean, and the loss is the variance.
Make the shapes equal before they meet: `model(houses).squeeze(1)`.
"""
import torch
from torch.nn import functional as F


def digit_loss(model, images, labels):
    return F.cross_entropy(model(images), labels)


def price_loss(model, houses, prices):
    return F.mse_loss(model(houses), prices)  # <- here


def tag_loss(model, tokens, tags):
    return F.cross_entropy(model(tokens).transpose(1, 2), tags)
