"""`price_loss` sums over the batch.

Its value, and with it the step, now grows with the batch size.
The task asks for the mean.
"""
import torch
from torch.nn import functional as F


def digit_loss(model, images, labels):
    return F.cross_entropy(model(images), labels)


def price_loss(model, houses, prices):
    return F.mse_loss(model(houses).squeeze(1), prices, reduction="sum")  # <- here


def tag_loss(model, tokens, tags):
    return F.cross_entropy(model(tokens).transpose(1, 2), tags)
