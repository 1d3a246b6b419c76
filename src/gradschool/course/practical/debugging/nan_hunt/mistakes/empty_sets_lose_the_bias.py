"""The logits of a set of none were set to 0, the bias of `head` included.

Its mean and spread are 0; what `head` makes of zeros is its bias, and the bias learns from such a set like any other.
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
        empty = ~is_real.any(1, keepdim=True)
        scores = self.score(hidden).squeeze(-1).masked_fill(~(is_real | empty), float("-inf"))
        weights = scores.softmax(1).masked_fill(empty, 0.0)
        mean = (weights[..., None] * hidden).sum(1)
        variance = (weights[..., None] * (hidden - mean[:, None]).square()).sum(1)
        flat = variance == 0
        spread = variance.masked_fill(flat, 1.0).sqrt().masked_fill(flat, 0.0)
        logits = self.head(torch.cat([mean, spread], 1))
        return logits.masked_fill(empty, 0.0), weights  # <- here


def loss(logits, labels):
    return F.cross_entropy(logits, labels)
