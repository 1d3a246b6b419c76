"""What is observed of the classifier, from its loader to its result."""

import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from torch import nn

from gradschool.datasets import digits
from gradschool.scenarios import Answer, scenario

LOADER, AUGMENTATION, NETWORK = "Loader", "Augmentation", "Network"
RESUME, REPORT, RESULT = "Resume", "Report", "Result"
SPLIT, MOST_EPOCHS, SEEDS = 1437, 40, (0, 1, 2)


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def real() -> tuple[torch.Tensor, torch.Tensor]:
    """The digits, always in the same order."""
    images, labels = digits()
    order = torch.randperm(len(labels), generator=generator())
    return images[order], labels[order]


# --------------------------------------------------------------------------- loader


@scenario("gives every example once, with its own label", cases=[(6, 2), (7, 3), (5, 10)], stage=LOADER)
def once(answer: Answer, n: int, batch_size: int):
    images, labels = answer.given(torch.arange(n).float().view(n, 1, 1, 1), "images"), torch.arange(n)
    seen = list(answer.batches(images, labels, batch_size, generator()))
    return {
        "sizes of the batches": [len(batch) for batch, _ in seen],
        "labels, sorted": torch.cat([label for _, label in seen]).sort().values,
        "images go with their labels": all(torch.equal(batch.flatten().long(), label) for batch, label in seen),
    }


@scenario("shuffles anew in every epoch, as the generator says", stage=LOADER)
def shuffled(answer: Answer):
    images, labels = torch.zeros(50, 1, 2, 2), torch.arange(50)

    def order(stream: torch.Generator) -> torch.Tensor:
        return torch.cat([label for _, label in answer.batches(images, labels, 8, stream)])

    stream = generator(1)
    first, second = order(stream), order(stream)
    torch.manual_seed(random.randrange(1000))
    return {
        "is shuffled": not torch.equal(first, labels),
        "the second epoch has another order": not torch.equal(first, second),
        "the same generator gives the same order": torch.equal(first, order(generator(1))),
        "another one gives another": not torch.equal(first, order(generator(2))),
    }


# --------------------------------------------------------------------------- augmentation


def shift_of(image: torch.Tensor, shifted: torch.Tensor, largest: int) -> tuple[int, int] | None:
    """Down and across, if `shifted` is `image` moved with zeros coming in."""
    height, width = image.shape[-2:]
    padded = nn.functional.pad(image, (largest,) * 4)
    for down in range(-largest, largest + 1):
        for across in range(-largest, largest + 1):
            top, left = largest - down, largest - across
            if torch.equal(padded[..., top : top + height, left : left + width], shifted):
                return down, across
    return None


@scenario("moves every image, and lets zeros in", cases=[(1, 1, 1), (6, 1, 1), (6, 3, 2)], stage=AUGMENTATION)
def shifts(answer: Answer, n: int, channels: int, largest: int):
    images = answer.given(1 + torch.rand(n, channels, 5, 6), "images")
    moved = answer.random_shift(images, largest, generator(random.randrange(1000)))
    found = [shift_of(image, shifted, largest) for image, shifted in zip(images, moved, strict=True)]
    return {"shape": moved.shape, "images that are no shift of their original": found.count(None)}


@scenario("draws every shift alike, each image its own", stage=AUGMENTATION)
def evenly(answer: Answer):
    images = 1 + torch.rand(1800, 1, 4, 4)
    moved = answer.random_shift(images, 1, generator(random.randrange(1000)))
    found = [shift_of(image, shifted, 1) for image, shifted in zip(images, moved, strict=True)]
    counts = {(down, across): found.count((down, across)) for down in (-1, 0, 1) for across in (-1, 0, 1)}
    # 200 are expected of each of the nine; the standard deviation is 13.3.
    uneven = [shift for shift, count in counts.items() if abs(count - 200) > 80]
    occurring = sum(count > 0 for count in counts.values())
    return {"different shifts that occur": occurring, "shifts, down and across, too rare or too frequent": uneven}


@scenario("takes its chances from the generator alone", stage=AUGMENTATION)
def by_generator(answer: Answer):
    images = torch.rand(20, 1, 4, 4)
    first = answer.random_shift(images, 1, generator(3))
    torch.manual_seed(random.randrange(1000))
    return {
        "the same generator gives the same shifts": torch.equal(first, answer.random_shift(images, 1, generator(3))),
        "another one gives others": not torch.equal(first, answer.random_shift(images, 1, generator(4))),
    }


@scenario("has no loop over the images", stage=AUGMENTATION)
def operators(answer: Answer):
    images = torch.rand(64, 1, 8, 8)
    count = answer.measure(lambda: answer.random_shift(images, 1, generator())).operators
    return {"operators for 64 images": answer.at_most(40, count, "operators")}


# --------------------------------------------------------------------------- network


