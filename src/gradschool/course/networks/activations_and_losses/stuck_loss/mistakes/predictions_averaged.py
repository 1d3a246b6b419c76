"""The predictions were averaged until the shapes fitted.

Now the model is only asked for the right *mean*, and what it says about a single house has no influence.
The shapes have to agree, not shrink: drop the axis of size one.
"""
import torch
from torch.nn import functional as F


def digit_loss(model, images, labels):
    return F.cross_entropy(model(images), labels)


def price_loss(model, houses, prices):
    return F.mse_loss(model(houses).mean().expand_as(prices), prices)  # <- here


def tag_loss(model, tokens, tags):
    return F.cross_entropy(model(tokens).transpose(1, 2), tags)
