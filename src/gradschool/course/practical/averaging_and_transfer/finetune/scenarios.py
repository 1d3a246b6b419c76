"""What is observed of a model and its optimizer after `configure_finetune`."""

from collections import OrderedDict

import torch
from torch import nn
from torch.nn import functional as F

from gradschool.scenarios import Answer, scenario


class Block(nn.Module):
    """A residual block; its dropout is a function, so that only its own mode tells whether it drops."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.inner, self.norm = nn.Linear(width, width), nn.BatchNorm1d(width)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + F.dropout(self.norm(self.inner(x)).relu(), 0.5, self.training)


class Classifier(nn.Module):
    """A backbone of several kinds of layers, and a head called `out`, or what is asked."""

    def __init__(self, head: nn.Module, backbone: nn.Module, called: str = "out") -> None:
        super().__init__()
        self.features, self.called = backbone, called
        self.add_module(called, head)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.get_submodule(self.called)(self.features(x))


class Deep(nn.Module):
    """Its head lies two modules down, beside a layer that is none."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Sequential(nn.Linear(4, 6), nn.BatchNorm1d(6))
        self.top = nn.ModuleDict({"pre": nn.Linear(6, 6), "drop": nn.Dropout(0.5), "logits": nn.Linear(6, 3)})

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        hidden = self.top["pre"](self.first(x)).relu()
        return self.top["logits"](self.top["drop"](hidden))


HEADS = {
    "a Linear": lambda: nn.Linear(6, 3),
    "a Linear without bias": lambda: nn.Linear(6, 3, bias=False),
    "with a LayerNorm": lambda: nn.Sequential(nn.LayerNorm(6), nn.Linear(6, 3)),
    "with layers that have names": lambda: nn.Sequential(OrderedDict(norm=nn.LayerNorm(6), last=nn.Linear(6, 3))),
    "with a BatchNorm and dropout": lambda: nn.Sequential(
        nn.Linear(6, 6), nn.BatchNorm1d(6), nn.ReLU(), nn.Dropout(0.5), nn.Linear(6, 3)
    ),
    "with a LayerNorm over two axes": lambda: nn.Sequential(
        nn.Unflatten(1, (2, 3)), nn.LayerNorm((2, 3)), nn.Flatten(), nn.Linear(6, 3)
    ),
    "convolutional, with a GroupNorm": lambda: nn.Sequential(
        nn.Unflatten(1, (1, 6)), nn.Conv1d(1, 2, 3), nn.GroupNorm(1, 2), nn.PReLU(2), nn.Flatten(), nn.Linear(8, 3)
    ),
    "with an RMSNorm": lambda: nn.Sequential(nn.RMSNorm(6), nn.Linear(6, 3)),
}
BACKBONES = {
    "BatchNorm1d": lambda: nn.Sequential(nn.Linear(4, 6), nn.BatchNorm1d(6), nn.Tanh()),
    "BatchNorm2d": lambda: nn.Sequential(
        nn.Unflatten(1, (1, 2, 2)), nn.Conv2d(1, 2, 2), nn.BatchNorm2d(2), nn.Flatten(), nn.Linear(2, 6)
    ),
    "dropout": lambda: nn.Sequential(nn.Linear(4, 6), nn.Dropout(0.5)),
    "a block of its own": lambda: nn.Sequential(nn.Linear(4, 6), Block(6)),
}


def classifier(head: str = "a Linear", backbone: str = "BatchNorm1d") -> Classifier:
    return Classifier(HEADS[head](), BACKBONES[backbone]())


def batch(rows: int = 8) -> tuple[torch.Tensor, torch.Tensor]:
    return 2 * torch.randn(rows, 4) + 1, torch.arange(rows) % 3


def numbers(model: nn.Module) -> dict[str, torch.Tensor]:
    """Copies of all parameters and buffers by name."""
    return {name: tensor.detach().clone() for name, tensor in model.state_dict().items()}


def epoch(model: nn.Module, optimizer: torch.optim.Optimizer, steps: int = 3, set_to_none: bool = True) -> None:
    """The loop of the task, for one epoch."""
    model.train()
    for _ in range(steps):
        x, y = batch()
        optimizer.zero_grad(set_to_none=set_to_none)
        F.cross_entropy(model(x), y).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    model.eval()


def settings(model: nn.Module, optimizer: torch.optim.Optimizer, key: str) -> dict[str, float]:
    """What the optimizer has for each parameter, by its name in the model."""
    names = {id(parameter): name for name, parameter in model.named_parameters()}
    found = [
        (names.get(id(parameter), "a tensor that is none of the model's"), float(group[key]))
        for group in optimizer.param_groups
        for parameter in group["params"]
    ]
    return dict(sorted(found))


@scenario("freezes all that is outside the head, and nothing in it", cases=[("trainable",), ("frozen",)])
def requires_grad(answer: Answer, before: str):
    model = classifier("with a BatchNorm and dropout")
    model.requires_grad_(before == "trainable")
    answer.configure_finetune(model, model.out, 0.1, 0.01)
    return {"requires_grad": {name: parameter.requires_grad for name, parameter in model.named_parameters()}}


@scenario("takes a head of any name", cases=[("head",), ("fc",), ("features_2",)])
def any_name(answer: Answer, called: str):
    model = Classifier(HEADS["a Linear"](), BACKBONES["BatchNorm1d"](), called)
    answer.configure_finetune(model, model.get_submodule(called), 0.1, 0.01)
    return {"requires_grad": {name: parameter.requires_grad for name, parameter in model.named_parameters()}}


