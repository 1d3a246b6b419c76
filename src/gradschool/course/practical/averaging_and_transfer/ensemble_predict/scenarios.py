"""What is observed of an answer to `ensemble_predict`."""

import torch
from torch import nn
from torch.nn import functional as F

from gradschool.scenarios import Answer, scenario


class Fixed(nn.Module):
    """Answers with the same logits for every example: they are its only parameter."""

    def __init__(self, logits: list[float]) -> None:
        super().__init__()
        self.logits = nn.Parameter(torch.tensor(logits))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.logits.expand(len(x), -1)


class Centered(nn.Module):
    """Takes away what it has stored, in a buffer that is not saved."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.register_buffer("center", 2 * torch.randn(features), persistent=False)
        self.head = nn.Linear(features, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.head(2 * (x - self.center))


class Counted(nn.Module):
    """Counts how often its forward runs, in any copy."""

    runs = 0

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 3))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        type(self).runs += 1
        return self.layers(x)


def strong(model: nn.Module) -> nn.Module:
    """The same model with weights so large that its members disagree."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(1.5 * torch.randn(parameter.shape))
    return model


def perceptron(dtype: torch.dtype = torch.float32) -> nn.Module:
    return strong(nn.Sequential(nn.Linear(4, 6), nn.Tanh(), nn.Linear(6, 3))).to(dtype)


def noisy() -> nn.Module:
    """With BatchNorm, whose statistics are its own, and dropout."""
    net = strong(nn.Sequential(nn.Linear(4, 6), nn.BatchNorm1d(6), nn.ReLU(), nn.Dropout(0.5), nn.Linear(6, 3)))
    norm = net[1]
    norm.running_mean.copy_(torch.randn(6))
    norm.running_var.copy_(torch.rand(6) + 0.2)
    return net


@scenario("averages probabilities, not logits and not votes", cases=[([0.0, 0.0],), ([100.0, 0.0],), ([2.0, 0.0],)])
def by_hand(answer: Answer, second: list[float]):
    models = [Fixed([0.0, 100.0]), Fixed(second)]
    return {"mean probabilities": answer.ensemble_predict(models, torch.zeros(1, 1))}


@scenario("gives each example a row of probabilities", cases=[(1, 1), (1, 3), (2, 1), (5, 5), (3, 7)])
def values(answer: Answer, models: int, batch: int):
    members = [perceptron() for _ in range(models)]
    return {"ensemble_predict(models, x)": answer.ensemble_predict(members, answer.given(torch.randn(batch, 4), "x"))}


@scenario("takes images, and modules in an nn.ModuleList")
def images(answer: Answer):
    members = nn.ModuleList(
        strong(nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Flatten(), nn.Linear(8, 3))) for _ in range(3)
    )
    return {"ensemble_predict(models, x)": answer.ensemble_predict(members, torch.randn(2, 1, 4, 4))}


@scenario("keeps the dtype of the logits, and takes a batch of nothing", cases=[(torch.float64, 2), (torch.float32, 0)])
def dtypes(answer: Answer, dtype: torch.dtype, batch: int):
    members = [perceptron(dtype) for _ in range(3)]
    return {"ensemble_predict(models, x)": answer.ensemble_predict(members, torch.randn(batch, 4, dtype=dtype))}


@scenario("uses each model's own buffers", cases=[("saved",), ("not saved",)])
def buffers(answer: Answer, kind: str):
    members = [noisy().eval() if kind == "saved" else Centered(4) for _ in range(3)]
    return {"ensemble_predict(models, x)": answer.ensemble_predict(members, torch.randn(4, 4))}


@scenario("answers as in eval mode", cases=[("all in train mode",), ("one in train mode",), ("one frozen layer",)])
def modes(answer: Answer, models: str):
    members = [noisy() for _ in range(3)]
    if models == "one in train mode":
        members[0].eval()
        members[2].eval()
    if models == "one frozen layer":
        for member in members:
            member[1].eval()
    return {"ensemble_predict(models, x)": answer.ensemble_predict(members, torch.randn(4, 4))}


@scenario(
    "carries no graph, whatever requires a gradient", cases=[("all models",), ("all but one",), ("the models and x",)]
)
def frozen(answer: Answer, what: str):
    members, x = [perceptron() for _ in range(3)], torch.randn(2, 4)
    if what == "all but one":
        members[1].requires_grad_(False)
    if what == "the models and x":
        x.requires_grad_()
    result = answer.ensemble_predict(members, x)
    return {"ensemble_predict(models, x)": result, "it carries a graph": result.requires_grad}


@scenario("leaves the models as they were", cases=[("train mode",), ("eval mode",), ("a layer in eval mode",)])
def untouched(answer: Answer, mode: str):
    members, x = [noisy() for _ in range(3)], torch.randn(4, 4)
    for member in members:
        F.cross_entropy(member(x), torch.tensor([0, 1, 2, 0])).backward()
        member.train(mode != "eval mode")
        if mode == "a layer in eval mode":
            member[1].eval()
    members[0][0].requires_grad_(False)
    before = numbers(members)
    answer.ensemble_predict(members, answer.given(x, "x"))
    return {
        "training of every module": [[module.training for module in member.modules()] for member in members],
        "requires_grad of the parameters": [each.requires_grad for member in members for each in member.parameters()],
        "parameters, buffers and gradients that changed": [
            name for name, now in numbers(members).items() if not same(now, before[name])
        ],
    }


def numbers(members: list[nn.Module]) -> dict[str, torch.Tensor | None]:
    """Copies of all that the models hold, by name."""
    held = {}
    for place, member in enumerate(members):
        for name, tensor in member.state_dict().items():
            held[f"models[{place}]: {name}"] = tensor.clone()
        for name, parameter in member.named_parameters():
            held[f"models[{place}]: {name}.grad"] = None if parameter.grad is None else parameter.grad.clone()
    return held


def same(now: torch.Tensor | None, before: torch.Tensor | None) -> bool:
    if now is None or before is None:
        return now is before
    return now.device == before.device and torch.equal(now, before)


@scenario("runs the code of forward once, for any number of models", cases=[(1,), (2,), (20,)])
def one_forward(answer: Answer, models: int):
    members, x = [Counted() for _ in range(models)], torch.randn(3, 4)
    Counted.runs = 0
    result = answer.ensemble_predict(members, x)
    return {"calls of forward": answer.at_most(1, Counted.runs, "calls"), "ensemble_predict(models, x)": result}
