"""What is observed of an answer to `accumulated_step`."""

import weakref

import torch
from torch import nn

from gradschool.scenarios import Answer, scenario

Pieces = list[tuple[torch.Tensor, torch.Tensor]]
OPTIMIZERS = {
    "SGD": lambda parameters: torch.optim.SGD(parameters, lr=0.1),
    "momentum": lambda parameters: torch.optim.SGD(parameters, lr=0.1, momentum=0.9),
    "AdamW": lambda parameters: torch.optim.AdamW(parameters, lr=0.1),
}


def squares(output: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """The mean squared error."""
    return nn.functional.mse_loss(output, y)


def pieces(*rows: int) -> Pieces:
    """Pieces of as many rows; the targets of each lie elsewhere, so that no two weigh the same."""
    return [
        (torch.randn(n, 3, dtype=torch.float64), torch.randn(n, 2, dtype=torch.float64) + 2.0 * (-1.5) ** place)
        for place, n in enumerate(rows)
    ]


def small(dtype: torch.dtype = torch.float64) -> nn.Module:
    return nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2)).to(dtype)


def values(module: nn.Module) -> dict[str, torch.Tensor]:
    return {name: parameter.detach().clone() for name, parameter in module.named_parameters()}


def seen_by(optimizer: torch.optim.Optimizer) -> list[list[torch.Tensor | None]]:
    """Fills up with the gradients that the optimizer has at each step."""
    steps: list[list[torch.Tensor | None]] = []

    def look(*_: object) -> None:
        parameters = [each for group in optimizer.param_groups for each in group["params"]]
        steps.append([None if each.grad is None else each.grad.clone() for each in parameters])

    optimizer.register_step_pre_hook(look)
    return steps


@scenario("makes the step of one piece", cases=[(1,), (5,)])
def one_piece(answer: Answer, rows: int):
    return stepped(answer, pieces(rows))


@scenario("makes the step of the whole batch from equal pieces", cases=[(1, 2), (4, 2), (2, 5)])
def equal(answer: Answer, rows: int, count: int):
    return stepped(answer, pieces(*[rows] * count))


@scenario("makes the step of the whole batch from unequal pieces", cases=[((1, 3),), ((4, 4, 2),), ((5, 1, 7, 2),)])
def unequal(answer: Answer, rows: tuple[int, ...]):
    return stepped(answer, pieces(*rows))


def stepped(answer: Answer, microbatches: Pieces) -> dict[str, object]:
    model = small()
    optimizer = OPTIMIZERS["SGD"](model.parameters())
    steps = seen_by(optimizer)
    answer.accumulated_step(model, optimizer, squares, answer.given(microbatches, "microbatches"))
    return {"gradients at each step": steps, "parameters": values(model)}


@scenario("returns the mean loss over all rows, a float", cases=[((5,),), ((3, 3),), ((4, 4, 2),)])
def loss_of_the_batch(answer: Answer, rows: tuple[int, ...]):
    model = small()
    return {"returned": answer.accumulated_step(model, OPTIMIZERS["SGD"](model.parameters()), squares, pieces(*rows))}


@scenario("takes pieces from a generator", cases=[((3,),), ((4, 4, 2),)])
def generator(answer: Answer, rows: tuple[int, ...]):
    model = small()
    optimizer = OPTIMIZERS["SGD"](model.parameters())
    steps = seen_by(optimizer)
    returned = answer.accumulated_step(model, optimizer, squares, (piece for piece in pieces(*rows)))
    return {"gradients at each step": steps, "returned": returned}


@scenario("starts without the gradients of before", cases=[("by somebody",), ("by a call",)])
def stale(answer: Answer, left: str):
    model = small()
    optimizer = OPTIMIZERS["SGD"](model.parameters())
    steps = seen_by(optimizer)
    if left == "by somebody":
        for parameter in model.parameters():
            parameter.grad = torch.ones_like(parameter)
    else:
        answer.accumulated_step(model, optimizer, squares, pieces(2, 1))
    answer.accumulated_step(model, optimizer, squares, pieces(4, 2))
    return {"gradients at each step": steps}


@scenario("makes one step a call, whatever the optimizer", cases=[(name,) for name in OPTIMIZERS], rtol=1e-5)
def any_optimizer(answer: Answer, optimizer: str):
    model = small()
    made = OPTIMIZERS[optimizer](model.parameters())
    steps = seen_by(made)
    for _ in range(3):
        answer.accumulated_step(model, made, squares, pieces(4, 4, 2))
    return {"steps": len(steps), "parameters": values(model)}