@scenario("finds a head that lies deep inside")
def deep(answer: Answer):
    model = Deep()
    optimizer = answer.configure_finetune(model, model.top["logits"], 0.1, 0.01)
    return {
        "requires_grad": {name: parameter.requires_grad for name, parameter in model.named_parameters()},
        "learning rates": settings(model, optimizer, "lr"),
        "modules in train mode, after model.train() and a pass": training(model, model.top["drop"], model.top["pre"]),
        "the head is in train mode": model.top["logits"].training,
    }


def training(model: nn.Module, *modules: nn.Module) -> list[str]:
    """Which of the modules are in train mode, by the names of their classes."""
    model.train()
    model(batch()[0])
    return [type(module).__name__ for module in modules if module.training]


@scenario("leaves no old gradient outside the head")
def stale(answer: Answer):
    model = classifier()
    x, y = batch()
    (100 * F.cross_entropy(model(x), y)).backward()
    optimizer = answer.configure_finetune(model, model.out, 0.1, 0.0)
    left = [name for name, parameter in model.features.named_parameters() if parameter.grad is not None]
    optimizer.zero_grad()
    F.cross_entropy(model(x), y).backward()
    return {
        "parameters outside the head that hold a gradient": left,
        "the norm that is clipped in the first step": nn.utils.clip_grad_norm_(model.parameters(), 1.0),
    }


@scenario("gives the optimizer the head's parameters and no others, at the rate lr", cases=[(head,) for head in HEADS])
def rates(answer: Answer, head: str):
    model = classifier(head)
    optimizer = answer.configure_finetune(model, model.out, 0.03, 0.2)
    return {"learning rates": settings(model, optimizer, "lr")}


@scenario("decays matrices, and neither biases nor normalization", cases=[(head,) for head in HEADS])
def decays(answer: Answer, head: str):
    model = classifier(head)
    optimizer = answer.configure_finetune(model, model.out, 0.03, 0.2)
    found = settings(model, optimizer, "weight_decay")
    return {"weight decay in the head": {name: decay for name, decay in found.items() if name.startswith("out")}}


@scenario("is AdamW")
def kind(answer: Answer):
    model = classifier()
    optimizer = answer.configure_finetune(model, model.out, 0.1, 0.01)
    return {"an AdamW": isinstance(optimizer, torch.optim.AdamW), "betas": settings_once(optimizer, "betas")}


def settings_once(optimizer: torch.optim.Optimizer, key: str) -> list[float]:
    return list(optimizer.param_groups[0][key])


@scenario(
    "keeps all numbers outside the head through epochs of training",
    cases=[(backbone, epochs) for epochs in (1, 2) for backbone in BACKBONES],
)
def untouched(answer: Answer, backbone: str, epochs: int):
    model = classifier(backbone=backbone)
    optimizer = answer.configure_finetune(model, model.out, 0.1, 0.01)
    before = numbers(model.features)
    for _ in range(epochs):
        epoch(model, optimizer)
    return {"numbers outside the head that moved": changed(before, numbers(model.features))}


@scenario("moves nothing that is frozen, old gradients and zero_grad(set_to_none=False) or not", cases=[(1,), (2,)])
def zeros(answer: Answer, epochs: int):
    model = classifier()
    x, y = batch()
    F.cross_entropy(model(x), y).backward()
    optimizer = answer.configure_finetune(model, model.out, 0.1, 0.5)
    before = numbers(model.features)
    for _ in range(epochs):
        epoch(model, optimizer, set_to_none=False)
    return {
        "numbers outside the head that moved": changed(before, numbers(model.features)),
        "the head's weight": model.out.weight.detach(),
    }


def changed(before: dict[str, torch.Tensor], now: dict[str, torch.Tensor]) -> list[str]:
    return [name for name in before if not torch.equal(before[name], now[name])]


@scenario("gives the same features in train mode as in eval mode", cases=[(backbone,) for backbone in BACKBONES])
def same_features(answer: Answer, backbone: str):
    model = classifier(backbone=backbone)
    x, _ = batch()
    model(x)
    answer.configure_finetune(model, model.out, 0.1, 0.01)
    with torch.no_grad():
        quiet, trained = model.eval()(x), model.train()(x)
    return {"model(x) in eval mode": quiet, "model(x) in train mode": trained}


@scenario("lets the head drop and measure in train mode, and not in eval mode", cases=[(0,), (1,), (2,)])
def head_modes(answer: Answer, epochs: int):
    model = classifier("with a BatchNorm and dropout").eval()
    optimizer = answer.configure_finetune(model, model.out, 0.1, 0.01)
    at_return = [module.training for module in model.out.modules()]
    for _ in range(epochs):
        epoch(model, optimizer)
    x, _ = batch()
    norm = model.out[1]
    was = norm.running_mean.clone()
    model.eval()(x)
    in_eval = torch.equal(norm.running_mean, was)
    model.train()(x)
    return {
        "the head's modules in train mode at the return": at_return,
        "its running mean stays in eval mode": in_eval,
        "its running mean moves in train mode": not torch.equal(norm.running_mean, was),
        "its modules in train mode after model.train()": [module.training for module in model.out.modules()],
    }


@scenario("trains the head as AdamW does", cases=[("a Linear", 1), ("with a LayerNorm", 3), ("with an RMSNorm", 3)])
def trains(answer: Answer, head: str, epochs: int):
    model = classifier(head)
    optimizer = answer.configure_finetune(model, model.out, 0.05, 0.5)
    for _ in range(epochs):
        epoch(model, optimizer)
    return {"the head": numbers(model.out)}


@scenario("changes no number and no name by itself")
def by_itself(answer: Answer):
    model = classifier("with a BatchNorm and dropout")
    model(batch()[0])
    before = numbers(model)
    answer.configure_finetune(model, model.out, 0.1, 0.01)
    now = numbers(model)
    return {
        "names": list(now),
        "numbers that changed": [n for n in before if n in now and changed({n: before[n]}, now)],
    }
