"""Only the first word of each sentence is compared.

The shapes fit, the loss goes down, and the rest of every sentence is never learned.
All words count: `transpose(1, 2)`, or flatten batch and time.
"""
import torch
from torch.nn import functional as F


def digit_loss(model, images, labels):
    return F.cross_entropy(model(images), labels)


def price_loss(model, houses, prices):
    return F.mse_loss(model(houses).squeeze(1), prices)


def tag_loss(model, tokens, tags):
    return F.cross_entropy(model(tokens)[:, 0], tags[:, 0])  # <- here
