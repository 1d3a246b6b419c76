"""Torch's own loader, one big batch to evaluate, two groups in the optimizer; tests with `assert_close` and mocks."""

from contextlib import contextmanager
from math import cos, pi
from unittest.mock import Mock

import torch
from torch import nn
from torch.nn import functional as F
from torch.testing import assert_close
from torch.utils.data import DataLoader, RandomSampler, TensorDataset


def split(images, labels, generator):
    chance = torch.rand(len(labels), generator=generator)
    held = torch.zeros(len(labels), dtype=torch.bool)
    for label in range(int(labels.max()) + 1):
        mine = torch.where(labels == label, chance, 2.0)
        count = int((labels == label).sum()) // 5
        held[mine.argsort()[:count]] = True
    rows = images.reshape(len(images), -1)
    std, mean = torch.std_mean(rows[~held], correction=0)
    rows = rows.sub(mean).div(std)
    return (rows[~held], labels[~held]), (rows[held], labels[held])


def batches(images, labels, size, generator=None):
    pairs = TensorDataset(images, labels)
    sampler = None if generator is None else RandomSampler(pairs, generator=generator)
    for image, label in DataLoader(pairs, batch_size=size, sampler=sampler):
        yield image, label


class Net(nn.Module):
    def __init__(self, hidden=64, classes=10, dropout=0.2):
        super().__init__()
        self.head = nn.Linear(hidden, classes)
        self.hidden = nn.Linear(64, hidden)
        self.norm = nn.BatchNorm1d(hidden)
        self.dropout = nn.Dropout(dropout)
        self.activations = torch.empty(0)
        self.dropout.register_forward_pre_hook(self.look)

    def look(self, _layer, inputs):
        self.activations = inputs[0].detach()

    def forward(self, pixels):
        return self.head(self.dropout(torch.maximum(self.norm(self.hidden(pixels)), torch.zeros(()))))


def start(classes, epochs, lr=0.05):
    model = Net(64, classes)
    groups = [{"params": model.head.parameters()}, {"params": [*model.hidden.parameters(), *model.norm.parameters()]}]
    optimizer = torch.optim.SGD(groups, lr=lr, momentum=0.9)
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda epoch: 0.5 + 0.5 * cos(pi * epoch / epochs))
    return model, optimizer, scheduler


def train_step(model, optimizer, images, labels, max_norm=1.0):
    loss = nn.CrossEntropyLoss()(model(images), labels)
    values = [value for value in model.parameters() if value.requires_grad]
    grads = torch.autograd.grad(loss, values)
    norm = torch.cat([grad.flatten() for grad in grads]).norm()
    for value, grad in zip(values, grads, strict=True):
        value.grad = grad * (max_norm / norm).clamp(max=1)
    optimizer.step()
    return float(loss.detach())


@contextmanager
def at_rest(model):
    modes = [(module, module.training) for module in model.modules()]
    try:
        with torch.inference_mode():
            yield model.eval()
    finally:
        for module, mode in modes:
            module.training = mode


def evaluate(model, images, labels, size=16):
    with at_rest(model) as resting:
        logits = torch.cat([resting(part) for part in images.split(size)])
    return F.cross_entropy(logits, labels).item(), logits.argmax(1).eq(labels).double().mean().item()


def train_epoch(model, optimizer, scheduler, images, labels, size, generator):
    losses, counts = [], []
    for pixels, target in batches(images, labels, size, generator):
        losses.append(train_step(model, optimizer, pixels, target))
        counts.append(target.numel())
    scheduler.step()
    return sum(loss * count for loss, count in zip(losses, counts, strict=True)) / sum(counts)


def fit(images, labels, seed, epochs=8):
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    train, held_out = split(images, labels, generator)
    model, optimizer, scheduler = start(10, epochs)
    history = []
    for _ in range(epochs):
        loss = train_epoch(model, optimizer, scheduler, *train, size=32, generator=generator)
        history.append((loss, *evaluate(model, *held_out)))
    return model, history


def test_split(split):
    images = torch.zeros(40, 1, 8, 8)
    images[:, 0, 0, 0] = 1.0
    for seed in range(3):
        (train, _), (held, _) = split(images, torch.zeros(40, dtype=torch.long), torch.Generator().manual_seed(seed))
        assert_close(held, train[:8])


def test_batches(batches):
    images = torch.rand(64, 3)
    labels = (100_000 * images[:, 0]).long()
    for stream in (None, torch.Generator().manual_seed(0)):
        for pixels, target in batches(images, labels, 10, stream):
            assert_close((100_000 * pixels[:, 0]).long(), target)


def test_net(net_class):
    torch.manual_seed(1)
    net = net_class(hidden=16, classes=6, dropout=0.0).train()
    logits = net(torch.randn(50, 64))
    weights = torch.randn_like(logits)
    grads = torch.autograd.grad((logits * weights).sum(), list(net.parameters()), allow_unused=True)
    assert None not in [grad if grad is None else 0 for grad in grads], "some parameters are not used by the loss"
    assert bool((logits < -0.01).any()), f"logits go from {logits.min().item():.3f} to {logits.max().item():.3f}"


def test_start(start):
    model, optimizer, _ = start(classes=4, epochs=2)
    logits = model(torch.randn(8, 64))
    F.cross_entropy(logits, torch.arange(8) % 4).backward()
    optimizer.zero_grad()
    left = [name for name, value in model.named_parameters() if value.grad is not None and value.grad.any()]
    assert left == [], f"zero_grad did not reach {left}"


def test_train_step(train_step):
    torch.manual_seed(2)
    model = nn.Linear(5, 2)
    images, labels = torch.randn(10, 5), torch.arange(10) % 2
    for limit in (0.01, 50.0):
        for _ in range(2):
            taken = []
            optimizer = torch.optim.SGD(model.parameters(), lr=0.0)
            optimizer.register_step_pre_hook(
                lambda *_, taken=taken: taken.append([value.grad.clone() for value in model.parameters()])
            )
            train_step(model, optimizer, images, labels, limit)
            right = torch.autograd.grad(F.cross_entropy(model(images), labels), list(model.parameters()))
            norm = nn.utils.get_total_norm(right)
            scaled = [grad * min(1.0, limit / norm.item()) for grad in right]
            assert_close(taken[0], scaled, rtol=1e-3, atol=1e-6)


def test_evaluate(evaluate):
    torch.manual_seed(4)
    model = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2)).train()
    before = {name: value.clone() for name, value in model.state_dict().items()}
    evaluate(model, torch.randn(12, 2), torch.arange(12) % 2, 4)
    assert_close(dict(model.state_dict()), before)
    assert all(module.training for module in model.modules()), "some module is in eval mode"


def test_train_epoch(train_epoch):
    model = nn.Linear(1, 2)
    shown = []
    model.register_forward_hook(lambda _module, inputs, _output: shown.append(inputs[0].flatten()))
    scheduler = Mock()
    images = torch.arange(60.0)[:, None] / 60
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-3)
    train_epoch(model, optimizer, scheduler, images, (images[:, 0] > 0.5).long(), 6, torch.Generator().manual_seed(3))
    scheduler.step.assert_called_once_with()
    falls = (torch.cat(shown).diff() < 0).sum().item()
    assert falls > 5, f"only {falls} of 60 images came before one that lies in front of them"
