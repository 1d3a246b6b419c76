"""Run doctor: a small run with a bug in it, its curves, and what each test says.

Every patient is trained when it is asked for, and every test is made on it: the findings are measured, and whether one
is odd is decided by the number alone, never by the bug.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache
from typing import Annotated

import torch
from msgspec import Struct
from torch import nn
from torch.nn.functional import cross_entropy

from gradschool.datasets import digits
from gradschool.inside import svg
from gradschool.inside.controls import Choice, Toggle
from gradschool.inside.explorers import Picture

EPOCHS, ROWS, SIZE, RATE = 8, 1000, 50, 0.01
KNOWS_NOTHING = math.log(10)


class Case(Struct, frozen=True):
    """What is wrong with a patient, in a few words and in a sentence."""

    cause: str
    why: str


CASES = {
    "A": Case(
        "a softmax before cross_entropy",
        "Perfect probabilities, read as logits, still have a loss of 1.46; validation, on the logits, has less.",
    ),
    "B": Case(
        "a forgotten zero_grad()", "Each step follows the sum of all gradients so far, and the norm of that sum tells."
    ),
    "C": Case(
        "images and labels shuffled separately",
        "One batch can be learned by heart, whatever the labels; the images are no better than blank ones.",
    ),
    "D": Case(
        "nothing: dropout of 0.5",
        "The training loss is measured with half of the units dropped, the validation loss with all of them.",
    ),
    "E": Case(
        "validation images divided by 16 twice", "Training is healthy; what goes in at validation is something else."
    ),
    "F": Case(
        "a schedule in epochs, stepped once a batch",
        "It was to reach 0 after the last epoch, and it is there after as many batches.",
    ),
    "G": Case("training labels off by one", "Far worse than chance is knowledge: the answer is there, one class up."),
    "H": Case("a learning rate of 2", "One step is many times as large as the weights, and leaves dead units behind."),
    "I": Case(
        "the hidden layer is detached", "The last layer learns alone, and not badly: only the missing gradient tells."
    ),
    "J": Case(
        "all weights start at zero", "Each hidden unit is 0 and gets no gradient; the biases learn label frequencies."
    ),
}


class Settings(Struct, frozen=True):
    """The patient, and how much of the file is open."""

    patient: Annotated[str, Choice("Patient", tuple(CASES), "Ten runs, nine bugs.")] = "A"
    tests: Annotated[bool, Toggle("Show the tests", "First say what the curves tell you.")] = True
    cause: Annotated[bool, Toggle("Show the cause")] = False


class Finding(Struct, frozen=True):
    """What a test says, and whether that is odd."""

    test: str
    said: str
    odd: bool


class Run(Struct, frozen=True):
    """By epoch: the losses, and the share of validation images that are right.

    `rates`: of every step. `leftover`: whether an old gradient was there at some `backward`. `first_move`: of the
    first step, relative to the first layer's weights.
    """

    train: list[float]
    val: list[float]
    right: list[float]
    rates: list[float]
    leftover: bool
    first_move: float


def explore(settings: Settings) -> Picture:
    """Train the patient and examine it."""
    run, findings = examined(settings.patient)
    case = CASES[settings.patient]
    shown = findings if settings.tests else []
    drawings = [_curves(settings.patient, run), _file(settings, shown, case)]
    return Picture(_text(settings, run, shown, case), svg.beside(drawings), _note(settings, run, findings, case))


# --------------------------------------------------------------------------- the run


class Net(nn.Module):
    """One hidden layer, which may be cut off from the graph."""

    def __init__(self, *, cut: bool, dropout: float) -> None:
        super().__init__()
        self.first, self.last, self.dropout = nn.Linear(64, 64), nn.Linear(64, 10), nn.Dropout(dropout)
        self.cut = cut

    def hidden(self, x: torch.Tensor) -> torch.Tensor:
        """What the hidden units say, (examples, 64)."""
        scores: torch.Tensor = self.first(x)
        return (scores.detach() if self.cut else scores).relu()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Logits, (examples, 10)."""
        logits: torch.Tensor = self.last(self.dropout(self.hidden(x)))
        return logits


