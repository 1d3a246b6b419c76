"""What is observed of the training script, part by part, and of the tests that defend it."""

import math
import random
from contextlib import redirect_stdout
from io import StringIO

import torch
from torch import nn
from torch.nn import functional as F

from gradschool.datasets import digits
from gradschool.scenarios import Answer, scenario

DATA, LOADER, NETWORK, START, STEP = "Data", "Loader", "Network", "Start", "Step"
EVALUATION, EPOCH, FIRST_EPOCH, RUN, DEFENSE = "Evaluation", "Epoch", "First epoch", "Run", "Defense"


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def number() -> int:
    return random.randrange(1000)


# --------------------------------------------------------------------------- data


def traceable(sizes: tuple[int, ...]) -> tuple[torch.Tensor, torch.Tensor]:
    """Images of so many of each class, mixed; one of them is so bright that no two parts have the same mean."""
    labels = torch.cat([torch.full((size,), label) for label, size in enumerate(sizes)])
    labels = labels[torch.randperm(len(labels))]
    images = torch.rand(len(labels), 1, 8, 8)
    images[number() % len(labels)] *= 20
    return images, labels


def origin(rows: torch.Tensor, images: torch.Tensor) -> torch.Tensor:
    """Which image each row was: ratios of differences stay, whatever it was scaled by."""

    def ratios(pixels: torch.Tensor) -> torch.Tensor:
        pixels = pixels.double()
        return (pixels - pixels[:, :1]) / (pixels.amax(1, keepdim=True) - pixels.amin(1, keepdim=True))

    return torch.cdist(ratios(rows), ratios(images.flatten(1))).argmin(1)


def scale(rows: torch.Tensor, pixels: torch.Tensor) -> torch.Tensor:
    """What the pixels 0 and 1 have become in these rows."""
    raw = torch.stack([1 - pixels.flatten(), pixels.flatten()], 1).double()
    return torch.linalg.lstsq(raw, rows.double().flatten()[:, None]).solution[:, 0]


def rounded(value: torch.Tensor) -> float:
    """Without the noise of the last digits, and without a -0."""
    return round(value.item(), 3) + 0.0


@scenario(
    "holds a fifth of every class out, each image with its label", cases=[((5, 10),), ((11, 14, 15),)], stage=DATA
)
def held_out(answer: Answer, sizes: tuple[int, ...]):
    images, labels = traceable(sizes)
    given = answer.given(images, "images"), answer.given(labels, "labels")
    (train, train_labels), (held, held_labels) = answer.split(*given, generator(number()))
    rows = torch.cat([origin(train, images), origin(held, images)])
    return {
        "labels to train on, counted": train_labels.bincount(),
        "labels held out, counted": held_labels.bincount(),
        "shape of the pixels held out": held.shape,
        "every image is in one part": torch.equal(rows.sort().values, torch.arange(len(images))),
        "images go with their labels": torch.equal(labels[rows], torch.cat([train_labels, held_labels])),
    }


@scenario("puts all pixels on the scale of those to train on", cases=[((10, 20),), ((25, 25),)], atol=2e-3, stage=DATA)
def scaled(answer: Answer, sizes: tuple[int, ...]):
    images, labels = traceable(sizes)
    (train, _), (held, _) = answer.split(images, labels, generator(number()))
    pixels = images.flatten(1)
    mine, theirs = scale(train, pixels[origin(train, images)]), scale(held, pixels[origin(held, images)])
    return {
        "mean of the pixels to train on": rounded(train.mean()),
        "their standard deviation": rounded(train.std()),
        "what a pixel of 0 becomes held out, minus what it becomes in training": rounded((theirs - mine)[0]),
        "what a pixel of 1 becomes held out, minus what it becomes in training": rounded((theirs - mine)[1]),
    }


@scenario("draws as the generator says", stage=DATA)
def drawn(answer: Answer):
    images, labels = torch.rand(60, 1, 8, 8), torch.arange(60) % 3

    def held(seed: int) -> torch.Tensor:
        torch.manual_seed(number())
        return answer.itself("split")(images, labels, generator(seed))[1][0]

    first = held(1)
    return {
        "the same generator holds the same images out": torch.equal(first, held(1)),
        "another one others": not torch.equal(first, held(2)),
    }


