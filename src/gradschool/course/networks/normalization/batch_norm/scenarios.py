"""What is observed of an answer to `BatchNorm1d`."""

import copy

import torch
from torch import nn

from gradschool.scenarios import Answer, scenario


def batch(*shape: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    """Channels of different mean and spread."""
    channels = shape[1]
    across = (1, channels) + (1,) * (len(shape) - 2)
    scale = torch.linspace(0.5, 2, channels, dtype=dtype).view(across)
    offset = torch.linspace(-2, 3, channels, dtype=dtype).view(across)
    return torch.randn(shape, dtype=dtype) * scale + offset


@scenario("normalizes each channel over the batch", cases=[((2, 1),), ((4, 3),), ((3, 3),)])
def training_output(answer: Answer, shape: tuple[int, ...]):
    x = answer.given(batch(*shape), "x")
    return {"layer(x)": answer.BatchNorm1d(shape[1])(x).detach()}


@scenario("keeps one mean for each channel, over batch and length", cases=[((1, 2, 4),), ((4, 3, 5),)])
def with_length(answer: Answer, shape: tuple[int, ...]):
    layer = answer.BatchNorm1d(shape[1])
    return {
        "layer(x)": layer(batch(*shape)).detach(),
        "running_mean": layer.running_mean,
        "running_var": layer.running_var,
    }


@scenario("updates its running statistics as nn.BatchNorm1d does", cases=[(0.1, 1), (0.3, 3)])
def running(answer: Answer, momentum: float, batches: int):
    layer = answer.BatchNorm1d(3, momentum=momentum)
    for _ in range(batches):
        layer(batch(4, 3))
    return {"running_mean": layer.running_mean.detach(), "running_var": layer.running_var.detach()}


@scenario("has the state of nn.BatchNorm1d")
def state(answer: Answer):
    layer = answer.BatchNorm1d(3)
    return {
        "layer.state_dict()": {name: value.detach() for name, value in layer.state_dict().items()},
        "learned": sorted(name for name, _ in layer.named_parameters()),
    }


@scenario("counts its training batches, and only those")
def counting(answer: Answer):
    layer = answer.BatchNorm1d(3)
    layer(batch(4, 3))
    layer(batch(4, 3))
    layer.eval()(batch(4, 3))
    return {"num_batches_tracked": int(getattr(layer, "num_batches_tracked", -1))}


@scenario("uses the running statistics in eval, and leaves them alone", cases=[(4,), (1,)])
def evaluation(answer: Answer, size: int):
    layer = answer.BatchNorm1d(3)
    layer(batch(6, 3))
    layer.eval()
    y = layer(batch(size, 3))
    return {
        "layer(x)": y.detach(),
        "running_mean after eval": layer.running_mean.detach(),
        "running_var after eval": layer.running_var.detach(),
    }


@scenario("applies weight and bias", cases=[(True,), (False,)])
def affine(answer: Answer, training: bool):
    layer = answer.BatchNorm1d(2).train(training)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor([2.0, -1.0]))
        layer.bias.copy_(torch.tensor([0.5, 3.0]))
    return {"layer(x)": layer(batch(4, 2, 3)).detach()}


@scenario("refuses one value for a channel in training", cases=[((1, 3),), ((1, 3, 1),)])
def one_value(answer: Answer, shape: tuple[int, ...]):
    layer = answer.BatchNorm1d(3)
    x = batch(*shape)
    return {"layer(x)": answer.attempt(lambda: layer(x).detach(), kind=ValueError)}


@scenario("sends the gradient through mean and variance too")
def gradients(answer: Answer):
    layer = answer.BatchNorm1d(3).to(torch.float64)
    x = batch(5, 3, dtype=torch.float64).requires_grad_()
    (layer(x) * torch.randn(5, 3, dtype=torch.float64)).sum().backward()
    return {"x.grad": x.grad, "weight.grad": layer.weight.grad, "bias.grad": layer.bias.grad}


@scenario("keeps no graph in its running statistics")
def no_graph(answer: Answer):
    before = nn.Conv1d(2, 3, 1)
    net = nn.Sequential(before, answer.BatchNorm1d(3))
    for _ in range(2):
        net(torch.randn(4, 2, 5)).sum().backward()
    held = [
        name
        for name, value in [("running_mean", net[1].running_mean), ("running_var", net[1].running_var)]
        if value.requires_grad
    ]
    copied = answer.attempt(lambda: copy.deepcopy(net) is not None)
    return {"statistics that hold a graph": held, "copy.deepcopy(net)": copied}


@scenario("adds eps to the variance, under the root")
def epsilon(answer: Answer):
    layer = answer.BatchNorm1d(2, eps=0.5)
    x = torch.tensor([[1.0, 0.1], [1.0, -0.1], [1.0, 0.3]])
    return {"BatchNorm1d(2, eps=0.5)(x)": layer(x).detach()}


# What is asked for is right to about 1e-4 here: float32 keeps seven digits, and 1000 takes three of them. Squares of
# 1000 are 1/16 apart, which in one channel may happen to do no harm; in sixteen it doesn't.
@scenario("is right far from zero", rtol=1e-2, atol=1e-2)
def far_from_zero(answer: Answer):
    return {"layer(x + 1000)": answer.BatchNorm1d(16)(torch.randn(16, 16) + 1000).detach()}
