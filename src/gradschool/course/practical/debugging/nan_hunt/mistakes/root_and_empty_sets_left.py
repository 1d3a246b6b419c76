"""The loss is mended; the root and the softmax still make NaN on the way back.

The spread of a single point is the root of 0, a fine number, but its slope is infinite, and times the deviation, 0, it is NaN.
Nothing *behind* the root helps, no `where` and no `nan_to_num`: change what it gets, and put the 0 back afterwards.
A softmax over nothing but `-inf` is 0 / 0.
`where` hides that from the output, and on the way back 0 times NaN is NaN all the same: nothing may leave the softmax as NaN.
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
        scores = self.score(hidden).squeeze(-1).masked_fill(~is_real, float("-inf"))  # <- here
        weights = scores.softmax(1)
        mean = (weights[..., None] * hidden).sum(1)
        variance = (weights[..., None] * (hidden - mean[:, None]).square()).sum(1)
        spread = variance.sqrt()  # <- here
        summary = torch.cat([mean, spread], 1)
        summary = torch.where(is_real.any(1, keepdim=True), summary, 0.0)
        return self.head(summary), weights


def loss(logits, labels):
    return F.cross_entropy(logits, labels)
