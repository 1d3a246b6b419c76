"""The root is mended; the set of none and the loss still make NaN.

A softmax over nothing but `-inf` is 0 / 0.
`where` hides that from the output, and on the way back 0 times NaN is NaN all the same: nothing may leave the softmax as NaN.
`exp` overflows above 88 in float32, and inf / inf is NaN.
`F.cross_entropy` takes the logits, and never forms the probabilities.
"""

import torch
from torch import nn


class SetClassifier(nn.Module):
    def __init__(self, features, width, classes):
        super().__init__()
        self.embed = nn.Linear(features, width)
        self.score = nn.Linear(width, 1)
        self.head = nn.Linear(2 * width, classes)

    def forward(self, points, is_real):
        hidden = torch.tanh(self.embed(points))
        scores = self.score(hidden).squeeze(-1).masked_fill(~is_real, float("-inf"))  # <- here
        weights = scores.softmax(1)
        mean = (weights[..., None] * hidden).sum(1)
        variance = (weights[..., None] * (hidden - mean[:, None]).square()).sum(1)
        flat = variance == 0
        spread = variance.masked_fill(flat, 1.0).sqrt().masked_fill(flat, 0.0)
        summary = torch.cat([mean, spread], 1)
        summary = torch.where(is_real.any(1, keepdim=True), summary, 0.0)
        return self.head(summary), weights


def loss(logits, labels):
    probabilities = logits.exp() / logits.exp().sum(1, keepdim=True)  # <- here
    return -probabilities[torch.arange(len(labels)), labels].log().mean()