# --------------------------------------------------------------------------- loader


def orders(answer: Answer, size: int, streams: list[torch.Generator | None], n: int = 60) -> list[torch.Tensor]:
    """The labels of one epoch for each of the streams, where each image's label is its place."""
    images, labels = torch.zeros(n, 1), torch.arange(n)
    return [torch.cat([target for _, target in answer.batches(images, labels, size, each)]) for each in streams]


@scenario(
    "gives every image once, with its own label",
    cases=[(6, 2, False), (7, 3, False), (5, 10, True), (40, 7, True)],
    stage=LOADER,
)
def once(answer: Answer, n: int, size: int, shuffled: bool):
    images, labels = answer.given(torch.arange(n).float()[:, None], "images"), answer.given(torch.arange(n), "labels")
    stream = [generator(number())] if shuffled else []
    seen = list(answer.batches(images, labels, size, *stream))
    return {
        "sizes of the batches": [len(target) for _, target in seen],
        "labels, sorted": torch.cat([target for _, target in seen]).sort().values,
        "images go with their labels": all(torch.equal(pixels[:, 0].long(), target) for pixels, target in seen),
    }


@scenario("takes its order from the generator, and without one leaves it", stage=LOADER)
def shuffled(answer: Answer):
    stream = generator(1)
    first, second = orders(answer, 6, [stream, stream])
    torch.manual_seed(number())
    again, other, plain = orders(answer, 6, [generator(1), generator(2), None])
    kept = int((first.diff() == 1).sum())
    return {
        "images that still stand before their old neighbor, of 60, are many": kept > 20,
        "the second epoch has another order": not torch.equal(first, second),
        "the same generator gives the same order": torch.equal(first, again),
        "another one gives another": not torch.equal(first, other),
        "without a generator they come as they lie": torch.equal(plain, torch.arange(60)),
    }


# --------------------------------------------------------------------------- network


def loaded(answer: Answer, hidden: int, classes: int, dropout: float = 0.0) -> nn.Module:
    """The learner's network with weights of the scenario's own, in float64."""
    net = answer.Net(hidden=hidden, classes=classes, dropout=dropout).double()
    state = {
        name: torch.rand(value.shape, dtype=torch.float64) + 0.5
        if "var" in name
        else torch.randn(value.shape).to(value)
        for name, value in sorted(net.state_dict().items())
    }
    net.load_state_dict(state)
    return net


@scenario("computes logits, on both sides of 0", cases=[(2, 8, 3), (9, 16, 10)], stage=NETWORK)
def logits(answer: Answer, n: int, hidden: int, classes: int):
    net, pixels = loaded(answer, hidden, classes), torch.randn(n, 64, dtype=torch.float64)
    result = net.eval()(answer.given(pixels, "pixels"))
    return {"the smallest logit": result.min().item(), "Net(...).eval()(pixels)": result}


@scenario("lets the gradient of the loss into every layer", stage=NETWORK)
def reached(answer: Answer):
    net, pixels = loaded(answer, 8, 3), torch.randn(12, 64, dtype=torch.float64)
    result = net(pixels)
    (result * torch.randn_like(result)).sum().backward()
    return {
        "parameters without a gradient": [name for name, value in net.named_parameters() if value.grad is None],
        **{f"{name}.grad": value.grad for name, value in net.named_parameters()},
    }


@scenario("keeps the activations to look at, and no graph with them", stage=NETWORK)
def activations(answer: Answer):
    net, pixels = loaded(answer, 8, 3, dropout=0.5), torch.randn(5, 64, dtype=torch.float64)
    net(pixels)
    kept = net.activations
    return {"activations": kept.detach(), "they hold a graph": kept.requires_grad}


