"""All three losses still stand at their floors.

Take them one at a time, the first one first: what does `cross_entropy` do to its input before anything else?
Then print the two shapes that meet in `price_loss`, and the shape that `tag_loss` hands over.
"""
import torch
from torch.nn import functional as F


def digit_loss(model, images, labels):
    probabilities = model(images).softmax(dim=1)  # <- here
    return F.cross_entropy(probabilities, labels)


def price_loss(model, houses, prices):
    return F.mse_loss(model(houses), prices)  # <- here


def tag_loss(model, tokens, tags):
    return F.cross_entropy(model(tokens), tags)  # <- here
