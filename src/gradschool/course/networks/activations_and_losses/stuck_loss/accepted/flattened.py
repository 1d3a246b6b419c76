"""Batch and time flattened, `view_as`, and log-softmax written out (which changes nothing when it is done twice).
"""
import torch
from torch.nn import functional as F


def digit_loss(model, images, labels):
    return F.cross_entropy(F.log_softmax(model(images), dim=-1), labels)


def price_loss(model, houses, prices):
    return F.mse_loss(model(houses), prices.view(-1, 1))


def tag_loss(model, tokens, tags):
    logits = model(tokens)
    return F.cross_entropy(logits.flatten(0, 1), tags.flatten())