@scenario("drops activations in train mode, and none in eval mode", stage=NETWORK)
def dropped(answer: Answer):
    net, pixels = loaded(answer, 32, 3, dropout=0.5), torch.randn(20, 64, dtype=torch.float64)
    noisy = torch.equal(net(pixels), net(pixels))
    net.eval()
    return {"twice the same in train mode": noisy, "twice the same in eval mode": torch.equal(net(pixels), net(pixels))}


# --------------------------------------------------------------------------- start


@scenario("lets the optimizer hold what the model computes with", cases=[(3, 2), (10, 4)], stage=START)
def holds(answer: Answer, classes: int, epochs: int):
    model, optimizer, _ = answer.start(classes, epochs)
    held = {id(value) for group in optimizer.param_groups for value in group["params"]}
    own = {id(value): name for name, value in model.named_parameters()}
    return {
        "shape of the logits of two images": model.eval()(torch.zeros(2, 64)).shape,
        "parameters that the optimizer lacks": [name for key, name in own.items() if key not in held],
        "parameters it holds that are not the model's": len(held - own.keys()),
        "SGD with momentum": isinstance(optimizer, torch.optim.SGD)
        and all(group["momentum"] == 0.9 for group in optimizer.param_groups),
    }


@scenario("lets the rate fall along a cosine, one step an epoch", cases=[(1,), (4,), (10,)], atol=1e-7, stage=START)
def falls(answer: Answer, epochs: int):
    _, optimizer, scheduler = answer.start(3, epochs, lr=0.2)
    seen = []
    for _ in range(epochs + 1):
        rates = [group["lr"] for group in optimizer.param_groups]
        seen.append((min(rates), max(rates)))
        optimizer.step()
        scheduler.step()
    return {
        "the smallest rate, epoch by epoch": [least for least, _ in seen],
        "the largest": [most for _, most in seen],
    }


# --------------------------------------------------------------------------- step


class Watched(torch.optim.SGD):
    """SGD that takes down how long the gradient is that it gets."""

    def __init__(self, model: nn.Module, lr: float) -> None:
        super().__init__(model.parameters(), lr=lr, momentum=0.5)
        self.norms: list[float] = []

    def step(self, closure=None):
        grads = [value.grad for group in self.param_groups for value in group["params"] if value.grad is not None]
        self.norms.append(nn.utils.get_total_norm(grads).item() if grads else 0.0)
        return super().step(closure)


def stepped(answer: Answer, max_norm: float, steps: int) -> dict[str, object]:
    """What some steps do, on a model of two layers: the second one has far larger gradients than the first."""
    model = nn.Sequential(nn.Linear(4, 5), nn.Tanh(), nn.Linear(5, 3)).double()
    optimizer = Watched(model, lr=0.1)
    losses = []
    for _ in range(steps):
        images, labels = torch.randn(6, 4, dtype=torch.float64), torch.randint(3, (6,))
        losses.append(answer.train_step(model, optimizer, 3 * images, labels, max_norm))
    return {
        "norm of the gradient, step by step": optimizer.norms,
        "losses": losses,
        "plain numbers": all(type(loss) is float for loss in losses),
        "weights of the first layer": model[0].weight.detach(),
    }


@scenario("follows the gradient of the batch alone", cases=[(1,), (2,), (5,)], stage=STEP)
def follows(answer: Answer, steps: int):
    return stepped(answer, 1000.0, steps)


@scenario("scales the whole gradient down to the limit", cases=[(0.05, 1), (0.2, 4)], rtol=1e-4, stage=STEP)
def clipped(answer: Answer, max_norm: float, steps: int):
    return stepped(answer, max_norm, steps)


# --------------------------------------------------------------------------- evaluation


