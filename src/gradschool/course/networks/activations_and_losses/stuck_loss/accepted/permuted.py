"""`nll_loss` of log-softmax, `permute`, `reshape_as`.
"""
import torch
from torch.nn import functional as F


def digit_loss(model, images, labels):
    return F.nll_loss(model(images).log_softmax(1), labels)


def price_loss(model, houses, prices):
    return torch.nn.MSELoss()(model(houses).reshape_as(prices), prices)


def tag_loss(model, tokens, tags):
    return torch.nn.CrossEntropyLoss()(model(tokens).permute(0, 2, 1), tags)
