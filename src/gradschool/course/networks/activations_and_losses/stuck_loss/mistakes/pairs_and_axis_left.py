"""Two floors still stand: in `price_loss` and in `tag_loss`.

`(batch, 1)` against `(batch,)` broadcasts to `(batch, batch)`: every prediction meets every price, the best answer to all of them is their mean, and the loss is the variance.
`cross_entropy` reads axis 1 as the classes. With as many words as tags nothing raises, and the model is asked *when* each tag occurs rather than *which* tag each word has.
"""
import torch
from torch.nn import functional as F


def digit_loss(model, images, labels):
    return F.cross_entropy(model(images), labels)


def price_loss(model, houses, prices):
    return F.mse_loss(model(houses), prices)  # <- here


def tag_loss(model, tokens, tags):
    return F.cross_entropy(model(tokens), tags)  # <- here
