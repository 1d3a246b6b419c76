"""The softmax runs over the batch now, and it is still in front of `cross_entropy`.

No axis is the right one: `cross_entropy` wants the logits themselves.
"""
import torch
from torch.nn import functional as F


def digit_loss(model, images, labels):
    return F.cross_entropy(model(images).softmax(dim=0), labels)  # <- here


def price_loss(model, houses, prices):
    return F.mse_loss(model(houses).squeeze(1), prices)


def tag_loss(model, tokens, tags):
    return F.cross_entropy(model(tokens).transpose(1, 2), tags)
