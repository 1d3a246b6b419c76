"""What is observed of an answer to `per_sample_grads`."""

from functools import partial

import torch
from torch import nn
from torch.nn import functional as F

from gradschool.scenarios import Answer, scenario


def perceptron(inputs: int = 3, hidden: int = 4, outputs: int = 2) -> nn.Module:
    return nn.Sequential(nn.Linear(inputs, hidden), nn.Tanh(), nn.Linear(hidden, outputs)).double()


def examples(n: int, inputs: int = 3) -> torch.Tensor:
    return torch.randn(n, inputs, dtype=torch.float64)


@scenario("gives one gradient for one example", cases=[(1, 1), (2, 3)])
def linear(answer: Answer, inputs: int, outputs: int):
    model = nn.Linear(inputs, outputs).double()
    x, y = answer.given(examples(1, inputs), "x"), answer.given(examples(1, outputs), "y")
    return {"per_sample_grads(model, mse_loss, x, y)": answer.per_sample_grads(model, F.mse_loss, x, y)}


@scenario("keeps examples apart", cases=[(2,), (5,)])
def apart(answer: Answer, n: int):
    model, y = perceptron(), torch.randint(2, (n,))
    return {
        "per_sample_grads(model, cross_entropy, x, y)": answer.per_sample_grads(model, F.cross_entropy, examples(n), y)
    }


@scenario("hands the model batches, also of one")
def convolutional(answer: Answer):
    model = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Flatten(1), nn.Linear(8, 3)).double()
    x, y = torch.randn(4, 1, 4, 4, dtype=torch.float64), torch.randint(3, (4,))
    return {"per_sample_grads(a small CNN, cross_entropy, x, y)": answer.per_sample_grads(model, F.cross_entropy, x, y)}


@scenario("leaves frozen parameters out")
def frozen(answer: Answer):
    model = perceptron()
    model[0].requires_grad_(False)
    found = answer.per_sample_grads(model, F.cross_entropy, examples(3), torch.randint(2, (3,)))
    return {"names": sorted(found), "gradients": found}


@scenario("uses the model's buffers as they are")
def buffers(answer: Answer):
    model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Linear(4, 2)).double()
    model(examples(20))
    model.eval()
    return {
        "per_sample_grads(model, …)": answer.per_sample_grads(
            model, F.cross_entropy, examples(3), torch.tensor([0, 1, 0])
        )
    }


@scenario("gives back the model as it was", cases=[("no gradient",), ("a gradient",)])
def untouched(answer: Answer, there_was: str):
    model = perceptron()
    if there_was == "a gradient":
        model(examples(2)).sum().backward()
    before = {name: value.detach().clone() for name, value in model.named_parameters()}
    gradients = [None if value.grad is None else value.grad.clone() for value in model.parameters()]
    found = answer.per_sample_grads(model, F.cross_entropy, examples(3), torch.randint(2, (3,)))
    same = [
        a is None if b is None else a is not None and torch.equal(a, b)
        for a, b in zip((value.grad for value in model.parameters()), gradients, strict=True)
    ]
    return {
        "`.grad` is as it was": same,
        "parameters are as they were": all(
            torch.equal(value, before[name]) for name, value in model.named_parameters()
        ),
        "parameters still require gradients": [value.requires_grad for value in model.parameters()],
        "still in training mode": model.training,
        "results that carry a graph": sorted(name for name, value in found.items() if value.requires_grad),
    }


def classifier() -> nn.Module:
    return nn.Sequential(nn.Linear(8, 16), nn.Tanh(), nn.Linear(16, 4))


@scenario("takes hardly more operators for 64 examples than for 16")
def operators(answer: Answer):
    counts = {}
    for n in (16, 64):
        model, x, y = classifier(), torch.randn(n, 8), torch.randint(4, (n,))
        run = partial(answer.per_sample_grads, model, F.cross_entropy, x, y)
        counts[n] = answer.measure(run, saves=False).operators
    if counts[64] <= 1.5 * counts[16]:
        x, y = torch.randn(64, 8), torch.randint(4, (64,))
        answer.race(
            lambda: answer.per_sample_grads(classifier(), F.cross_entropy, x, y),
            lambda: one_by_one(classifier(), x, y),
            "a loop over 64 examples",
        )
    return {
        "operators for 16 examples": answer.at_most(250, counts[16], "operators"),
        "operators for 64 examples": answer.at_most(1.5 * counts[16], counts[64], "operators"),
    }


def one_by_one(model: nn.Module, x: torch.Tensor, y: torch.Tensor) -> list[tuple[torch.Tensor, ...]]:
    """The baseline of the race."""
    return [
        torch.autograd.grad(F.cross_entropy(model(x[i : i + 1]), y[i : i + 1]), list(model.parameters()))
        for i in range(len(x))
    ]