@cache
def _data() -> tuple[torch.Tensor, torch.Tensor]:
    images, labels = digits()
    order = torch.randperm(len(images), generator=torch.Generator().manual_seed(0))
    return images[order].flatten(1), labels[order]


def _seen(patient: str) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """What the network gets: images and labels to train on, images and labels to validate on."""
    pixels, labels = _data()
    x, y, x_val, y_val = pixels[:ROWS], labels[:ROWS], pixels[ROWS:], labels[ROWS:]
    if patient == "C":
        y = y[torch.randperm(ROWS, generator=torch.Generator().manual_seed(1))]
    if patient == "E":
        x_val = x_val / 16
    if patient == "G":
        y = (y + 1) % 10
    return x, y, x_val, y_val


def _model(patient: str) -> Net:
    torch.manual_seed(0)
    model = Net(cut=patient == "I", dropout=0.5 if patient == "D" else 0.0)
    if patient == "J":
        for parameter in model.parameters():
            nn.init.zeros_(parameter)
    return model


def _loss(patient: str, logits: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    return cross_entropy(logits.softmax(1) if patient == "A" else logits, y)


def trained(patient: str, model: Net) -> Run:
    """Train as the patient does, bug and all."""
    x, y, x_val, y_val = _seen(patient)
    optimizer = torch.optim.Adam(model.parameters(), lr=2.0 if patient == "H" else RATE, fused=True)
    length = EPOCHS if patient == "F" else EPOCHS * ROWS // SIZE
    scheduler = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, total_iters=length)
    train: list[float] = []
    val: list[float] = []
    right: list[float] = []
    rates: list[float] = []
    leftover, first_move = False, 0.0
    for _ in range(EPOCHS):
        model.train()
        losses = 0.0
        for rows in torch.split(torch.randperm(ROWS), SIZE):
            before = model.first.weight.detach().clone()
            loss = _loss(patient, model(x[rows]), y[rows])
            if patient != "B":
                optimizer.zero_grad()
            leftover = leftover or model.last.weight.grad is not None
            torch.autograd.backward(loss)
            losses += loss.item() * SIZE / ROWS
            rates.append(float(optimizer.param_groups[0]["lr"]))
            optimizer.step()
            scheduler.step()
            if len(rates) == 1 and before.any():
                first_move = float((model.first.weight.detach() - before).norm() / before.norm())
        model.eval()
        with torch.no_grad():
            logits = model(x_val)
        train.append(losses)
        val.append(cross_entropy(logits, y_val).item())
        right.append((logits.argmax(1) == y_val).float().mean().item())
    return Run(train, val, right, rates, leftover, first_move)


# --------------------------------------------------------------------------- the tests


@lru_cache(maxsize=len(CASES))
def examined(patient: str) -> tuple[Run, list[Finding]]:
    """The run, and what each test says of it."""
    x, y, x_val, y_val = _seen(patient)
    model = _model(patient)
    first = _first_loss(patient, model, x, y)
    run = trained(patient, model)
    findings = [
        first,
        _by_heart(patient, x, y),
        _blank(patient, x, y, x_val, y_val),
        _at_the_door(x, x_val),
        _gradients(patient, x, y),
        _dead(model, x),
        Finding("old gradients", "there at backward" if run.leftover else "none at backward", run.leftover),
        _steps(run),
        _answers(model, x_val, y_val),
    ]
    return run, findings


def _first_loss(patient: str, model: Net, x: torch.Tensor, y: torch.Tensor) -> Finding:
    with torch.no_grad():
        ratio = _loss(patient, model(x), y).item() / KNOWS_NOTHING
    return Finding("first loss", f"{ratio:.2f} times ln 10", not 0.8 < ratio < 1.5)


def _learn(patient: str, x: torch.Tensor, y: torch.Tensor, steps: int) -> Net:
    """The patient's model and loss, on one batch again and again, with a sound optimizer."""
    model = _model(patient)
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE, fused=True)
    for _ in range(steps):
        optimizer.zero_grad()
        torch.autograd.backward(_loss(patient, model(x), y))
        optimizer.step()
    return model.eval()