class Pooled(nn.Module):
    """Words of any number, averaged, and a linear layer on top."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.top = nn.Embedding(9, 3), nn.Linear(3, 2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.top(self.words(x).mean(1))


@scenario("counts rows, however long they are", cases=[(2, 2, 7), (3, 1, 6)])
def long_rows(answer: Answer, first: int, second: int, length: int):
    model = Pooled().double()
    optimizer = OPTIMIZERS["SGD"](model.parameters())
    steps = seen_by(optimizer)
    microbatches = [
        (torch.randint(9, (n, words)), torch.randint(2, (n,))) for n, words in ((first, length), (second, 2))
    ]
    returned = answer.accumulated_step(model, optimizer, nn.functional.cross_entropy, microbatches)
    return {"gradients at each step": steps, "returned": returned}


class TwoHeads(nn.Module):
    """One of two heads answers; which one, is set from outside."""

    def __init__(self) -> None:
        super().__init__()
        self.heads = nn.ModuleList([small(), small()])
        self.chosen = 0

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.heads[self.chosen](x)


@scenario(
    "leaves a parameter alone that no piece uses",
    cases=[("SGD", False), ("momentum", True), ("AdamW", True)],
)
def unused(answer: Answer, optimizer: str, used_before: bool):
    model = TwoHeads()
    made = OPTIMIZERS[optimizer](model.parameters())
    if used_before:
        answer.accumulated_step(model, made, squares, pieces(2, 1))
    before, model.chosen = values(model.heads[0]), 1
    steps = seen_by(made)
    answer.accumulated_step(model, made, squares, pieces(2, 1))
    moved = [bool((now != before[name]).any()) for name, now in values(model.heads[0]).items()]
    has = [[grad is not None for grad in grads[: len(before)]] for grads in steps]
    return {"the unused parameters have a gradient at the step": has, "and were moved": moved}


@scenario("gives a parameter outside the model its gradient too", cases=[(False,), (True,)])
def outside(answer: Answer, stale: bool):
    model, scale = small(), nn.Parameter(torch.tensor(1.5, dtype=torch.float64))
    scale.grad = torch.tensor(5.0, dtype=torch.float64) if stale else None
    optimizer = OPTIMIZERS["SGD"]([*model.parameters(), scale])
    steps = seen_by(optimizer)
    answer.accumulated_step(model, optimizer, lambda output, y: squares(scale * output, y), pieces(4, 2))
    return {"gradients of the loss's own parameter": [grads[-1] for grads in steps]}


class Watched(nn.Module):
    """Counts its passes, and the rows whose activations are alive at the end of each."""

    def __init__(self) -> None:
        super().__init__()
        self.inner = small()
        self.passes = self.most_rows = 0
        self._alive: weakref.WeakSet[Saved] = weakref.WeakSet()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.passes += 1

        def pack(tensor: torch.Tensor) -> Saved:
            saved = Saved(tensor, self.passes, len(x))
            self._alive.add(saved)
            return saved

        with torch.autograd.graph.saved_tensors_hooks(pack, lambda saved: saved.tensor):
            output = self.inner(x)
        rows = {saved.number: saved.rows for saved in self._alive}
        self.most_rows = max(self.most_rows, sum(rows.values()))
        return output


class Saved:
    """What a node keeps, and of which pass."""

    def __init__(self, tensor: torch.Tensor, number: int, rows: int) -> None:
        self.tensor, self.number, self.rows = tensor.detach(), number, rows


def rows_kept(answer: Answer, rows: tuple[int, ...]) -> int:
    """The most rows whose activations were alive at once."""
    model = Watched()
    answer.accumulated_step(model, OPTIMIZERS["SGD"](model.parameters()), squares, pieces(*rows))
    return model.most_rows


@scenario("does not gather the activations of the whole batch")
def gathered(answer: Answer):
    rows = (2,) * 6
    return {"activations kept at once": answer.at_most(sum(rows) // 2, rows_kept(answer, rows), "rows of activations")}


@scenario("keeps the activations of one piece at a time", cases=[((2, 2),), ((4, 4, 2),)])
def memory(answer: Answer, rows: tuple[int, ...]):
    return {"activations kept at once": answer.at_most(max(rows), rows_kept(answer, rows), "rows of activations")}


@scenario("runs the model once for each piece, in the mode that it is in", cases=[(True,), (False,)])
def passes(answer: Answer, training: bool):
    model = Watched().train(training)
    modes: list[bool] = []
    model.register_forward_pre_hook(lambda module, _: modes.append(module.training))
    answer.accumulated_step(model, OPTIMIZERS["SGD"](model.parameters()), squares, pieces(4, 4, 2))
    return {"model.training in each pass": modes, "model.training afterwards": model.training}


@scenario("works in float32", rtol=1e-4, atol=1e-5)
def single(answer: Answer):
    model = small(torch.float32)
    optimizer = OPTIMIZERS["SGD"](model.parameters())
    steps = seen_by(optimizer)
    microbatches = [(x.float(), y.float()) for x, y in pieces(4, 4, 2)]
    returned = answer.accumulated_step(model, optimizer, squares, microbatches)
    return {"gradients at each step": steps, "returned": returned}
