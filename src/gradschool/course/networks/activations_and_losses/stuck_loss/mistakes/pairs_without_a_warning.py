"""The warning is gone, the pairs are not.

Written by hand, `(batch, 1) - (batch,)` broadcasts to `(batch, batch)` without a word.
Nothing was repaired except the messenger: make the shapes equal first.
"""
import torch
from torch.nn import functional as F


def digit_loss(model, images, labels):
    return F.cross_entropy(model(images), labels)


def price_loss(model, houses, prices):
    return ((model(houses) - prices) ** 2).mean()  # <- here


def tag_loss(model, tokens, tags):
    return F.cross_entropy(model(tokens).transpose(1, 2), tags)
