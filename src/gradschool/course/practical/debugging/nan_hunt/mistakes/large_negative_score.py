"""Padding is hidden with -1e9, and a set of none attends to its padding.

All its scores are equal then, and the softmax of equal scores is uniform: its mean is that of the padding.
It raised no NaN, and that made it look right.
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
        scores = self.score(hidden).squeeze(-1).masked_fill(~is_real, -1e9)
        weights = scores.softmax(1)  # <- here
        mean = (weights[..., None] * hidden).sum(1)
        variance = (weights[..., None] * (hidden - mean[:, None]).square()).sum(1)
        flat = variance == 0
        spread = variance.masked_fill(flat, 1.0).sqrt().masked_fill(flat, 0.0)
        return self.head(torch.cat([mean, spread], 1)), weights


def loss(logits, labels):
    return F.cross_entropy(logits, labels)
