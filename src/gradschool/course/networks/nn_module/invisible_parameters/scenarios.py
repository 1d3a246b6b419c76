"""What is observed of the four pieces. Each is observed alone, so that one fault hides no other."""

import io

import torch
from torch import nn

from gradschool.scenarios import Answer, scenario


def resaved(module: nn.Module) -> dict[str, torch.Tensor]:
    """The state of `module` as it comes back from a file."""
    file = io.BytesIO()
    torch.save(module.state_dict(), file)
    file.seek(0)
    return torch.load(file)


def stepped(module: nn.Module, x: torch.Tensor) -> None:
    """One step of training, as everybody writes it, if there is anything to train."""
    parameters = list(module.parameters())
    if parameters:
        optimizer = torch.optim.SGD(parameters, lr=0.1)
        module(x).square().sum().backward()
        optimizer.step()


@scenario("standardizes with the mean and the spread of the data in `Standardize`")
def standardizes(answer: Answer):
    data = answer.given(10 + 3 * torch.randn(6, 2), "data")
    return {"Standardize(data)(x)": answer.Standardize(data)(torch.randn(4, 2))}


@scenario("saves and converts the mean and the spread, and learns neither")
def statistics(answer: Answer):
    layer = answer.Standardize(10 + 3 * torch.randn(6, 2))
    saved = {name: value.detach() for name, value in layer.state_dict().items()}
    layer.to(torch.float64)
    return {
        "Standardize(data).state_dict()": saved,
        "its parameters": [name for name, _ in layer.named_parameters()],
        "of these, learned": [name for name, value in layer.named_parameters() if value.requires_grad],
        "mean.dtype, std.dtype after .to(float64)": [layer.mean.dtype, layer.std.dtype],
    }


@scenario("gives a loaded `Standardize` the numbers of the one that was saved")
def statistics_loaded(answer: Answer):
    one, other = answer.Standardize(10 + 3 * torch.randn(6, 2)), answer.Standardize(torch.randn(5, 2))
    loaded = answer.attempt(lambda: str(other.load_state_dict(resaved(one))))
    return {"load_state_dict": loaded, "output of the other layer": other(torch.randn(3, 2)).detach()}


@scenario("learns gain and shift in `Rescale`")
def rescales(answer: Answer):
    layer = answer.Rescale(3)
    x = torch.randn(4, 3)
    before = layer(x).detach().clone()
    stepped(layer, x)
    return {
        "parameters of Rescale(3)": {name: tuple(value.shape) for name, value in layer.named_parameters()},
        "output before": before,
        "output after one step of SGD": layer(x).detach(),
    }


@scenario("multiplies by the gain and adds the shift")
def rescale_output(answer: Answer):
    layer = answer.Rescale(2)
    with torch.no_grad():
        layer.gain.copy_(torch.tensor([2.0, -1.0]))
        layer.shift.copy_(torch.tensor([10.0, 20.0]))
    return {"x * gain + shift": layer(torch.randn(3, 2)).detach()}


@scenario("saves and converts gain and shift")
def rescale_state(answer: Answer):
    layer = answer.Rescale(3).to(torch.float64)
    return {"Rescale(3).to(float64).state_dict()": {name: value.detach() for name, value in layer.state_dict().items()}}


@scenario("sees the parameters of every hidden layer of `Deep`", cases=[(1,), (2,), (3,)])
def deep_parameters(answer: Answer, depth: int):
    model = answer.Deep(3, 4, depth, 2)
    shapes = sorted(tuple(value.shape) for value in model.parameters())
    return {"shapes of the parameters": shapes, "tensors in the state": len(model.state_dict())}


@scenario("moves every layer of `Deep` in a step of training", cases=[(1,), (3,)])
def deep_learns(answer: Answer, depth: int):
    model = answer.Deep(3, 4, depth, 2)
    before = [(layer.weight.detach().clone(), layer.bias.detach().clone()) for layer in [*model.hidden, model.head]]
    stepped(model, torch.randn(5, 3))
    moved = [
        not torch.equal(layer.weight, weight) and not torch.equal(layer.bias, bias)
        for layer, (weight, bias) in zip([*model.hidden, model.head], before, strict=True)
    ]
    return {"layers that moved": moved}


@scenario("computes what it computed: tanh after each hidden layer, none after the head", cases=[(1,), (2,)])
def deep_output(answer: Answer, depth: int):
    model = answer.Deep(3, 4, depth, 2)
    layers = [*model.hidden, model.head]
    with torch.no_grad():
        for number, layer in enumerate(layers):
            layer.weight.copy_(torch.linspace(-1, 1, layer.weight.numel()).view_as(layer.weight) * (number + 1))
            layer.bias.fill_(0.1 * (number + 1))
    return {"Deep(…)(x)": model(torch.randn(4, 3)).detach()}


@scenario("comes back whole from a saved state in `Deep`")
def deep_loaded(answer: Answer):
    one, other = answer.Deep(3, 4, 2, 2), answer.Deep(3, 4, 2, 2)
    stepped(one, torch.randn(5, 3))
    other.load_state_dict(resaved(one))
    x = torch.randn(4, 3)
    return {"the loaded model gives the same output": bool(torch.equal(one(x), other(x)))}


class Net(nn.Module):
    """A model of the scenario's own, so that `new_head` is judged alone."""

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Linear(3, 4)
        self.head = nn.Linear(4, 2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.head(torch.tanh(self.body(x)))


@scenario("trains the fresh head and the rest of the model after `new_head`", cases=[(5,), (2,)])
def head_learns(answer: Answer, classes: int):
    model = Net()
    old = model.head.weight
    optimizer = answer.new_head(model, classes, 0.1)
    before = {name: value.detach().clone() for name, value in model.named_parameters()}
    x = torch.randn(6, 3)
    model(x).square().sum().backward()
    optimizer.step()
    return {
        "model(x).shape": model(x).shape,
        "the head is fresh": model.head.weight is not old,
        "moved": [name for name, value in model.named_parameters() if not torch.equal(value, before[name])],
    }


@scenario("hands the optimizer the parameters of the model, all and nothing else, and the rate")
def head_optimizer(answer: Answer):
    model = Net()
    optimizer = answer.new_head(model, 5, 0.03)
    held = [id(value) for group in optimizer.param_groups for value in group["params"]]
    own = {id(value): name for name, value in model.named_parameters()}
    return {
        "held, and in the model": sorted(own[each] for each in held if each in own),
        "held, and not in the model": sum(each not in own for each in held),
        "rates": sorted({group["lr"] for group in optimizer.param_groups}),
        "class": type(optimizer).__name__,
    }
