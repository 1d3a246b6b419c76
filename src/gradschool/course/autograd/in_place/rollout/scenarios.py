"""What is observed of an answer to `rollout`."""

from collections.abc import Callable

import torch
from torch import nn

from gradschool.scenarios import Answer, scenario

Cell = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


def drawn(batch: int, time: int, features: int, hidden: int, dtype: torch.dtype = torch.float64):
    return torch.randn(batch, time, features, dtype=dtype), torch.randn(batch, hidden, dtype=dtype)


def cell_called(name: str, features: int, hidden: int, dtype: torch.dtype = torch.float64) -> tuple[Cell, nn.Module]:
    """A cell and the module that holds its parameters."""
    if name == "GRUCell":
        cell = nn.GRUCell(features, hidden, dtype=dtype)
        return cell, cell
    if name == "RNNCell":
        cell = nn.RNNCell(features, hidden, dtype=dtype)
        return cell, cell
    layer = nn.Linear(features, hidden, dtype=dtype)
    return lambda input, state: layer(input) + state * state.sigmoid(), layer


@scenario("adds up what comes", cases=[(1, 1), (1, 3), (2, 4)])
def running_sum(answer: Answer, batch: int, time: int):
    x, h0 = torch.arange(float(batch * time)).reshape(batch, time, 1), torch.ones(batch, 1)
    return {"rollout of a sum": answer.rollout(lambda input, state: input + state, answer.given(x), answer.given(h0))}


@scenario("gives the states after each step", cases=[("RNNCell", 1, 2), ("GRUCell", 2, 5), ("by hand", 3, 3)])
def values(answer: Answer, cell: str, batch: int, time: int):
    x, h0 = drawn(batch, time, 3, 4)
    step, _ = cell_called(cell, 3, 4)
    with torch.no_grad():
        return {"rollout(cell, x, h0)": answer.rollout(step, answer.given(x, "x"), answer.given(h0, "h0"))}


@scenario(
    "lets the gradient of the last state flow to everything",
    cases=[("by hand", 1), ("by hand", 2), ("RNNCell", 3), ("GRUCell", 4)],
)
def last_state(answer: Answer, cell: str, time: int):
    x, h0 = (each.requires_grad_() for each in drawn(2, time, 3, 4))
    step, holder = cell_called(cell, 3, 4)
    states = answer.rollout(step, x, h0)
    states[:, -1].backward(torch.randn(2, 4, dtype=torch.float64))
    return {"x.grad": x.grad, "h0.grad": h0.grad} | {
        f"{name} of the cell": parameter.grad for name, parameter in holder.named_parameters()
    }


@scenario("adds up the gradients of all states", cases=[("by hand",), ("RNNCell",), ("GRUCell",)])
def all_states(answer: Answer, cell: str):
    x, h0 = (each.requires_grad_() for each in drawn(2, 4, 3, 5))
    step, holder = cell_called(cell, 3, 5)
    states = answer.rollout(step, x, h0)
    states.backward(torch.randn(states.shape, dtype=torch.float64))
    return {"x.grad": x.grad, "h0.grad": h0.grad} | {
        f"{name} of the cell": parameter.grad for name, parameter in holder.named_parameters()
    }


@scenario("trains a cell whose first state and inputs want no gradient")
def parameters_only(answer: Answer):
    x, h0 = drawn(2, 3, 3, 4)
    step, holder = cell_called("GRUCell", 3, 4)
    states = answer.rollout(step, answer.given(x, "x"), answer.given(h0, "h0"))
    states.square().sum().backward()
    return {name: parameter.grad for name, parameter in holder.named_parameters()}


@scenario("calls the cell once a step, in order")
def calls(answer: Answer):
    seen: list[list[float]] = []

    def cell(input: torch.Tensor, state: torch.Tensor) -> torch.Tensor:
        seen.append([input[0, 0].item(), state[0, 0].item()])
        return 2 * state + input

    answer.rollout(cell, torch.tensor([[[1.0], [2.0], [4.0]]]), torch.ones(1, 1))
    return {"input and state at each call": seen}


@scenario("keeps float32")
def single(answer: Answer):
    x, h0 = drawn(2, 3, 3, 4, torch.float32)
    step, _ = cell_called("GRUCell", 3, 4, torch.float32)
    return {"rollout(cell, x, h0)": answer.rollout(step, x, h0)}
