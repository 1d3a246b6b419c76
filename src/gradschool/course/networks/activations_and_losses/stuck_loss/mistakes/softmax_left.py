"""`digit_loss` still takes the softmax before `cross_entropy`.

`cross_entropy` applies log-softmax itself, so probabilities are read as logits that differ by at most 1: even a perfect answer costs ln(1 + (C - 1)/e), which is 1.461 for ten classes.
Hand over the logits.
"""
import torch
from torch.nn import functional as F


def digit_loss(model, images, labels):
    probabilities = model(images).softmax(dim=1)  # <- here
    return F.cross_entropy(probabilities, labels)


def price_loss(model, houses, prices):
    return F.mse_loss(model(houses).squeeze(1), prices)


def tag_loss(model, tokens, tags):
    return F.cross_entropy(model(tokens).transpose(1, 2), tags)
