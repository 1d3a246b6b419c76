"""What is observed of the repaired step."""

from typing import Any

import torch
from torch import nn

from gradschool.scenarios import Answer, scenario

OPTIMIZERS = {
    "SGD": lambda parameters: torch.optim.SGD(parameters, lr=0.1),
    "SGD with momentum": lambda parameters: torch.optim.SGD(parameters, lr=0.05, momentum=0.9),
    "AdamW": lambda parameters: torch.optim.AdamW(parameters, lr=0.01),
}


def empty_log() -> dict[str, Any]:
    return {"total": 0.0, "steps": 0}


def line() -> tuple[torch.Tensor, torch.Tensor]:
    """A batch of points near a plane."""
    x = torch.randn(8, 3)
    return x, x @ torch.tensor([[1.0], [-2.0], [0.5]]) + 0.1 * torch.randn(8, 1)


def weights(model: nn.Module) -> list[torch.Tensor]:
    return [parameter.detach().clone() for parameter in model.parameters()]


@scenario("makes the step that this batch asks for", cases=[(1,), (2,), (5,)], rtol=1e-4, atol=1e-5)
def plain_steps(answer: Answer, steps: int):
    model = nn.Linear(3, 1)
    optimizer = OPTIMIZERS["SGD"](model.parameters())
    for _ in range(steps):
        answer.train_step(model, optimizer, *line(), empty_log())
    return {"parameters": weights(model)}


@scenario("works with any optimizer", cases=[("SGD with momentum",), ("AdamW",)], rtol=1e-3, atol=1e-4)
def any_optimizer(answer: Answer, optimizer: str):
    model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
    made = OPTIMIZERS[optimizer](model.parameters())
    for _ in range(4):
        answer.train_step(model, made, *line(), empty_log())
    return {"parameters": weights(model)}


@scenario("adds the loss of each batch to the log", cases=[(1,), (3,)], rtol=1e-4, atol=1e-5)
def logged(answer: Answer, steps: int):
    model, log = nn.Linear(3, 1), empty_log()
    optimizer = OPTIMIZERS["SGD"](model.parameters())
    for _ in range(steps):
        answer.train_step(model, optimizer, *line(), log)
    total = torch.as_tensor(log["total"]).detach()
    return {'log["total"]': float(total), 'log["steps"]': log["steps"]}


@scenario("keeps no graph in the log", cases=[(1,), (2,), (100,)])
def no_graph(answer: Answer, steps: int):
    model, log = nn.Linear(3, 1), empty_log()
    optimizer = OPTIMIZERS["SGD"](model.parameters())
    for _ in range(steps):
        answer.train_step(model, optimizer, *line(), log)
    return {"graph nodes behind the log": answer.at_most(0, nodes_behind(log), "graph nodes")}


def nodes_behind(value: object) -> int:
    """How many graph nodes the tensors in `value` keep alive, each counted once."""
    waiting, seen = [value], set()
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            waiting.extend(part.values())
        elif isinstance(part, list | tuple):
            waiting.extend(part)
        elif isinstance(part, torch.Tensor):
            waiting.append(part.grad_fn)
        elif part is not None and hasattr(part, "next_functions") and part not in seen:
            seen.add(part)
            waiting.extend(parent for parent, _ in part.next_functions)
    return len(seen)


class TwoHeads(nn.Module):
    """One of two heads answers; which one, is set from outside."""

    def __init__(self) -> None:
        super().__init__()
        self.heads = nn.ModuleList([nn.Linear(3, 1), nn.Linear(3, 1)])
        self.chosen = 0

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.heads[self.chosen](x)


@scenario(
    "leaves a parameter alone that the batch doesn't use",
    cases=[(each, used_before) for each in OPTIMIZERS for used_before in (False, True)],
)
def unused(answer: Answer, optimizer: str, used_before: bool):
    model, log = TwoHeads(), empty_log()
    made = OPTIMIZERS[optimizer](model.parameters())
    if used_before:
        answer.train_step(model, made, *line(), log)
    before = weights(model.heads[0])
    model.chosen = 1
    for _ in range(2):
        answer.train_step(model, made, *line(), log)
    moved = [bool((now != old).any()) for now, old in zip(weights(model.heads[0]), before, strict=True)]
    return {"the unused head moved": moved}


@scenario("returns nothing, and leaves the mode of the model as it was", cases=[(True,), (False,)])
def leaves_alone(answer: Answer, training: bool):
    model = nn.Linear(3, 1).train(training)
    x, y = answer.given(line(), "(x, y)")
    returned = answer.train_step(model, OPTIMIZERS["SGD"](model.parameters()), x, y, empty_log())
    return {"returned": returned, "model.training": model.training}
