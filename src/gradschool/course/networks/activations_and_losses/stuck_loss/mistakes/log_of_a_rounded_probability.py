"""Softmax, then the logarithm: right until a probability rounds to 0.

`log(softmax(x))` is log-softmax on paper.
In floats the softmax of a confidently wrong answer is exactly 0 and its logarithm is -inf, just when the loss has most to say.
`cross_entropy` takes the logits and never forms the probability.
"""
import torch
from torch.nn import functional as F


def digit_loss(model, images, labels):
    probabilities = model(images).softmax(dim=1)
    return F.nll_loss(probabilities.log(), labels)  # <- here


def price_loss(model, houses, prices):
    return F.mse_loss(model(houses).squeeze(1), prices)


def tag_loss(model, tokens, tags):
    return F.cross_entropy(model(tokens).transpose(1, 2), tags)