class Probe(nn.Module):
    """A network with all that tells the two modes apart; it remembers whether a graph was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(4, 6), nn.BatchNorm1d(6), nn.Dropout(0.5), nn.Linear(6, 3)).double()
        self.layers[1].running_mean += 2 * torch.randn(6)
        self.layers[1].running_var += 3 * torch.rand(6)
        self.graph = False

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.graph = self.graph or torch.is_grad_enabled()
        return self.layers(x)


def labeled(n: int) -> tuple[torch.Tensor, torch.Tensor]:
    return torch.randn(n, 4, dtype=torch.float64), torch.randint(3, (n,))


@scenario("gives the mean of all examples, in eval mode", cases=[(6, 3), (8, 8), (7, 5), (20, 6)], stage=EVALUATION)
def evaluated(answer: Answer, n: int, size: int):
    model, (images, labels) = Probe(), labeled(n)
    loss, accuracy = answer.evaluate(model, images, labels, size)
    return {
        "loss": loss,
        "accuracy": accuracy,
        "plain numbers": type(loss) is float and type(accuracy) is float,
        "a graph was built": model.graph,
    }


@scenario("leaves the model as it came", cases=[(True,), (False,)], stage=EVALUATION)
def left(answer: Answer, training: bool):
    model, (images, labels) = Probe().train(training), labeled(8)
    for name, buffer in model.named_buffers():
        answer.given(buffer, name)
    answer.evaluate(model, images, labels, 4)
    return {"the model is in train mode": model.training}


# --------------------------------------------------------------------------- epoch


class Ledger(nn.Linear):
    """A layer that takes down the images that it sees, and the rate at which it learns from them."""

    def __init__(self, lr: float) -> None:
        super().__init__(1, 2)
        self.optimizer = torch.optim.SGD(self.parameters(), lr=lr)
        self.scheduler = torch.optim.lr_scheduler.ExponentialLR(self.optimizer, gamma=0.5)
        self.batches: list[list[int]] = []
        self.rates: list[float] = []

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.batches.append((100 * x[:, 0]).round().int().tolist())
        self.rates.append(self.optimizer.param_groups[0]["lr"])
        return super().forward(x)

    def epoch(self, answer: Answer, n: int, size: int, stream: torch.Generator) -> tuple[object, list[int]]:
        """What an epoch on images that lie sorted returned, and their order in it."""
        self.batches = []
        images, labels = torch.arange(n)[:, None] / 100, (torch.arange(n) >= n // 2).long()
        loss = answer.train_epoch(self, self.optimizer, self.scheduler, images, labels, size, stream)
        return loss, [image for batch in self.batches for image in batch]


@scenario("shows every image once, in an order that is drawn for each epoch", cases=[(40, 8), (45, 7)], stage=EPOCH)
def shown(answer: Answer, n: int, size: int):
    model, stream = Ledger(0.1), generator(number())
    _, first = model.epoch(answer, n, size, stream)
    sizes = [len(batch) for batch in model.batches]
    _, second = model.epoch(answer, n, size, stream)
    return {
        "sizes of the batches": sizes,
        "every image once": sorted(first) == list(range(n)),
        "the images come as they lie": first == sorted(first),
        "the second epoch has another order": first != second,
    }


@scenario("takes one step of the schedule, after the last batch", stage=EPOCH)
def scheduled(answer: Answer):
    model, stream, seen = Ledger(0.8), generator(number()), []
    for _ in range(3):
        model.rates = []
        model.epoch(answer, 12, 4, stream)
        seen.append(model.rates)
    return {"the rate of each batch, epoch by epoch": seen, "and afterwards": model.optimizer.param_groups[0]["lr"]}


@scenario("returns the mean loss of the examples, and learns", cases=[(8, 4), (7, 3)], rtol=1e-5, stage=EPOCH)
def mean_loss(answer: Answer, n: int, size: int):
    still, moving = Ledger(0.0), Ledger(0.5)
    before = moving.weight.detach().clone()
    with torch.no_grad():
        still.weight.mul_(10)
    loss, _ = still.epoch(answer, n, size, generator(number()))
    moving.epoch(answer, n, size, generator(number()))
    return {
        "train_epoch(...) at a rate of 0": loss,
        "a plain number": type(loss) is float,
        "the weights move": not torch.equal(before, moving.weight),
    }


# --------------------------------------------------------------------------- run


def history_of(answer: Answer, seed: int, **options: int) -> list[tuple[float, float, float]]:
    """What `fit` tells of a run on all the digits; its log is not shown."""
    with redirect_stdout(StringIO()):
        return answer.fit(*digits(), seed, **options)[1]


@scenario("the parts together learn", stage=FIRST_EPOCH)
def begins(answer: Answer):
    history = history_of(answer, 0, epochs=1)
    (loss, held, accuracy), *more = history
    return {
        "the mean loss of the first epoch is below 1.5": loss < 1.5,
        "plain numbers": all(type(value) is float for value in (loss, held, accuracy)),
        "epochs in the history": 1 + len(more),
    }


@scenario("reads 95 of 100 digits after eight epochs", cases=[(0,), (1,)], stage=RUN)
def reads(answer: Answer, seed: int):
    def errors() -> float:
        history = history_of(answer, seed)
        (first, _, _), (loss, held, accuracy) = history[0], history[-1]
        answer.tell(
            f"seed {seed}: training loss {first:.2f} in the first epoch, {loss:.2f} in the last; "
            f"held out {held:.2f}, and {100 * accuracy:.1f} of 100 right"
        )
        return 100 - 100 * accuracy

    return {"after eight epochs": answer.gate(5, "of 100 digits wrong", errors)}


# --------------------------------------------------------------------------- defense
#
# Every part once more, with a switch for each of its faults. Without one it is right, and not the learner's: it draws
# other numbers and goes other ways, so that a test which holds on to what nobody promised fails here.

RIGHT = ""
TWICE, TORN = "held out scaled twice", "labels shuffled apart"
DETACHED, RELU = "hidden layer cut off", "ReLU on the logits"
REPLACED, PILED, EARLY = "head replaced after the optimizer", "gradients never cleared", "clipped before backward"
NOT_EVAL, STUCK, SORTED, HASTY = "no eval mode", "eval mode stays on", "not shuffled", "schedule stepped every batch"
SAYS = "raises an AssertionError that says what it saw"


def a_split(fault: str):
    def split(images, labels, generator):
        place = torch.rand(len(labels), generator=generator).argsort()
        parts = [place[labels[place] == label] for label in labels.unique().flip(0)]
        held = torch.cat([rows[: len(rows) // 5] for rows in parts])
        kept = torch.cat([rows[len(rows) // 5 :] for rows in parts])
        pixels = images.flatten(1)
        center, width = pixels[kept].mean(), pixels[kept].std(correction=0)
        pixels = (pixels - center) / width
        theirs = (pixels - center) / width if fault == TWICE else pixels
        return (pixels[kept], labels[kept]), (theirs[held], labels[held])

    return split


def some_batches(fault: str):
    def batches(images, labels, size, generator=None):
        n = len(images)
        order = torch.arange(n) if generator is None else torch.rand(n, generator=generator).argsort()
        others = torch.rand(n, generator=generator).argsort() if generator is not None and fault == TORN else order
        for begin in range(0, n, size):
            yield images[order[begin : begin + size]], labels[others[begin : begin + size]]

    return batches


def a_net(fault: str):
    class Net(nn.Module):
        def __init__(self, hidden: int = 64, classes: int = 10, dropout: float = 0.2) -> None:
            super().__init__()
            self.head = nn.Linear(hidden, classes)
            self.norm = nn.BatchNorm1d(hidden)
            self.hidden = nn.Linear(64, hidden)
            self.dropout = nn.Dropout(dropout)

        def forward(self, pixels):
            hidden = self.norm(self.hidden(pixels)).clamp(min=0)
            self.activations = hidden.detach().clone()
            logits = self.head(self.dropout(self.activations if fault == DETACHED else hidden))
            return logits.relu() if fault == RELU else logits

    return Net


def a_start(fault: str):
    def start(classes, epochs, lr=0.05):
        model = a_net(RIGHT)(classes=classes)
        weights = [value for value in model.parameters() if value.ndim > 1]
        others = [value for value in model.parameters() if value.ndim == 1]
        optimizer = torch.optim.SGD([{"params": weights}, {"params": others}], lr=lr, momentum=0.9)
        falling = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: (1 + math.cos(math.pi * step / epochs)) / 2)
        if fault == REPLACED:
            model.head = nn.Linear(64, classes)
        return model, optimizer, falling

    return start


def a_train_step(fault: str):
    def train_step(model, optimizer, images, labels, max_norm=1.0):
        values = list(model.parameters())
        loss = F.cross_entropy(model(images), labels)
        if fault == EARLY:
            clip(values, max_norm)
        if fault != PILED:
            model.zero_grad()
        loss.backward()
        if fault != EARLY:
            clip(values, max_norm)
        optimizer.step()
        return loss.item()

    return train_step


def clip(values: list[nn.Parameter], max_norm: float) -> None:
    grads = [value.grad for value in values if value.grad is not None]
    norm = math.sqrt(sum(grad.square().sum().item() for grad in grads))
    for grad in grads:
        grad.mul_(min(1.0, max_norm / (norm + 1e-12)))


def an_evaluate(fault: str):
    def evaluate(model, images, labels, size=16):
        modes = {module: module.training for module in model.modules()}
        if fault != NOT_EVAL:
            model.eval()
        with torch.inference_mode():
            logits = model(images)
            loss, right = F.cross_entropy(logits, labels), logits.argmax(1) == labels
        for module, mode in modes.items():
            module.training = mode and fault != STUCK
        return loss.item(), right.double().mean().item()

    return evaluate


def a_train_epoch(fault: str):
    def train_epoch(model, optimizer, scheduler, images, labels, size, generator):
        losses = []
        for pixels, target in some_batches(RIGHT)(images, labels, size, None if fault == SORTED else generator):
            losses += [a_train_step(RIGHT)(model, optimizer, pixels, target)] * len(target)
            if fault == HASTY:
                scheduler.step()
        if fault != HASTY:
            scheduler.step()
        return sum(losses) / len(losses)

    return train_epoch


PARTS = {
    "test_split": ("split", a_split),
    "test_batches": ("batches", some_batches),
    "test_net": ("Net", a_net),
    "test_start": ("start", a_start),
    "test_train_step": ("train_step", a_train_step),
    "test_evaluate": ("evaluate", an_evaluate),
    "test_train_epoch": ("train_epoch", a_train_epoch),
}


def verdict(answer: Answer, test: str, part: object, about: str) -> str:
    """What a test says of a part, and with that the same whatever the seed is, or it is not to be relied on."""
    said, words = set(), ""
    for seed in (1, 2, 3):
        answer.seed(seed)
        try:
            answer.itself(test)(part)
            said.add("returns")
        except AssertionError as error:
            words = " ".join(str(error).split())
            said.add(SAYS if words else "raises an AssertionError without a word")
        except Exception as error:  # noqa: BLE001  # whatever a test raises is what there is to see
            said.add(f"raises {type(error).__name__}: {str(error)[:200]}")
    if words:
        answer.tell(f"{about}: {words[:200]}")
    return said.pop() if len(said) == 1 else "says one thing with one seed, and another with the next"


@scenario("each test lets what is right pass", cases=[(test,) for test in PARTS], stage=DEFENSE)
def passes(answer: Answer, test: str):
    name, made = PARTS[test]
    return {
        f"{test}, on your own {name}": verdict(answer, test, answer.itself(name), f"{test} on your own {name}"),
        f"{test}, on another right {name}": verdict(answer, test, made(RIGHT), f"{test} on another right {name}"),
    }


def catches(test: str, *faults: str):
    """The scenario in which a test meets its part's faults, one at a time, and gives evidence of each."""

    @scenario(f"{test} catches what went wrong there", cases=[(fault,) for fault in faults], stage=DEFENSE)
    def observe(answer: Answer, fault: str):
        name, made = PARTS[test]
        return {f"{test}, on {name} with this fault alone": verdict(answer, test, made(fault), f"{name}, {fault}")}

    return observe


CATCHES = [
    catches("test_split", TWICE),
    catches("test_batches", TORN),
    catches("test_net", DETACHED, RELU),
    catches("test_start", REPLACED),
    catches("test_train_step", PILED, EARLY),
    catches("test_evaluate", NOT_EVAL, STUCK),
    catches("test_train_epoch", SORTED, HASTY),
]
