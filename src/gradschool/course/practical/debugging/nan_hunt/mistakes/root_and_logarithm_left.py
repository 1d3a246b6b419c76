"""The set of none is mended; the root and the loss still make NaN.

The spread of a single point is the root of 0, a fine number, but its slope is infinite, and times the deviation, 0, it is NaN.
Nothing *behind* the root helps, no `where` and no `nan_to_num`: change what it gets, and put the 0 back afterwards.
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
        empty = ~is_real.any(1, keepdim=True)
        scores = self.score(hidden).squeeze(-1).masked_fill(~(is_real | empty), float("-inf"))
        weights = scores.softmax(1).masked_fill(empty, 0.0)
        mean = (weights[..., None] * hidden).sum(1)
        variance = (weights[..., None] * (hidden - mean[:, None]).square()).sum(1)
        spread = variance.sqrt()  # <- here
        return self.head(torch.cat([mean, spread], 1)), weights


def loss(logits, labels):
    probabilities = logits.exp() / logits.exp().sum(1, keepdim=True)  # <- here
    return -probabilities[torch.arange(len(labels)), labels].log().mean()
