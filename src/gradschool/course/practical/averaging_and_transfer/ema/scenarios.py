"""What is observed of an answer to `EMA`."""

import copy

import torch
from torch import nn

from gradschool.scenarios import Answer, scenario


class Weight(nn.Module):
    """One number that is learned."""

    def __init__(self, start: float = 0.0) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.tensor([start]))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.weight * x


class Tied(nn.Module):
    """Embeds a number and scores all numbers with the same table."""

    def __init__(self) -> None:
        super().__init__()
        self.table = nn.Embedding(5, 3)
        self.scores = nn.Linear(3, 5, bias=False)
        self.scores.weight = self.table.weight

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.scores(self.table(x))


def set_to(model: nn.Module, value: float) -> None:
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.fill_(value)


def network() -> nn.Module:
    return nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Tanh(), nn.Linear(4, 2))


def trainer(model: nn.Module) -> torch.optim.Optimizer:
    return torch.optim.SGD(model.parameters(), lr=0.3, momentum=0.9)


def step(model: nn.Module, optimizer: torch.optim.Optimizer) -> None:
    optimizer.zero_grad()
    model(torch.randn(8, 3) + 1).square().mean().backward()
    optimizer.step()


def numbers(module: nn.Module) -> dict[str, torch.Tensor]:
    """Copies of all parameters and buffers by name."""
    return {name: tensor.detach().clone() for name, tensor in module.state_dict().items()}


def trained(answer: Answer, steps: int = 3, decay: float = 0.7):
    """A model, its optimizer and its average, some steps into a run; the model is one step ahead of the average."""
    model = network()
    optimizer, ema = trainer(model), answer.EMA(model, decay)
    for _ in range(steps):
        step(model, optimizer)
        ema.update()
    step(model, optimizer)
    return model, optimizer, ema


class Stopped(Exception):
    """What a block may raise."""


@scenario("starts as a copy with memory of its own")
def begins(answer: Answer):
    model = network()
    ema = answer.EMA(model)
    before = numbers(ema.module)
    set_to(model, 7.0)
    return {"ema.module": before, "ema.module, after the model was changed": numbers(ema.module)}


@scenario("moves by 1 - decay of the way at each update", cases=[(1, 0.9), (2, 0.9), (5, 0.9), (2, 0.0), (2, 1.0)])
def moves(answer: Answer, updates: int, decay: float):
    model = Weight()
    ema = answer.EMA(model, decay)
    set_to(model, 1.0)
    for _ in range(updates):
        ema.update()
    return {"the parameter of ema.module": ema.module.weight}


@scenario("has a decay of 0.999 if none is given")
def default(answer: Answer):
    model = Weight()
    ema = answer.EMA(model)
    set_to(model, 1000.0)
    ema.update()
    return {"the parameter of ema.module": ema.module.weight}


@scenario("follows a run", cases=[(1, torch.float32), (20, torch.float64)])
def follows(answer: Answer, steps: int, dtype: torch.dtype):
    model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2)).to(dtype)
    optimizer, ema = trainer(model), answer.EMA(model, 0.8)
    for _ in range(steps):
        optimizer.zero_grad()
        model(torch.randn(8, 3, dtype=dtype)).square().mean().backward()
        optimizer.step()
        ema.update()
    return {"ema.module": numbers(ema.module)}


@scenario("copies the buffers, counters among them", cases=[(1,), (3,)])
def buffers(answer: Answer, updates: int):
    model = network()
    ema = answer.EMA(model, 0.9)
    for _ in range(updates):
        model(3 * torch.randn(8, 3) + 2)
        ema.update()
    return {f"ema.module: {name}": value for name, value in numbers(ema.module[1]).items()}


@scenario("averages frozen parameters too")
def frozen(answer: Answer):
    model = nn.Sequential(Weight(), Weight())
    model[0].requires_grad_(False)
    ema = answer.EMA(model, 0.9)
    set_to(model, 1.0)
    ema.update()
    return {"the parameters of ema.module": numbers(ema.module)}


@scenario("averages tied weights once, and keeps them tied", cases=[(1,), (2,)])
def tied(answer: Answer, updates: int):
    model = Tied()
    ema = answer.EMA(model, 0.5)
    set_to(model, 1.0)
    for _ in range(updates):
        ema.update()
    return {
        "ema.module": numbers(ema.module),
        "still tied": ema.module.scores.weight is ema.module.table.weight,
        "ema.module(x)": ema.module(torch.tensor([0, 3])).detach(),
    }


