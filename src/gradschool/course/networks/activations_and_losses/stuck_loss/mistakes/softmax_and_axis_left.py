"""Two floors still stand: in `digit_loss` and in `tag_loss`.

`cross_entropy` applies log-softmax itself, so probabilities are read as logits that differ by at most 1: even a perfect answer costs ln(1 + (C - 1)/e), which is 1.461 for ten classes.
`cross_entropy` reads axis 1 as the classes. With as many words as tags nothing raises, and the model is asked *when* each tag occurs rather than *which* tag each word has.
"""
import torch
from torch.nn import functional as F


def digit_loss(model, images, labels):
    probabilities = model(images).softmax(dim=1)  # <- here
    return F.cross_entropy(probabilities, labels)


def price_loss(model, houses, prices):
    return F.mse_loss(model(houses).squeeze(1), prices)


def tag_loss(model, tokens, tags):
    return F.cross_entropy(model(tokens), tags)  # <- here
