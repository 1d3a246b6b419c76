import torch
from torch import nn


class SetClassifier(nn.Module):
    """Classes of sets of points, from the weighted mean and the spread of what it sees in each point."""

    def __init__(self, features: int, width: int, classes: int) -> None:
        super().__init__()
        self.embed = nn.Linear(features, width)
        self.score = nn.Linear(width, 1)
        self.head = nn.Linear(2 * width, classes)

    def forward(self, points: torch.Tensor, is_real: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits (batch, classes) and weights (batch, points) of `points` (batch, points, features)."""
        hidden = torch.tanh(self.embed(points))
        scores = self.score(hidden).squeeze(-1).masked_fill(~is_real, float("-inf"))
        weights = scores.softmax(1)
        mean = (weights[..., None] * hidden).sum(1)
        variance = (weights[..., None] * (hidden - mean[:, None]).square()).sum(1)
        summary = torch.cat([mean, variance.sqrt()], 1)
        summary = torch.where(is_real.any(1, keepdim=True), summary, 0.0)  # a set of none has nothing to sum up
        return self.head(summary), weights


def loss(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """The mean of minus the logarithm of the softmax of `logits` (batch, classes) at `labels` (batch,)."""
    probabilities = logits.exp() / logits.exp().sum(1, keepdim=True)
    return -probabilities[torch.arange(len(labels)), labels].log().mean()