@scenario("records nothing, and leaves the model as it is")
def records_nothing(answer: Answer):
    model = network()
    optimizer, ema = trainer(model), answer.EMA(model, 0.9)
    at_first = follows_gradients(ema.module)
    for _ in range(2):
        step(model, optimizer)
        before, gradients = numbers(model), [parameter.grad.clone() for parameter in model.parameters()]
        ema.update()
    after = numbers(model)
    return {
        "parameters of ema.module that require a gradient at first": at_first,
        "parameters of ema.module that require a gradient after two updates": follows_gradients(ema.module),
        "requires_grad in the model": [parameter.requires_grad for parameter in model.parameters()],
        "numbers of the model that changed": [name for name in before if not torch.equal(before[name], after[name])],
        "`.grad` of the model": [
            torch.equal(parameter.grad, gradient)
            for parameter, gradient in zip(model.parameters(), gradients, strict=True)
        ],
    }


def follows_gradients(module: nn.Module) -> list[str]:
    return [name for name, parameter in module.named_parameters() if parameter.requires_grad]


@scenario("can be called like the model, and has its names")
def callable_module(answer: Answer):
    model, _, ema = trained(answer)
    return {
        "names in the state dict": list(ema.module.state_dict()),
        "the class of ema.module": type(ema.module).__name__,
        "ema.module(x) in eval mode": ema.module.eval()(torch.ones(2, 3)).detach(),
        "the model's mode": model.training,
    }


@scenario("gives the model the average inside swap()", cases=[("parameters",), ("buffers",)])
def inside(answer: Answer, what: str):
    model, _, ema = trained(answer)
    names = {name for name, _ in getattr(model, f"named_{what}")()}
    with ema.swap():
        seen = numbers(model)
    return {f"{what} of the model": {name: value for name, value in seen.items() if name in names}}


@scenario("gives the model its own numbers back, also if the block raises", cases=[("ends",), ("raises",)])
def outside(answer: Answer, block: str):
    model, _, ema = trained(answer)
    before, average = numbers(model), numbers(ema.module)

    def run():
        with ema.swap():
            if block == "raises":
                raise Stopped
        return "ended"

    ended = answer.attempt(run, kind=Stopped)
    return {
        "what came of the block": ended,
        "numbers of the model that changed": changed(model, before),
        "numbers of the average that changed": changed(ema.module, average),
    }


def changed(module: nn.Module, before: dict[str, torch.Tensor]) -> list[str]:
    return [name for name, now in module.state_dict().items() if not torch.equal(now, before[name])]


@scenario("puts right what the block has changed in the model")
def changing_block(answer: Answer):
    model, _, ema = trained(answer)
    before = numbers(model)
    with ema.swap():
        model(torch.randn(8, 3))  # in train mode: BatchNorm goes on counting
        set_to(model[0], 5.0)
    return {"numbers of the model that changed": changed(model, before)}


@scenario("swaps again and again while the run goes on")
def again(answer: Answer):
    model, optimizer, ema = trained(answer)
    seen = []
    for _ in range(3):
        with ema.swap():
            seen.append(model[0].weight.detach().clone())
        step(model, optimizer)
        ema.update()
    return {"model[0].weight inside each block": seen, "the model in the end": numbers(model)}


@scenario("swaps tied weights")
def swaps_tied(answer: Answer):
    model = Tied()
    ema = answer.EMA(model, 0.5)
    set_to(model, 1.0)
    ema.update()
    with ema.swap():
        inside = numbers(model)
    return {
        "inside": inside,
        "after the block": numbers(model),
        "still tied": model.scores.weight is model.table.weight,
    }


@scenario("leaves parameters the objects that they are, with mode and gradient", cases=[("train",), ("eval",)])
def same_objects(answer: Answer, mode: str):
    model, _, ema = trained(answer)
    model.train(mode == "train")
    model[0].requires_grad_(False)
    parameters = list(model.parameters())
    gradients = [parameter.grad.clone() for parameter in parameters]

    def state():
        now = list(model.parameters())
        return {
            "the same objects": [here is before for here, before in zip(now, parameters, strict=True)],
            "modes": [module.training for module in model.modules()],
            "requires_grad": [parameter.requires_grad for parameter in now],
            "`.grad` is what it was": [
                parameter.grad is not None and torch.equal(parameter.grad, gradient)
                for parameter, gradient in zip(now, gradients, strict=True)
            ],
            "gradients are recorded": torch.is_grad_enabled(),
        }

    with ema.swap():
        inside = state()
    return {"inside the block": inside, "after it": state()}


@scenario("lets the model go on training as if nothing had been")
def goes_on(answer: Answer):
    model, optimizer, ema = trained(answer)
    twin = copy.deepcopy(model)
    twin_optimizer = trainer(twin)
    twin_optimizer.load_state_dict(copy.deepcopy(optimizer.state_dict()))  # or both would share their momentum
    with ema.swap(), torch.no_grad():
        model.eval()(torch.randn(4, 3))
    model.train()
    x = torch.randn(8, 3)
    for net, with_optimizer in ((model, optimizer), (twin, twin_optimizer)):
        with_optimizer.zero_grad()
        net(x).square().mean().backward()
        with_optimizer.step()
    return {"parameters that differ from a run without the swap": changed(model, numbers(twin))}