@scenario("adds the input to what the block's body makes of it", cases=[(2,), (5,)], stage=NETWORK)
def skips(answer: Answer, channels: int):
    block = answer.ResidualBlock(channels).eval()
    x = answer.given(torch.randn(3, channels, 4, 4), "x")
    with torch.no_grad():
        for value in block.parameters():
            value.zero_()
    convolutions = [layer for layer in block.modules() if isinstance(layer, nn.Conv2d)]
    return {"block(x) with all its weights at 0": block(x), "has a convolution": len(convolutions) > 0}


@scenario("gives ten logits for each digit, from few enough parameters", cases=[(1,), (3,)], stage=NETWORK)
def logits(answer: Answer, n: int):
    net = answer.DigitNet().eval()
    count = sum(value.numel() for value in net.parameters())
    return {
        "shape": net(torch.rand(n, 1, 8, 8)).shape,
        "parameters": answer.at_most(120_000, count, "parameters"),
        "has residual blocks": any(isinstance(part, answer.itself("ResidualBlock")) for part in net.modules()),
    }


@scenario("trains every parameter, and starts anew each time", stage=NETWORK)
def trainable(answer: Answer):
    torch.manual_seed(1)
    net, other = answer.itself("DigitNet")(), answer.itself("DigitNet")()
    nn.functional.cross_entropy(net(torch.rand(8, 1, 8, 8)), torch.arange(8)).backward()
    pairs = zip(net.named_parameters(), other.parameters(), strict=True)
    drawn = any(not torch.equal(value, another) for (_, value), another in pairs)
    return {
        "parameters without a gradient": [name for name, value in net.named_parameters() if value.grad is None],
        "two networks start differently": drawn,
    }


@scenario("reads a digit alike, alone and in a batch", rtol=1e-3, atol=1e-4, stage=NETWORK)
def alone(answer: Answer):
    net = answer.DigitNet()
    net(torch.rand(16, 1, 8, 8))
    net.eval()
    images = torch.rand(4, 1, 8, 8)
    with torch.no_grad():
        apart = (net(images[:1]) - net(images)[:1]).abs().max()
    return {"largest difference of the logits": apart < 1e-4}


# --------------------------------------------------------------------------- resume

FEW, EPOCHS = 96, 4


def trainer(answer: Answer, seed: int = 7):
    images, labels = real()
    return answer.Trainer(images[:FEW], labels[:FEW], seed, EPOCHS)


def state(run) -> dict[str, torch.Tensor]:
    return {name: value.clone() for name, value in run.model.state_dict().items()}


