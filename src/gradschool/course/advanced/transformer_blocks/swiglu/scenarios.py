"""What is observed of an answer to `SwiGLU`."""

import torch
from torch import nn

from gradschool.scenarios import Answer, common, scenario


def made(answer: Answer, dim: int, hidden_dim: int, dtype: torch.dtype = torch.float32, scale: float = 0.5):
    """The learner's layer with weights of the scenario's own, whatever order the layers were made in."""
    layer = answer.SwiGLU(dim, hidden_dim)
    state = sorted(layer.state_dict().items())
    layer.load_state_dict({name: torch.randn(value.shape) * scale for name, value in state})
    return layer.to(dtype)


def shapes(layer: nn.Module) -> dict[str, tuple[int, ...]]:
    return {name: tuple(value.shape) for name, value in sorted(layer.state_dict().items())}


@scenario("has three linear layers without bias, and no other state", cases=[(3, 5), (4, 7)])
def state(answer: Answer, dim: int, hidden_dim: int):
    return {"layer.state_dict()": shapes(answer.SwiGLU(dim, hidden_dim))}


@scenario("takes the hidden width that it is given", cases=[(8, 1), (24, 70), (6, 64)])
def given(answer: Answer, dim: int, hidden_dim: int):
    layer = answer.SwiGLU(dim, hidden_dim=hidden_dim)
    return {"layer.state_dict()": shapes(layer), "layer(x).shape": tuple(layer(torch.randn(2, dim)).shape)}


@scenario(
    "rounds 8/3 of the width up to a multiple",
    cases=[(24, 64), (4, 1), (3, 1), (6, 8), (4, 5), (25, 64), (30, 16), (1, 64)],
)
def hidden(answer: Answer, dim: int, multiple_of: int):
    return {"layer.state_dict()": shapes(answer.SwiGLU(dim, multiple_of=multiple_of))}


@scenario("rounds to a multiple of 64 where none is named", cases=[(24,), (25,), (40,)])
def default(answer: Answer, dim: int):
    return {"layer.state_dict()": shapes(answer.SwiGLU(dim))}


core = common(
    # Small weights: the rounding of halves in three products stays below what is allowed.
    lambda answer, x: made(answer, x.shape[-1], 7, x.dtype, scale=0.3)(x),
    [(1,), (5,), (2, 1), (3, 4), (2, 3, 5), (2, 1, 3, 4)],
    arguments=["x"],
    empty=[(0, 4), (2, 0, 4)],
)


@scenario("sends the right gradient to every matrix", rtol=1e-6, atol=1e-8)
def gradient(answer: Answer):
    layer, x = made(answer, 4, 6, torch.float64), torch.randn(2, 3, 4, dtype=torch.float64)
    output = layer(x)
    output.backward(torch.randn(output.shape, dtype=output.dtype))
    return {f"{name}.grad": param.grad for name, param in sorted(layer.named_parameters())}


@scenario("stays finite for gates of any size", cases=[(-1000.0,), (1000.0,)])
def extreme(answer: Answer, gate: float):
    layer = made(answer, 3, 4, torch.float64)  # exp(1000) is beyond it too
    with torch.no_grad():
        layer.gate_proj.weight.fill_(gate / 3)
    x = torch.ones(2, 3, dtype=torch.float64, requires_grad=True)
    output = layer(x)
    output.backward(torch.linspace(-1, 2, 6, dtype=torch.float64).view(2, 3))
    return {"output": output, "x.grad": x.grad, "gate_proj.weight.grad": layer.gate_proj.weight.grad}


@scenario("is the same in training and in evaluation")
def modes(answer: Answer):
    layer, x = made(answer, 4, 6), torch.randn(5, 4)
    return {"layer.train()(x)": layer.train()(x), "layer.eval()(x)": layer.eval()(x)}
