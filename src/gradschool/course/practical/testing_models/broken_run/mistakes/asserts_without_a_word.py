"""Your tests raise, and don't say what they saw.

Whoever reads the failure a year from now wants the number, not the line: `assert first == second, f"{first:.4f}, and then {second:.4f}"`.
"""
from collections.abc import Callable, Iterator

import torch
from torch import nn
from torch.nn import functional as F
from torch.optim.lr_scheduler import CosineAnnealingLR, LRScheduler

from gradschool.datasets import digits

Pairs = tuple[torch.Tensor, torch.Tensor]  # pixels (n, 64) and labels (n,)


def split(images: torch.Tensor, labels: torch.Tensor, generator: torch.Generator) -> tuple[Pairs, Pairs]:
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
    return (pixels[train_rows], labels[train_rows]), (pixels[held_out_rows], labels[held_out_rows])


def batches(
    images: torch.Tensor, labels: torch.Tensor, size: int, generator: torch.Generator | None = None
) -> Iterator[Pairs]:
    order = torch.arange(len(images)) if generator is None else torch.randperm(len(images), generator=generator)
    for rows in order.split(size):
        yield images[rows], labels[rows]


class Net(nn.Module):

    def __init__(self, hidden: int = 64, classes: int = 10, dropout: float = 0.2) -> None:
        super().__init__()
        self.hidden = nn.Linear(64, hidden)
        self.norm = nn.BatchNorm1d(hidden)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(hidden, classes)

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        hidden = F.relu(self.norm(self.hidden(pixels)))
        self.activations = hidden.detach()
        return self.head(self.dropout(hidden))


def start(classes: int, epochs: int, lr: float = 0.05) -> tuple[Net, torch.optim.Optimizer, LRScheduler]:
    model = Net(classes=classes)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    return model, optimizer, CosineAnnealingLR(optimizer, T_max=epochs)


def train_step(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    images: torch.Tensor,
    labels: torch.Tensor,
    max_norm: float = 1.0,
) -> float:
    optimizer.zero_grad()
    loss = F.cross_entropy(model(images), labels)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    optimizer.step()
    return loss.item()


@torch.no_grad()
def evaluate(model: nn.Module, images: torch.Tensor, labels: torch.Tensor, size: int = 16) -> tuple[float, float]:
    was_training = model.training
    model.eval()
    loss = right = 0.0
    for batch, target in batches(images, labels, size):
        logits = model(batch)
        loss += F.cross_entropy(logits, target, reduction="sum").item()
        right += (logits.argmax(1) == target).sum().item()
    model.train(was_training)
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
    total = 0.0
    for batch, target in batches(images, labels, size, generator):
        total += train_step(model, optimizer, batch, target) * len(batch)
    scheduler.step()
    return total / len(images)


def fit(
    images: torch.Tensor, labels: torch.Tensor, seed: int, epochs: int = 8
) -> tuple[Net, list[tuple[float, float, float]]]:
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



def test_split(split: Callable[..., tuple[Pairs, Pairs]]) -> None:
    images = torch.linspace(0, 1, 64).view(1, 1, 8, 8).repeat(20, 1, 1, 1)
    (train, _), (held_out, _) = split(images, torch.arange(20) % 2, torch.Generator().manual_seed(0))
    apart = (held_out - train[0]).abs().max()
    assert apart < 1e-4  # <- here


def test_batches(batches: Callable[..., Iterator[Pairs]]) -> None:
    labels = torch.arange(50)
    for pixels, target in batches(labels[:, None].float(), labels, 8, torch.Generator().manual_seed(0)):
        assert torch.equal(pixels[:, 0].long(), target)


def test_net(net_class: type[nn.Module]) -> None:
    torch.manual_seed(0)
    net = net_class()
    logits = net(torch.randn(64, 64))
    assert logits.min() < 0
    F.cross_entropy(logits, torch.arange(64) % 10).backward()
    without = [name for name, value in net.named_parameters() if value.grad is None]
    assert not without


def test_start(start: Callable[..., tuple[nn.Module, torch.optim.Optimizer, LRScheduler]]) -> None:
    for classes in (3, 10):
        model, optimizer, _ = start(classes, 5)
        held = {id(value) for group in optimizer.param_groups for value in group["params"]}
        missing = [name for name, value in model.named_parameters() if id(value) not in held]
        assert not missing


def test_train_step(train_step: Callable[..., float]) -> None:
    torch.manual_seed(0)
    images, labels = torch.randn(8, 4), torch.arange(8) % 3

    def moved(model: nn.Linear, max_norm: float, lr: float) -> float:
        before = nn.utils.parameters_to_vector(model.parameters()).detach()
        train_step(model, torch.optim.SGD(model.parameters(), lr=lr), images, labels, max_norm)
        return (nn.utils.parameters_to_vector(model.parameters()) - before).norm().item() / lr

    norm = moved(nn.Linear(4, 3), 0.01, 1.0)
    assert norm < 0.011
    model = nn.Linear(4, 3)
    first, second = moved(model, 100.0, 0.01), moved(model, 100.0, 0.01)
    assert second < 1.5 * first


def test_evaluate(evaluate: Callable[..., tuple[float, float]]) -> None:
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(4, 16), nn.BatchNorm1d(16), nn.Dropout(), nn.Linear(16, 3))
    images, labels = torch.randn(20, 4), torch.arange(20) % 3
    (first, _), (second, _) = evaluate(model, images, labels), evaluate(model, images, labels)
    assert first == second
    assert model.training


def test_train_epoch(train_epoch: Callable[..., float]) -> None:
    seen: list[float] = []
    model = nn.Linear(1, 2)
    model.register_forward_pre_hook(lambda _, inputs: seen.extend(inputs[0][:, 0].tolist()))
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.5)
    images, labels = torch.arange(40.0)[:, None] / 40, (torch.arange(40) >= 20).long()
    train_epoch(model, optimizer, scheduler, images, labels, 8, torch.Generator().manual_seed(0))
    assert seen != sorted(seen)
    rate = optimizer.param_groups[0]["lr"]
    assert rate == 0.5


if __name__ == "__main__":
    torch.set_num_threads(1)
    fit(*digits(), seed=0)
