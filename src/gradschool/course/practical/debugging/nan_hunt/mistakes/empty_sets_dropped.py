"""The sets of none were taken out of the batch.

The caller has a label for each set, and gets fewer rows of logits than labels.
They stay in, with weights of 0.
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
        alive = is_real.any(1)  # <- here
        hidden, is_real = hidden[alive], is_real[alive]
        weights = self.score(hidden).squeeze(-1).masked_fill(~is_real, float("-inf")).softmax(1)
        mean = (weights[..., None] * hidden).sum(1)
        variance = (weights[..., None] * (hidden - mean[:, None]).square()).sum(1)
        flat = variance == 0
        spread = variance.masked_fill(flat, 1.0).sqrt().masked_fill(flat, 0.0)
        return self.head(torch.cat([mean, spread], 1)), weights


def loss(logits, labels):
    return F.cross_entropy(logits, labels)
