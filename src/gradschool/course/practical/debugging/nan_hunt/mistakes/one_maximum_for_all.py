"""One maximum was subtracted from the whole batch.

An example whose logits lie far below those of another one then has nothing but zeros to sum.
Each row needs its own: `amax(1, keepdim=True)`, or `F.cross_entropy`.
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
        flat = variance == 0
        spread = variance.masked_fill(flat, 1.0).sqrt().masked_fill(flat, 0.0)
        return self.head(torch.cat([mean, spread], 1)), weights


def loss(logits, labels):
    shifted = logits - logits.max()  # <- here
    log_probabilities = shifted - shifted.exp().sum(1, keepdim=True).log()
    return -log_probabilities[torch.arange(len(labels)), labels].mean()
