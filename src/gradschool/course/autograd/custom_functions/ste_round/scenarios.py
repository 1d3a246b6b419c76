"""What is observed of an answer to `ste_round`."""

import torch

from gradschool.scenarios import Answer, common, scenario


@scenario("rounds to the nearest integer", cases=[([0.2, 0.7],), ([-0.2, -1.6, 3.3],), ([],)])
def nearest(answer: Answer, values: list[float]):
    x = answer.given(torch.tensor(values), "x")
    return {"ste_round(x)": answer.ste_round(x)}


@scenario("rounds halves to the even neighbor, as torch does", cases=[([0.5, 1.5],), ([-0.5, -1.5, -2.5, 2.5],)])
def halves(answer: Answer, values: list[float]):
    return {"ste_round(x)": answer.ste_round(torch.tensor(values))}


@scenario("hands on a gradient of ones as it came", cases=[([0.2],), ([0.5, -3.7, 12.0],)])
def ones(answer: Answer, values: list[float]):
    x = torch.tensor(values, requires_grad=True)
    answer.ste_round(x).sum().backward()
    return {"x.grad": x.grad}


@scenario("hands on any gradient as it came", cases=[([2.0],), ([3.0, -0.5],), ([1e-3, 0.0, -250.0, 0.4],)])
def uneven(answer: Answer, upstream: list[float]):
    x = (3 * torch.randn(len(upstream))).requires_grad_()
    answer.ste_round(x).backward(torch.tensor(upstream))
    return {"x.grad": x.grad}


@scenario("keeps every digit of large numbers", cases=[(1e4,), (1e6,)])
def large(answer: Answer, size: float):
    x = answer.given(size * torch.randn(5), "x").requires_grad_()
    y = answer.ste_round(x)
    y.backward(torch.arange(5.0))
    return {"ste_round(x) is integral": bool((y == y.round()).all()), "ste_round(x)": y, "x.grad": x.grad}


@scenario("lets a network learn through it: the mean of the squares")
def chained(answer: Answer):
    x = torch.randn(2, 3, dtype=torch.float64, requires_grad=True)
    answer.ste_round(3 * x).square().mean().backward()
    return {"x.grad": x.grad}


@scenario("just rounds under `no_grad`")
def unrecorded(answer: Answer):
    x = answer.given(3 * torch.randn(4), "x").requires_grad_()
    with torch.no_grad():
        y = answer.ste_round(x)
    return {"ste_round(x)": y}


core = common(
    lambda answer, input: answer.ste_round(input),
    [(), (3,), (2, 1), (3, 4)],
    draw={"input": lambda shape: 3 * torch.randn(shape)},
    empty=[(0, 3)],
)
