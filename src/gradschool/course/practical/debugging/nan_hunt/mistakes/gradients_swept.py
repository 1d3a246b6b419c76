"""The NaNs were swept out of the gradients, and nothing was left of them.

By the time a gradient reaches a parameter, one bad set has turned all of it into NaN, the part of the good sets as well; `nan_to_num` makes that 0.
The network stands still at every such batch.
Stop the NaN where it begins.
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
        for parameter in self.parameters():
            parameter.register_hook(lambda gradient: gradient.nan_to_num(0.0, 0.0, 0.0))  # <- here

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
