"""Trains a small network to read handwritten digits, and prints how it goes."""

from collections.abc import Callable, Iterator

import torch
from torch import nn
from torch.nn import functional as F
from torch.optim.lr_scheduler import CosineAnnealingLR, LRScheduler

from gradschool.datasets import digits

Pairs = tuple[torch.Tensor, torch.Tensor]  # pixels (n, 64) and labels (n,)


def split(images: torch.Tensor, labels: torch.Tensor, generator: torch.Generator) -> tuple[Pairs, Pairs]:
    """Pixels and labels to train on, and those held out: a fifth of every class, rounded down, drawn by the generator.

    All pixels are put on one scale, with the mean and the standard deviation (one number each) of those to train on.
    """
    train, held_out = [], []
    for label in labels.unique():
        rows = (labels == label).nonzero()[:, 0]
        rows = rows[torch.randperm(len(rows), generator=generator)]
        fifth = len(rows) // 5
        held_out.append(rows[:fifth])
        train.append(rows[fifth:])
    train_rows, held_out_rows = torch.cat(train), torch.cat(held_out)
    pixels = images.flatten(1)
    mean, std = pixels[train_rows].mean(), pixels[train_rows].std()
    pixels = (pixels - mean) / std
    held_out_pixels = (pixels[held_out_rows] - mean) / std  # with the statistics of training
    return (pixels[train_rows], labels[train_rows]), (held_out_pixels, labels[held_out_rows])


def batches(
    images: torch.Tensor, labels: torch.Tensor, size: int, generator: torch.Generator | None = None
) -> Iterator[Pairs]:
    """One epoch in batches of `size`, the last one maybe smaller: every image once, with its label.

    With a generator the order is drawn by it, anew in every epoch; without one it is that in which they lie.
    """
    if generator is not None:
        images = images[torch.randperm(len(images), generator=generator)]
        labels = labels[torch.randperm(len(labels), generator=generator)]
    yield from zip(images.split(size), labels.split(size), strict=True)


class Net(nn.Module):
    """Logits `(n, classes)` of pixels `(n, 64)`: linear, BatchNorm, ReLU, dropout, linear.

    `activations` is for looking at: what the ReLU gave last, `(n, hidden)`, without its graph.
    """

    def __init__(self, hidden: int = 64, classes: int = 10, dropout: float = 0.2) -> None:
        super().__init__()
        self.hidden = nn.Linear(64, hidden)
        self.norm = nn.BatchNorm1d(hidden)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(hidden, classes)

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        self.activations = F.relu(self.norm(self.hidden(pixels))).detach()
        return F.relu(self.head(self.dropout(self.activations)))


def start(classes: int, epochs: int, lr: float = 0.05) -> tuple[Net, torch.optim.Optimizer, LRScheduler]:
    """A new network, SGD with momentum 0.9 on all its parameters, and the schedule of its rate.

    The schedule is a cosine from `lr` to 0. It takes one step an epoch, and arrives after `epochs` of them.
    """
    model = Net()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    scheduler = CosineAnnealingLR(optimizer, T_max=epochs)
    model.head = nn.Linear(model.head.in_features, classes)
    return model, optimizer, scheduler


def train_step(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    images: torch.Tensor,
    labels: torch.Tensor,
    max_norm: float = 1.0,
) -> float:
    """One step on one batch; returns the loss that the batch had before it, a plain number.

    The step follows the gradient of this batch alone. Where the norm of that, over all parameters together, is larger
    than `max_norm`, it is scaled down to it.
    """
    loss = F.cross_entropy(model(images), labels)
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    loss.backward()
    optimizer.step()
    return loss.item()


@torch.no_grad()
def evaluate(model: nn.Module, images: torch.Tensor, labels: torch.Tensor, size: int = 16) -> tuple[float, float]:
    """The mean loss of the examples and the share that is read right, in eval mode and without a graph.

    The model comes back as it went in: in the same mode, with the same buffers.
    """
    loss = right = 0.0
    for batch, target in batches(images, labels, size):
        logits = model(batch)
        loss += F.cross_entropy(logits, target, reduction="sum").item()
        right += (logits.argmax(1) == target).sum().item()
    return loss / len(images), right / len(images)


def train_epoch(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    scheduler: LRScheduler,
    images: torch.Tensor,
    labels: torch.Tensor,
    size: int,
    generator: torch.Generator,
) -> float:
    """One epoch in batches that the generator draws, then one step of the schedule.

    Returns the mean loss of the examples, each as it was before its batch's step.
    """
    total = 0.0
    for batch, target in batches(images, labels, size):
        total += train_step(model, optimizer, batch, target) * len(batch)
        scheduler.step()
    return total / len(images)


def fit(
    images: torch.Tensor, labels: torch.Tensor, seed: int, epochs: int = 8
) -> tuple[Net, list[tuple[float, float, float]]]:
    """The trained network, and of every epoch the training loss, the validation loss and the accuracy."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    train, held_out = split(images, labels, generator)
    model, optimizer, scheduler = start(len(labels.unique()), epochs)
    history = []
    for epoch in range(1, epochs + 1):
        loss = train_epoch(model, optimizer, scheduler, *train, 32, generator)
        held_out_loss, accuracy = evaluate(model, *held_out)
        history.append((loss, held_out_loss, accuracy))
        print(f"epoch {epoch}: loss {loss:.3f}, held out: loss {held_out_loss:.3f}, right {100 * accuracy:.0f} of 100")
    return model, history


# --------------------------------------------------------------------------- the defense: last stage


def test_split(split: Callable[..., tuple[Pairs, Pairs]]) -> None:
    """Raises an AssertionError that says what it saw if `split` has the fault again."""


def test_batches(batches: Callable[..., Iterator[Pairs]]) -> None:
    """The same for `batches`, and so on."""


def test_net(net_class: type[nn.Module]) -> None: ...


def test_start(start: Callable[..., tuple[nn.Module, torch.optim.Optimizer, LRScheduler]]) -> None: ...


def test_train_step(train_step: Callable[..., float]) -> None: ...


def test_evaluate(evaluate: Callable[..., tuple[float, float]]) -> None: ...


def test_train_epoch(train_epoch: Callable[..., float]) -> None: ...


if __name__ == "__main__":
    torch.set_num_threads(1)
    fit(*digits(), seed=0)
