"""The scores of padding were multiplied by 0, and 0 is a score like any other.

`exp(0)` is 1: padding gets a share, and a larger one than every real point with a negative score.
What has no weight has the score `-inf`.
"""

import torch
from torch import nn
from torch.nn import functional as F


class SetClassifier(nn.Module):
    def __init__(self, features, width, classes):
        super().__init__()
        self.embed = nn.Linear(features, width)
        self.score = nn.Linear(width, 1)
        self.head = nn.Linear(2 * width, classes)

    def forward(self, points, is_real):
        hidden = torch.tanh(self.embed(points))
        weights = (self.score(hidden).squeeze(-1) * is_real).softmax(1)  # <- here
        weights = weights.masked_fill(~is_real.any(1, keepdim=True), 0.0)
        mean = (weights[..., None] * hidden).sum(1)
        variance = (weights[..., None] * (hidden - mean[:, None]).square()).sum(1)
        flat = variance == 0
        spread = variance.masked_fill(flat, 1.0).sqrt().masked_fill(flat, 0.0)
        return self.head(torch.cat([mean, spread], 1)), weights


def loss(logits, labels):
    return F.cross_entropy(logits, labels)
