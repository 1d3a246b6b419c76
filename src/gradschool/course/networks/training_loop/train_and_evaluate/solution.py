from collections.abc import Callable, Iterable

import torch
from torch import nn

Batch = tuple[torch.Tensor, torch.Tensor]
Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


class Means:
    """Sums over examples, so that the last, smaller batch counts as much as it holds."""

    def __init__(self):
        self.loss = self.correct = 0.0
        self.examples = 0

    def add(self, loss: torch.Tensor, logits: torch.Tensor, targets: torch.Tensor) -> None:
        """Take in one batch: its mean loss (0-d), logits (batch, classes), targets (batch,)."""
        self.loss += loss.item() * len(targets)
        self.correct += (logits.argmax(1) == targets).sum().item()
        self.examples += len(targets)

    def result(self) -> dict[str, float]:
        """The means over all examples so far."""
        return {"loss": self.loss / self.examples, "accuracy": self.correct / self.examples}


def train_epoch(
    model: nn.Module, loader: Iterable[Batch], loss_fn: Loss, optimizer: torch.optim.Optimizer
) -> dict[str, float]:
    """One step for each batch; the mean loss and accuracy over all examples."""
    model.train()
    means = Means()
    for inputs, targets in loader:
        logits = model(inputs)
        loss = loss_fn(logits, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        means.add(loss, logits, targets)
    return means.result()


@torch.no_grad()
def evaluate(model: nn.Module, loader: Iterable[Batch], loss_fn: Loss) -> dict[str, float]:
    """The mean loss and accuracy over all examples; changes nothing."""
    was_training = model.training
    model.eval()
    try:
        means = Means()
        for inputs, targets in loader:
            logits = model(inputs)
            means.add(loss_fn(logits, targets), logits, targets)
    finally:
        model.train(was_training)
    return means.result()
