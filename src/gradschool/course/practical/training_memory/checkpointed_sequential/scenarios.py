"""What is observed of an answer to `CheckpointedSequential`."""

from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager

import torch
from torch import nn

from gradschool.scenarios import Answer, scenario

DEPTH, ROWS, WIDTH = 25, 128, 8


class Shift(nn.Module):
    """Adds a number that is learned."""

    def __init__(self) -> None:
        super().__init__()
        self.by = nn.Parameter(torch.randn(()))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.tanh() + self.by


class Counted(nn.Module):
    """Counts how often it runs."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.inner, self.runs = nn.Linear(width, width), 0

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.runs += 1
        return self.inner(x).tanh()


def dropping(width: int) -> nn.Module:
    """A layer in which a different mask gives a different gradient."""
    return nn.Sequential(nn.Linear(width, width), nn.Tanh(), nn.Dropout(0.5))


def block() -> nn.Module:
    """The block of the task."""
    return nn.Sequential(nn.Linear(WIDTH, 4 * WIDTH), nn.GELU(), nn.Linear(4 * WIDTH, WIDTH))


def layers(kind: str) -> list[nn.Module]:
    """The layers of a small net that takes five numbers."""
    if kind == "one layer":
        return [nn.Linear(5, 5)]
    return [nn.Linear(5, 7), nn.GELU(), nn.Linear(7, 5), nn.Tanh(), nn.Linear(5, 5)]


def gradients(net: nn.Module) -> dict[str, torch.Tensor | None]:
    """The gradients of all parameters by name."""
    return {name: parameter.grad for name, parameter in net.named_parameters()}


def step(net: Callable[[torch.Tensor], torch.Tensor], x: torch.Tensor) -> None:
    """Forward, and backward with an uneven weight on every output."""
    y = net(x)
    y.backward(torch.linspace(-1, 2, y.numel(), dtype=y.dtype).view_as(y))


@scenario("gives the output and the gradients of nn.Sequential", cases=[("one layer",), ("five layers",)])
def same_maths(answer: Answer, net: str):
    made = answer.CheckpointedSequential(*layers(net))
    x = torch.randn(3, 5, requires_grad=True)
    step(made, x)
    return {"net(x)": made(x).detach(), "x.grad": x.grad, "gradients": gradients(made)}


@scenario("runs a layer as often as it stands in the list")
def repeated(answer: Answer):
    shift = Shift()
    net = answer.CheckpointedSequential(shift, nn.Linear(5, 5), shift)
    x = torch.randn(3, 5)
    step(net, x)
    return {"net(x)": net(x).detach(), "gradients": gradients(net)}


@scenario("trains when the input needs no gradient, and leaves the input as it was", cases=[("floats",), ("integers",)])
def plain_input(answer: Answer, input: str):
    if input == "floats":
        net, x = answer.CheckpointedSequential(*layers("five layers")), torch.randn(3, 5)
    else:
        net, x = answer.CheckpointedSequential(nn.Embedding(4, 5), nn.Linear(5, 2)), torch.randint(4, (3,))
    step(net, answer.given(x))
    return {"gradients": gradients(net), "input.requires_grad": x.requires_grad, "input.grad": x.grad}


@scenario("drops the same numbers when it runs again", cases=[(1,), (3,)])
def same_masks(answer: Answer, dropouts: int):
    net = answer.CheckpointedSequential(*(dropping(16) for _ in range(dropouts)))
    x = torch.randn(8, 16, requires_grad=True)
    step(net, x)
    return {"x.grad": x.grad, "gradients": gradients(net)}


@scenario("draws the masks that nn.Sequential draws, and leaves the random numbers where it leaves them")
def stream(answer: Answer):
    net = answer.CheckpointedSequential(dropping(16), dropping(16))
    x = torch.randn(8, 16, requires_grad=True)
    y = net(x)
    between = torch.rand(4)
    y.sum().backward()
    return {"net(x)": y.detach(), "torch.rand after forward": between, "torch.rand after backward": torch.rand(4)}


@scenario("may run twice before one backward")
def two_runs(answer: Answer):
    net = answer.CheckpointedSequential(dropping(16), dropping(16))
    first, second = torch.randn(8, 16, requires_grad=True), torch.randn(8, 16, requires_grad=True)
    step(lambda x: net(x) + net(second), first)
    return {"first.grad": first.grad, "second.grad": second.grad, "gradients": gradients(net)}


USUAL: list[tuple[int, int]] = []


def usual(answer: Answer) -> tuple[int, int]:
    """Of nn.Sequential: the bytes saved for backward, and the peak of a step; always the same, so counted once."""
    if not USUAL:
        net, x = nn.Sequential(*(block() for _ in range(DEPTH))), torch.randn(ROWS, WIDTH)
        measured = answer.measure(lambda: step(net, x))
        USUAL.append((measured.saved_bytes, measured.peak_bytes))
    return USUAL[0]


@scenario("saves at most 25 % for backward", cases=[(True,), (False,)])
def saved(answer: Answer, input_needs_gradient: bool):
    theirs, _ = usual(answer)
    net = answer.CheckpointedSequential(*(block() for _ in range(DEPTH)))
    x = torch.randn(ROWS, WIDTH, requires_grad=input_needs_gradient)
    mine = answer.measure(lambda: net(x)).saved_bytes
    answer.tell(f"saved for backward: {mine / theirs:.0%} of what nn.Sequential saves")
    return {"saved for backward": answer.at_most(theirs // 4, mine, "bytes")}


@scenario("peaks at most at 50 % in a whole step")
def peak(answer: Answer):
    _, theirs = usual(answer)
    net, x = answer.CheckpointedSequential(*(block() for _ in range(DEPTH))), torch.randn(ROWS, WIDTH)
    mine = answer.measure(lambda: step(net, x)).peak_bytes
    answer.tell(f"the peak of a step is {mine / theirs:.0%} of that of nn.Sequential")
    return {"memory at the peak": answer.at_most(theirs // 2, mine, "bytes")}


@scenario("runs each layer once in forward, and once more in backward")
def runs(answer: Answer):
    counted = [Counted(4) for _ in range(6)]
    y = answer.CheckpointedSequential(*counted)(torch.randn(3, 4, requires_grad=True))
    in_forward = [each.runs for each in counted]
    y.sum().backward()
    # The last ones need not run again: backward begins there.
    return {
        "runs of each layer in forward": in_forward,
        "runs of the first layer in a whole step": counted[0].runs,
        "the most runs in a whole step": answer.at_most(2, max(each.runs for each in counted), "runs of one layer"),
    }


@scenario("runs once and records nothing where gradients are off", cases=[("no_grad",), ("inference_mode",)])
def off(answer: Answer, switch: str):
    counted = [Counted(4) for _ in range(3)]
    net = answer.CheckpointedSequential(*counted).eval()
    context: AbstractContextManager[None] = getattr(torch, switch)()
    with context:
        y = net(torch.randn(2, 4))
    return {"net(x)": y, "runs of each layer": [each.runs for each in counted]}


@scenario("is built like nn.Sequential, and has its state", cases=[("layers",), ("an OrderedDict",)])
def state(answer: Answer, built_from: str):
    named = OrderedDict(first=nn.Linear(2, 3), act=nn.ReLU(), last=nn.Linear(3, 1))
    several = [named] if built_from == "an OrderedDict" else list(named.values())
    net, plain = answer.CheckpointedSequential(*several), nn.Sequential(*several)
    return {
        "names in the state dict": list(net.state_dict()),
        "loads the state of nn.Sequential": answer.attempt(lambda: str(net.load_state_dict(plain.state_dict()))),
        "its state loads into nn.Sequential": answer.attempt(lambda: str(plain.load_state_dict(net.state_dict()))),
        "net(x)": net(torch.ones(1, 2)).detach(),
    }
