"""A sigmoid is as much in the way as the softmax was.

It squeezes every logit into 0 to 1, and `cross_entropy` reads what it gets as logits that differ by at most 1.
The floor is where it was.
"""
import torch
from torch.nn import functional as F


def digit_loss(model, images, labels):
    return F.cross_entropy(model(images).sigmoid(), labels)  # <- here


def price_loss(model, houses, prices):
    return F.mse_loss(model(houses).squeeze(1), prices)


def tag_loss(model, tokens, tags):
    return F.cross_entropy(model(tokens).transpose(1, 2), tags)
