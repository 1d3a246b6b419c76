"""A set of none got its first point of padding as if it were real.

That keeps the softmax from 0 / 0, and what it says about the set is made up.
Let it through the softmax by all means, and set its weights to 0 afterwards.
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
        is_real = is_real.clone()
        is_real[~is_real.any(1), 0] = True  # <- here
        weights = self.score(hidden).squeeze(-1).masked_fill(~is_real, float("-inf")).softmax(1)
        mean = (weights[..., None] * hidden).sum(1)
        variance = (weights[..., None] * (hidden - mean[:, None]).square()).sum(1)
        flat = variance == 0
        spread = variance.masked_fill(flat, 1.0).sqrt().masked_fill(flat, 0.0)
        return self.head(torch.cat([mean, spread], 1)), weights


def loss(logits, labels):
    return F.cross_entropy(logits, labels)