def _by_heart(patient: str, x: torch.Tensor, y: torch.Tensor) -> Finding:
    model = _learn(patient, x[:20], y[:20], 100)
    loss = _loss(patient, model(x[:20]), y[:20]).item()
    return Finding("20 images by heart", f"a loss of {loss:.2f}", loss > 1)


def _blank(patient: str, x: torch.Tensor, y: torch.Tensor, x_val: torch.Tensor, y_val: torch.Tensor) -> Finding:
    losses = []
    for seen, val in ((x[:200], x_val), (torch.zeros_like(x[:200]), torch.zeros_like(x_val))):
        model = _learn(patient, seen, y[:200], 40)
        losses.append(cross_entropy(model(val), y_val).item())
    said = f"{losses[1]:.2f}, with images {losses[0]:.2f}"
    return Finding("blank images", said, losses[0] > losses[1] - 0.1)


def _at_the_door(x: torch.Tensor, x_val: torch.Tensor) -> Finding:
    means = x.mean().item(), x_val.mean().item()
    odd = not 0.8 < means[1] / means[0] < 1.25
    return Finding("mean of what goes in", f"{means[0]:.2f} train, {means[1]:.2f} validation", odd)


def _gradients(patient: str, x: torch.Tensor, y: torch.Tensor) -> Finding:
    model = _model(patient)
    torch.autograd.backward(_loss(patient, model(x), y))
    gradient = model.first.weight.grad
    said = "None" if gradient is None else f"{gradient.norm().item():.2f}"
    return Finding("first layer's gradient", said, gradient is None or not gradient.any())


def _dead(model: Net, x: torch.Tensor) -> Finding:
    with torch.no_grad():
        share = (model.hidden(x) == 0).all(0).float().mean().item()
    return Finding("dead units at the end", f"{share:.0%}", share > 0.5)


