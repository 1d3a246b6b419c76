"""What is observed of an answer to `Linear`."""

import math

import torch
from torch import nn

from gradschool.scenarios import Answer, scenario


def unregistered(layer: nn.Module) -> dict[str, object]:
    """What there is to say of a layer whose weight is not a parameter: nothing else about it would tell more."""
    names = [name for name, _ in layer.named_parameters()]
    return {} if "weight" in names else {"layer.named_parameters(), names": names}


def with_state(answer: Answer, in_features: int, out_features: int, bias: bool = True):
    """A layer that was given the weights of an `nn.Linear`, and what came of giving them."""
    with answer.unwatched():
        state = nn.Linear(in_features, out_features, bias).state_dict()
    layer = answer.Linear(in_features, out_features, bias)
    if lacking := unregistered(layer):
        return layer, lacking, False
    loaded = answer.attempt(lambda: str(layer.load_state_dict(state)))
    return (
        layer,
        {f"layer.load_state_dict(nn.Linear({in_features}, {out_features}).state_dict())": loaded},
        loaded.raised is None,
    )


@scenario("keeps its state as nn.Linear does", cases=[(True,), (False,)])
def state(answer: Answer, bias: bool):
    layer = answer.Linear(3, 2, bias=bias)
    return unregistered(layer) or {
        "layer.state_dict(), shapes": {name: tuple(value.shape) for name, value in layer.state_dict().items()},
        "layer.named_parameters(), names": sorted(name for name, _ in layer.named_parameters()),
    }


@scenario("is None where a bias is not wanted")
def without_bias(answer: Answer):
    layer = answer.Linear(3, 2, bias=False)
    return unregistered(layer) or {
        "Linear(3, 2, bias=False).bias is None": getattr(layer, "bias", "no such attribute") is None
    }


@scenario("computes x @ weight.T + bias for any number of axes", cases=[((2, 3),), ((3,),), ((2, 4, 5, 3),), ((0, 3),)])
def values(answer: Answer, shape: tuple[int, ...]):
    layer, seen, loaded = with_state(answer, 3, 2)
    x = answer.given(torch.randn(shape), "x")
    return seen | ({"layer(x)": layer(x).detach()} if loaded else {})


@scenario("computes x @ weight.T without a bias")
def values_without_bias(answer: Answer):
    layer, seen, loaded = with_state(answer, 3, 2, bias=False)
    return seen | ({"layer(x)": layer(torch.randn(4, 3)).detach()} if loaded else {})


@scenario("carries the gradient to weight, bias and input")
def gradients(answer: Answer):
    layer, seen, loaded = with_state(answer, 3, 2)
    if loaded:
        x = torch.randn(4, 3, requires_grad=True)
        (layer(x) * torch.randn(4, 2)).sum().backward()
        seen |= {"weight.grad": layer.weight.grad, "bias.grad": layer.bias.grad, "x.grad": x.grad}
    return seen


# The spread of 100,000 and of 5,000 draws is known to better than 2 %.
@scenario("starts uniformly between -1/√in_features and 1/√in_features", rtol=0.05)
def start(answer: Answer):
    layer = answer.Linear(20, 5000)
    if lacking := unregistered(layer):
        return lacking
    bound = 1 / math.sqrt(20)

    def spread(values: torch.Tensor) -> float:
        return round(values.detach().std().item() * math.sqrt(3) / bound, 3)

    def bounded(values: torch.Tensor) -> bool:
        return values.detach().abs().max().item() <= bound * 1.0001

    seen = {
        "weight.std() * √(3 * in_features)": spread(layer.weight),
        "weight within ±1/√in_features": bounded(layer.weight),
    }
    if abs(spread(layer.weight) - 1) > 0.05:
        return seen  # the weight comes first: what the bias does beside a wrong weight is another matter
    return seen | {
        "bias.std() * √(3 * in_features)": spread(layer.bias),
        "bias within ±1/√in_features": bounded(layer.bias),
    }


@scenario("is converted as a whole by .to(torch.float64)")
def converted(answer: Answer):
    layer = answer.Linear(3, 2).to(torch.float64)
    return unregistered(layer) or {
        "dtypes of layer.state_dict()": {name: value.dtype for name, value in layer.state_dict().items()},
        "layer(x).dtype": layer(torch.randn(4, 3, dtype=torch.float64)).dtype,
    }