def differing(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> list[str]:
    """Names of what is not the same, bit for bit."""
    return [name for name in one if name not in other or not torch.equal(one[name], other[name])]


@scenario("learns, and counts every example once", stage=RESUME)
def learns(answer: Answer):
    run = trainer(answer)
    losses = [run.train_epoch() for _ in range(EPOCHS)]
    return {
        "epochs done": run.epoch,
        "the loss is a plain number": all(type(loss) is float for loss in losses),
        "the loss falls": losses[-1] < losses[0],
        "the first loss is that of a guess": 1.0 < losses[0] < 4.0,
    }


@scenario("is decided by its seed alone", stage=RESUME)
def seeded(answer: Answer):
    runs = []
    for seed, noise in ((7, 1), (7, 2), (8, 1)):
        torch.manual_seed(noise)
        before = torch.get_rng_state()
        run = answer.itself("Trainer")(*(part[:FEW] for part in real()), seed, EPOCHS)
        run.train_epoch()
        runs.append((state(run), torch.equal(before, torch.get_rng_state())))
    return {
        "the same seed, other global numbers: what differs": differing(runs[0][0], runs[1][0]),
        "another seed gives another network": differing(runs[0][0], runs[2][0]) != [],
        "the global stream is left where it was": runs[0][1],
    }


@scenario("goes on from a checkpoint as if nothing had happened", cases=[(1,), (2,), (3,)], stage=RESUME)
def resumes(answer: Answer, at: int):
    whole = trainer(answer)
    first = trainer(answer)
    for _ in range(at):
        whole.train_epoch()
        first.train_epoch()
    second = trainer(answer, seed=99)
    with TemporaryDirectory() as folder:
        first.save(f"{folder}/checkpoint.pt")
        second.load(f"{folder}/checkpoint.pt")
    told = {
        "epochs done after loading": second.epoch,
        "state right after loading": differing(state(whole), state(second)),
    }
    while whole.epoch < EPOCHS:
        whole.train_epoch()
        second.train_epoch()
    return told | {"what differs at the end": differing(state(whole), state(second)), "epochs done": second.epoch}


def killed_while_training(answer: Answer, path: Path) -> None:
    """A process that saves after its second epoch and trains on, until it is killed in the middle of it."""
    child = os.fork()
    if child == 0:
        try:
            run = trainer(answer)
            for _ in range(2):
                run.train_epoch()
                run.save(str(path))
            path.with_suffix(".done").touch()
            while True:
                trainer(answer).train_epoch()
        finally:
            os._exit(0)
    until = time.monotonic() + 60
    done = path.with_suffix(".done")
    while not done.exists() and os.waitpid(child, os.WNOHANG) == (0, 0) and time.monotonic() < until:
        time.sleep(0.002)
    with suppress(ProcessLookupError, ChildProcessError):
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


@scenario("goes on after kill -9", stage=RESUME)
def killed(answer: Answer):
    whole = trainer(answer)
    for _ in range(EPOCHS):
        whole.train_epoch()
    run = trainer(answer, seed=99)
    with TemporaryDirectory() as folder:
        killed_while_training(answer, Path(folder, "killed.pt"))
        run.load(f"{folder}/killed.pt")
    while run.epoch < EPOCHS:
        run.train_epoch()
    return {"what differs at the end": differing(state(whole), state(run))}


@contextmanager
def full_disk() -> Iterator[None]:
    """Inside, `torch.save` writes a little and then fails."""
    real_save = torch.save

    def save(state: object, file, *args: object, **kwargs: object) -> None:
        if hasattr(file, "write"):
            file.write(b"half of a checkpoint")
        else:
            Path(file).write_bytes(b"half of a checkpoint")
        raise OSError(28, "No space left on device")

    torch.save = save
    try:
        yield
    finally:
        torch.save = real_save


@scenario("keeps the old checkpoint when a save fails halfway", stage=RESUME)
def atomic(answer: Answer):
    run, second = trainer(answer), trainer(answer)
    run.train_epoch()
    with TemporaryDirectory() as folder:
        path = f"{folder}/kept.pt"
        run.save(path)
        run.train_epoch()
        with full_disk():
            answer.attempt(run.save, path)
        loaded = answer.attempt(second.load, path)
    return {"the checkpoint can be loaded": loaded.raised is None, "it is a whole one": second.epoch in (1, 2)}


# --------------------------------------------------------------------------- report


@scenario("weights each bin's gap by its predictions", cases=[(1, 1), (4, 2), (60, 10), (60, 5)], stage=REPORT)
def calibration(answer: Answer, n: int, bins: int):
    logits = answer.given(2 * torch.randn(n, 4, dtype=torch.float64), "logits")
    labels = answer.given(torch.randint(4, (n,)), "labels")
    error = answer.calibration_error(logits, labels, bins)
    return {"calibration_error(logits, labels, bins)": error, "a plain number": type(error) is float}


@scenario("finds nothing wrong with honest confidence", stage=REPORT)
def honest(answer: Answer):
    logits = torch.tensor([[0.0, 0.0]] * 4, dtype=torch.float64)  # half sure, and half of them right
    sure = torch.tensor([[1000.0, 0.0]] * 3, dtype=torch.float64)  # wholly sure, and right
    return {
        "half sure, half right": answer.calibration_error(logits, torch.tensor([0, 0, 1, 1])),
        "wholly sure, all right": answer.calibration_error(sure, torch.zeros(3, dtype=torch.long)),
        "wholly sure, all wrong": answer.calibration_error(sure, torch.ones(3, dtype=torch.long)),
        "half sure and right, wholly sure and wrong": answer.calibration_error(
            torch.cat([logits, sure]), torch.tensor([0, 0, 0, 0, 1, 1, 1])
        ),
    }


@scenario("fits the temperature", cases=[(0.4,), (1.0,), (3.0,)], rtol=1e-3, atol=1e-3, stage=REPORT)
def temperature(answer: Answer, true: float):
    logits = 3 * torch.randn(800, 5, dtype=torch.float64)
    labels = torch.multinomial((logits / true).softmax(1), 1)[:, 0]
    found = answer.fit_temperature(answer.given(logits, "logits"), labels)
    return {"fit_temperature(logits, labels)": found, "a plain number": type(found) is float}


@scenario("trains for at most forty epochs", stage=REPORT)
def epochs(answer: Answer):
    return {"EPOCHS": answer.at_most(MOST_EPOCHS, answer.itself("EPOCHS"), "epochs")}


# --------------------------------------------------------------------------- result


@scenario("reads 97.5 of 100 digits, three times out of three", cases=[(seed,) for seed in SEEDS], stage=RESULT)
def reads(answer: Answer, seed: int):
    images, labels = real()

    def errors() -> float:
        count = answer.itself("EPOCHS")
        run = answer.Trainer(images[:SPLIT], labels[:SPLIT], seed, count)
        for _ in range(count):
            run.train_epoch()
        run.model.eval()
        with torch.no_grad():
            seen, fresh = run.model(images[:SPLIT]), run.model(images[SPLIT:])
        right = 100 * (fresh.argmax(1) == labels[SPLIT:]).double().mean().item()
        warmth = answer.fit_temperature(seen, labels[:SPLIT])
        before, after = (answer.calibration_error(each, labels[SPLIT:]) for each in (fresh, fresh / warmth))
        answer.tell(
            f"seed {seed}: {right:.1f} of 100 right after {count} epochs; "
            f"calibration error {before:.3f}, at temperature {warmth:.2f} {after:.3f}"
        )
        return 100 - right

    return {"digits read wrong, of 100": answer.gate(2.5, "wrong digits", errors)}
