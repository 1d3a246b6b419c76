"""The padding was taken out after the softmax, and the weights no longer sum to 1.

The padding has had its share of the sum by then.
Hide it before, with `-inf`, and set the weights of empty sets to 0 after.
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
        weights = self.score(hidden).squeeze(-1).softmax(1) * is_real  # <- here
        mean = (weights[..., None] * hidden).sum(1)
        variance = (weights[..., None] * (hidden - mean[:, None]).square()).sum(1)
        flat = variance == 0
        spread = variance.masked_fill(flat, 1.0).sqrt().masked_fill(flat, 0.0)
        return self.head(torch.cat([mean, spread], 1)), weights


def loss(logits, labels):
    return F.cross_entropy(logits, labels)
