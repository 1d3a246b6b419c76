"""By hand: logsumexp minus the right logit.
"""
import torch
from torch.nn import functional as F


def digit_loss(model, images, labels):
    logits = model(images)
    return (logits.logsumexp(1) - logits.gather(1, labels[:, None])[:, 0]).mean()


def price_loss(model, houses, prices):
    return (model(houses)[:, 0] - prices).square().mean()


def tag_loss(model, tokens, tags):
    logits = model(tokens)
    return -logits.log_softmax(-1).gather(-1, tags.unsqueeze(-1)).mean()
