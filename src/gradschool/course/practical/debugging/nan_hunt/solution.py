import torch
from torch import nn
from torch.nn import functional as F


class SetClassifier(nn.Module):
    """Classes of sets of points, from the weighted mean and the spread of what it sees in each point.

    Attentive statistics pooling, Okabe et al. 2018.
    """

    def __init__(self, features: int, width: int, classes: int) -> None:
        super().__init__()
        self.embed = nn.Linear(features, width)
        self.score = nn.Linear(width, 1)
        self.head = nn.Linear(2 * width, classes)

    def forward(self, points: torch.Tensor, is_real: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits (batch, classes) and weights (batch, points) of `points` (batch, points, features)."""
        hidden = torch.tanh(self.embed(points))
        # A set of none goes through the softmax whole and gets its zeros behind it: no NaN, forward or backward.
        empty = ~is_real.any(1, keepdim=True)
        scores = self.score(hidden).squeeze(-1).masked_fill(~(is_real | empty), float("-inf"))
        weights = scores.softmax(1).masked_fill(empty, 0.0)
        mean = (weights[..., None] * hidden).sum(1)
        variance = (weights[..., None] * (hidden - mean[:, None]).square()).sum(1)
        # The slope of the root is infinite at 0, and choosing behind the root would multiply it by 0.
        flat = variance == 0
        spread = variance.masked_fill(flat, 1.0).sqrt().masked_fill(flat, 0.0)
        return self.head(torch.cat([mean, spread], 1)), weights


def loss(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """The mean of minus the logarithm of the softmax of `logits` (batch, classes) at `labels` (batch,)."""
    return F.cross_entropy(logits, labels)