def _steps(run: Run) -> Finding:
    half = run.rates[len(run.rates) // 2]
    said = f"{run.first_move:.0%} in the first, rate {half:.2g} halfway"
    return Finding("steps", said, run.first_move > 1 or half == 0)


def _answers(model: Net, x_val: torch.Tensor, y_val: torch.Tensor) -> Finding:
    with torch.no_grad():
        answers = model(x_val).argmax(1)
    shares = ((answers - y_val) % 10).bincount(minlength=10) / len(answers)
    common = int(shares.argmax())
    odd = common != 0 and shares[common].item() > 0.5
    said = f"{shares[0].item():.0%} right" + (f", {shares[common].item():.0%} are {common} too high" if odd else "")
    return Finding("answers", said, odd)


# --------------------------------------------------------------------------- what is said


def _note(settings: Settings, run: Run, findings: list[Finding], case: Case) -> str:
    if settings.cause:
        return f"{case.cause[0].upper()}{case.cause[1:]}. {case.why}"
    odd = sum(finding.odd for finding in findings)
    symptom = f"Training ends at {run.train[-1]:.2f}, validation at {run.val[-1]:.2f}, {run.right[-1]:.0%} are right"
    if not settings.tests:
        return f"{symptom}. Say what you suspect, and which test would tell; then show the tests."
    found = {0: "no test is odd", 1: "one test is odd"}.get(odd, f"{odd} tests are odd")
    return f"{symptom}; {found}. Say the cause, then show it."


def _curves(patient: str, run: Run) -> svg.Drawing:
    drawing = svg.Drawing(
        f"Patient {patient}",
        f"Training loss {run.train[0]:.2f} to {run.train[-1]:.2f}, validation loss {run.val[0]:.2f} to "
        f"{run.val[-1]:.2f}, {run.right[-1]:.0%} right in the end.",
        266,
    )
    left, right, top, bottom = 30.0, svg.WIDE - 8.0, 30.0, 206.0
    most = _top(run)

    def at(epoch: int, loss: float) -> svg.Point:
        return left + (epoch + 0.5) / EPOCHS * (right - left), bottom - min(loss, most) / most * (bottom - top)

    for loss in range(0, math.floor(most) + 1, 1 if most < 6 else 5):
        drawing.line((left, at(0, loss)[1]), (right, at(0, loss)[1]))
        drawing.text(left - 5, at(0, loss)[1] + 4, loss, svg.MUTED, 10, "end", mono=True)
    level = at(0, KNOWS_NOTHING)[1]
    drawing.line((left, level), (right, level), svg.MUTED, 1.25, stroke_dasharray="2 3")
    drawing.text(left + 2, level + 11, "ln 10", svg.MUTED, 10)
    for losses, color in ((run.train, svg.ACCENT), (run.val, svg.WARM)):
        points = [at(epoch, loss) for epoch, loss in enumerate(losses)]
        drawing.curve(points, color, 2.25)
        for point in points:
            drawing.circle(point, 2.75, color)
    drawing.text(left, 14, f"training {run.train[-1]:.2f}", svg.ACCENT, 12, bold=True)
    drawing.text(right, 14, f"validation {run.val[-1]:.2f}", svg.WARM, 12, "end", bold=True)
    for epoch, share in enumerate(run.right):
        drawing.text(at(epoch, 0)[0], bottom + 18, epoch + 1, svg.MUTED, 10, "middle", mono=True)
        drawing.text(at(epoch, 0)[0], bottom + 38, f"{share:.0%}", svg.INK, 10, "middle", mono=True)
    drawing.text(left, bottom + 54, "epoch, and how many validation images are right", svg.MUTED, 10.5)
    return drawing


def _top(run: Run) -> float:
    """The top of the picture: above ln 10, and no higher than makes the rest readable."""
    return 10.0 if max(run.train[1:] + run.val[1:]) > 4 else 3.0


def _file(settings: Settings, findings: list[Finding], case: Case) -> svg.Drawing:
    said = [f"{finding.test}: {finding.said}{' (odd)' if finding.odd else ''}" for finding in findings]
    drawing = svg.Drawing("The patient's file", "; ".join(said) or "No test is shown.", 266)
    for place, finding in enumerate(findings):
        y = 16 + 23 * place
        color = svg.BAD if finding.odd else svg.GOOD
        drawing.text(2, y, "✗" if finding.odd else "✓", color, 12, bold=True)
        drawing.text(18, y, finding.test, svg.INK, 11)
        drawing.text(svg.WIDE - 2, y, finding.said, color if finding.odd else svg.MUTED, 10.5, "end")
    if not findings:
        drawing.text(svg.WIDE / 2, 100, "no test made yet", svg.MUTED, 12, "middle")
    drawing.rect(0.5, 222, svg.WIDE - 1, 36, svg.PANEL, svg.LINE, rx=6)
    drawing.text(12, 245, "cause", svg.MUTED, 11)
    shown = case.cause if settings.cause else "?"
    drawing.text(svg.WIDE - 12, 245, shown, svg.INK, 12, "end", bold=True)
    return drawing


def _text(settings: Settings, run: Run, findings: list[Finding], case: Case) -> str:
    unit, rows = (KNOWS_NOTHING / 5, 7) if _top(run) < 5 else (KNOWS_NOTHING / 2, 9)
    canvas = [list(" " * 6 * EPOCHS) for _ in range(rows)]
    canvas[round(KNOWS_NOTHING / unit)] = list(". " * 3 * EPOCHS)
    for epoch, (train, val) in enumerate(zip(run.train, run.val, strict=True)):
        low, high = (min(rows - 1, round(loss / unit)) for loss in (train, val))
        canvas[low][6 * epoch + 3], canvas[high][6 * epoch + 3] = "t", "x" if low == high else "v"
    lines = [f"{unit * row:6.2f} |{''.join(canvas[row]).rstrip()}" for row in reversed(range(rows))]
    lines.append("epoch   " + "".join(f"{epoch + 1:4}  " for epoch in range(EPOCHS)).rstrip())
    lines.append("right   " + "".join(f"{share:4.0%}  " for share in run.right).rstrip())
    lines += ["t training loss, v validation loss, x both, dots at ln 10", ""]
    lines += [f"{'odd' if finding.odd else 'ok':>4}  {finding.test:<23} {finding.said}" for finding in findings]
    lines += ["", f"cause: {case.cause if settings.cause else '?'}"]
    return "\n".join(lines)
