"""A loop over the sets, with a branch for each kind of them; the mean squares less the squared mean."""

import torch
from torch import nn
from torch.nn import functional as F


class SetClassifier(nn.Module):
    def __init__(self, features, width, classes):
        super().__init__()
        self.head = nn.Linear(2 * width, classes)
        self.score = nn.Linear(width, 1)
        self.embed = nn.Linear(features, width)

    def forward(self, points, is_real):
        logits, weights = [], []
        for own, real in zip(points, is_real):
            hidden = torch.tanh(self.embed(own[real]))
            shares = torch.softmax(self.score(hidden).flatten(), 0)
            mean = shares @ hidden
            spread = torch.zeros_like(mean)
            if len(hidden) > 1:
                spread = (shares @ hidden.square() - mean.square()).clamp_min(1e-12).sqrt()
            logits.append(self.head(torch.cat([mean, spread])))
            weights.append(shares.new_zeros(len(own)).masked_scatter(real, shares))
        return torch.stack(logits), torch.stack(weights)


def loss(logits, labels):
    return (logits.logsumexp(1) - logits[range(len(labels)), labels]).mean()
