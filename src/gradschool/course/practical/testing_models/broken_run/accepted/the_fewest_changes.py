"""The script as it was found, with the smallest repair of each fault; tests in the longhand of a first draft."""

import torch
from torch import nn
from torch.nn import functional as F
from torch.optim.lr_scheduler import CosineAnnealingLR

from gradschool.datasets import digits


def split(images, labels, generator):
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
    train_pixels = (pixels[train_rows] - mean) / std
    held_out_pixels = (pixels[held_out_rows] - mean) / std
    return (train_pixels, labels[train_rows]), (held_out_pixels, labels[held_out_rows])


def batches(images, labels, size, generator=None):
    if generator is not None:
        state = generator.get_state()
        images = images[torch.randperm(len(images), generator=generator)]
        generator.set_state(state)
        labels = labels[torch.randperm(len(labels), generator=generator)]
    yield from zip(images.split(size), labels.split(size), strict=True)


class Net(nn.Module):
    def __init__(self, hidden=64, classes=10, dropout=0.2):
        super().__init__()
        self.hidden = nn.Linear(64, hidden)
        self.norm = nn.BatchNorm1d(hidden)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(hidden, classes)

    def forward(self, pixels):
        active = F.relu(self.norm(self.hidden(pixels)))
        with torch.no_grad():
            self.activations = active.clone()
        return self.head(self.dropout(active))


def start(classes, epochs, lr=0.05):
    model = Net()
    model.head = nn.Linear(model.head.in_features, classes)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    scheduler = CosineAnnealingLR(optimizer, T_max=epochs)
    return model, optimizer, scheduler


def train_step(model, optimizer, images, labels, max_norm=1.0):
    loss = F.cross_entropy(model(images), labels)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()


@torch.no_grad()
def evaluate(model, images, labels, size=16):
    mode = model.training
    model.eval()
    loss = right = 0.0
    for batch, target in batches(images, labels, size):
        logits = model(batch)
        loss += F.cross_entropy(logits, target, reduction="sum").item()
        right += (logits.argmax(1) == target).sum().item()
    if mode:
        model.train()
    return loss / len(images), right / len(images)


def train_epoch(model, optimizer, scheduler, images, labels, size, generator):
    model.train()
    total = 0.0
    for batch, target in batches(images, labels, size, generator):
        total += train_step(model, optimizer, batch, target) * len(batch)
    scheduler.step()
    return total / len(images)


def fit(images, labels, seed, epochs=8):
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


def test_split(split):
    images, labels = digits()
    (train, _), (held_out, _) = split(images, labels, torch.Generator().manual_seed(1))
    if abs(held_out.std().item() - 1) > 0.1 or abs(held_out.mean().item()) > 0.1:
        raise AssertionError(f"held out: mean {held_out.mean():.2f}, standard deviation {held_out.std():.2f}")
    if train.min() != held_out.min():
        raise AssertionError(f"black is {train.min():.2f} in training and {held_out.min():.2f} held out")


def test_batches(batches):
    images, labels = torch.randn(30, 2), torch.arange(30)
    generator = torch.Generator().manual_seed(5)
    for batch, target in batches(images, labels, 10, generator):
        for image, label in zip(batch, target, strict=True):
            if (image != images[label]).any():
                raise AssertionError(f"the image that goes with label {label} came with another one")


def test_net(net_class):
    torch.manual_seed(3)
    net = net_class(hidden=32, classes=4)
    logits = net(torch.randn(100, 64))
    if (logits >= 0).all():
        raise AssertionError(f"none of {logits.numel()} logits is negative")
    before = net.hidden.weight.detach().clone()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    logits.square().sum().backward()
    optimizer.step()
    if torch.equal(before, net.hidden.weight):
        raise AssertionError("the first layer did not move in a step")


def test_start(start):
    model, optimizer, _ = start(10, 3)
    before = {name: value.detach().clone() for name, value in model.named_parameters()}
    for value in model.parameters():
        value.grad = torch.ones_like(value)
    optimizer.step()
    for name, value in model.named_parameters():
        if torch.equal(value, before[name]):
            raise AssertionError(f"{name} did not move in a step")


def test_train_step(train_step):
    torch.manual_seed(0)
    model = nn.Linear(3, 2)
    seen = []

    class Spy(torch.optim.SGD):
        def step(self):
            seen.append(torch.cat([value.grad.flatten() for value in model.parameters()]).norm().item())

    optimizer = Spy(model.parameters(), lr=0.1)  # it never moves, so every gradient is the same
    images, labels = torch.randn(6, 3), torch.tensor([0, 1, 0, 1, 0, 1])
    for max_norm in (100.0, 100.0, 100.0, 0.1):
        train_step(model, optimizer, images, labels, max_norm)
    if abs(seen[2] - seen[0]) > 1e-4:
        raise AssertionError(f"the same batch had gradients of norm {seen[0]:.3f} and {seen[2]:.3f}")
    if seen[3] > 0.101:
        raise AssertionError(f"the optimizer saw a gradient of norm {seen[3]:.3f}, and the limit is 0.1")


def test_evaluate(evaluate):
    modes = []

    class Mirror(nn.Module):
        def forward(self, x):
            modes.append(self.training)
            return x

    model = Mirror()
    evaluate(model, torch.randn(8, 3), torch.zeros(8, dtype=torch.long), 4)
    if any(modes):
        raise AssertionError("the model was asked in train mode")
    if not model.training:
        raise AssertionError("the model came back in eval mode")


def test_train_epoch(train_epoch):
    torch.manual_seed(0)
    order = []

    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.Linear(2, 2)

        def forward(self, x):
            order.extend(x[:, 0].tolist())
            return self.layer(x)

    class Counter:
        count = 0

        def step(self):
            self.count += 1

    model, counter = Model(), Counter()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    images, labels = torch.linspace(-1, 1, 30)[:, None].repeat(1, 2), torch.arange(30) // 15
    train_epoch(model, optimizer, counter, images, labels, 5, torch.Generator().manual_seed(9))
    if order == sorted(order):
        raise AssertionError("the order is that of the data")
    if counter.count != 1:
        raise AssertionError(f"the schedule took {counter.count} steps in an epoch")
