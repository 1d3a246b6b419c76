"""The weights were masked behind the softmax and divided by what was left of them.

That is right as long as something is left.
Where padding scores some hundreds higher than the real points, their weights have been rounded to 0 before anybody could rescale them.
Hide the padding before the softmax.
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
        weights = self.score(hidden).squeeze(-1).softmax(1) * is_real
        weights = weights / weights.sum(1, keepdim=True).clamp(min=1e-30)  # <- here
        mean = (weights[..., None] * hidden).sum(1)
        variance = (weights[..., None] * (hidden - mean[:, None]).square()).sum(1)
        flat = variance == 0
        spread = variance.masked_fill(flat, 1.0).sqrt().masked_fill(flat, 0.0)
        return self.head(torch.cat([mean, spread], 1)), weights


def loss(logits, labels):
    return F.cross_entropy(logits, labels)
