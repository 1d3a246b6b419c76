import os
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F


EPOCHS = 8


def batches(
    images: torch.Tensor, labels: torch.Tensor, batch_size: int, generator: torch.Generator
) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    order = torch.randperm(len(images), generator=generator).tolist()
    dataset = torch.utils.data.TensorDataset(images, labels)
    yield from torch.utils.data.DataLoader(dataset, batch_size=batch_size, sampler=order, generator=generator)


def random_shift(images: torch.Tensor, largest: int, generator: torch.Generator) -> torch.Tensor:
    n, _, height, width = images.shape
    padded = F.pad(images, (largest,) * 4)
    top, left = torch.randint(2 * largest + 1, (2, n), generator=generator)
    windows = padded.unfold(2, height, 1).unfold(3, width, 1)  # (n, channels, shifts, shifts, height, width)
    return windows[torch.arange(n), :, top, left]


class ResidualBlock(nn.Module):

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(channels, channels, 3, padding=1, bias=False),
            nn.BatchNorm2d(channels),
            nn.ReLU(),
            nn.Conv2d(channels, channels, 3, padding=1, bias=False),
            nn.BatchNorm2d(channels),
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.relu(x + self.body(x))


class DigitNet(nn.Module):

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1, bias=False),
            nn.BatchNorm2d(16),
            nn.ReLU(),
            ResidualBlock(16),
            nn.Conv2d(16, 32, 3, stride=2, padding=1, bias=False),
            nn.BatchNorm2d(32),
            nn.ReLU(),
            ResidualBlock(32),
            nn.AdaptiveAvgPool2d(1),
            nn.Flatten(1),
            nn.Linear(32, 10),
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layers(x)


class Trainer:

    BATCH_SIZE = 64

    def __init__(self, images: torch.Tensor, labels: torch.Tensor, seed: int, epochs: int) -> None:
        self.images, self.labels, self.epoch = images, labels, 0
        self.generator = torch.Generator().manual_seed(seed)
        with torch.random.fork_rng(devices=[]):  # layers draw their first weights from the global stream
            torch.manual_seed(seed)
            self.model = DigitNet()
        self.optimizer = torch.optim.AdamW(self.model.parameters(), weight_decay=0.05)
        steps = epochs * -(-len(images) // self.BATCH_SIZE)
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(self.optimizer, max_lr=0.01, total_steps=steps)

    def train_epoch(self) -> float:
        self.model.train()
        total = 0.0
        for images, labels in batches(self.images, self.labels, self.BATCH_SIZE, self.generator):
            loss = F.cross_entropy(self.model(random_shift(images, 1, self.generator)), labels)
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
            self.schedule.step()
            total += loss.item() * len(images)
        self.epoch += 1
        return total / len(self.images)

    def save(self, path: str | os.PathLike[str]) -> None:
        state = {
            "epoch": self.epoch,
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "schedule": self.schedule.state_dict(),
            "generator": self.generator.get_state(),
        }
        beside = Path(f"{path}.part")
        with beside.open("wb") as file:
            torch.save(state, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)

    def load(self, path: str | os.PathLike[str]) -> None:
        state = torch.load(path)
        self.epoch = state["epoch"]
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.schedule.load_state_dict(state["schedule"])
        self.generator.set_state(state["generator"])


def calibration_error(logits: torch.Tensor, labels: torch.Tensor, bins: int = 10) -> float:
    confidence, predicted = logits.softmax(1).max(1)
    gap = (predicted == labels).to(confidence.dtype) - confidence
    which = (confidence * bins).long().clamp(max=bins - 1)
    return sum(abs(gap[which == each].sum().item()) for each in range(bins)) / len(labels)


def fit_temperature(logits: torch.Tensor, labels: torch.Tensor) -> float:
    logits = logits.double()
    right = logits.gather(1, labels[:, None])[:, 0]
    low, high = 1 / 20, 20.0
    for _ in range(60):
        sharpness = (low + high) / 2
        expected = ((logits * sharpness).softmax(1) * logits).sum(1)
        low, high = (low, sharpness) if (expected - right).mean() > 0 else (sharpness, high)
    return 2 / (low + high)
