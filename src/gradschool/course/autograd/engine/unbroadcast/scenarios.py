"""What is observed of an answer to `unbroadcast`."""

import torch

from gradschool.scenarios import Answer, common, scenario

PAIRS = [
    ((3,), (3,)),
    ((2, 3), (3,)),
    ((2, 3), (2, 1)),
    ((2, 3), ()),
    ((2, 3, 4), (3, 4)),
    ((2, 3, 4), (1, 4)),
    ((2, 3, 4), (3, 1)),
    ((2, 3, 4), (1, 1)),
    ((2, 3, 4), (4,)),
    ((2, 3, 4), (1,)),
    ((2, 3, 4), (2, 1, 4)),
    ((2, 3, 4), (1, 3, 1)),
    ((2, 3, 4), (2, 3, 4)),
    ((5, 2, 3, 4), (3, 1)),
]

core = common(
    lambda answer, grad: answer.unbroadcast(grad, (3, 1)),
    [(3, 1), (2, 3, 4), (5, 2, 3, 4)],
    arguments=("grad",),
    draw={"grad": lambda shape: torch.rand(shape) + 0.5},  # of one sign: halves may be summed axis by axis
    gradient=(),
)


@scenario("sums over every axis that was added or stretched", cases=PAIRS)
def shapes(answer: Answer, grad_shape: tuple[int, ...], shape: tuple[int, ...]):
    grad = answer.given(torch.randn(grad_shape), "grad")
    return {"unbroadcast(grad, shape)": answer.unbroadcast(grad, shape)}


@scenario(
    "aligns on the right where several sizes agree", cases=[((3, 3), (3,)), ((3, 3, 3), (3, 1)), ((4, 3, 4), (4,))]
)
def ambiguous(answer: Answer, grad_shape: tuple[int, ...], shape: tuple[int, ...]):
    return {"unbroadcast(grad, shape)": answer.unbroadcast(torch.randn(grad_shape), shape)}


@scenario(
    "keeps an axis of size 1 that was never stretched", cases=[((1,), (1,)), ((1, 4), (1, 4)), ((1, 1, 4), (1, 4))]
)
def genuine_ones(answer: Answer, grad_shape: tuple[int, ...], shape: tuple[int, ...]):
    return {"unbroadcast(grad, shape)": answer.unbroadcast(torch.randn(grad_shape), shape)}


@scenario("has a gradient of 0 for what was stretched to nothing", cases=[((0,), (1,)), ((0, 4), (1, 4)), ((2, 0), ())])
def nothing(answer: Answer, grad_shape: tuple[int, ...], shape: tuple[int, ...]):
    return {"unbroadcast(grad, shape)": answer.unbroadcast(torch.randn(grad_shape), shape)}


@scenario("takes the shape as a list and as a torch.Size", cases=[(list,), (torch.Size,)])
def kinds_of_shape(answer: Answer, kind: type):
    return {"unbroadcast(grad, shape)": answer.unbroadcast(torch.randn(2, 3, 4), kind([3, 1]))}


@scenario("gives back what autograd gives, for a bias and for a column")
def as_autograd(answer: Answer):
    features, bias, column = torch.randn(5, 3), torch.randn(3), torch.randn(5, 1)
    grad = torch.randn(5, 3)
    return {
        "gradient of the bias in features + bias": answer.unbroadcast(grad, bias.shape),
        "gradient of the column in features * column": answer.unbroadcast(grad * features, column.shape),
    }


@scenario("can be differentiated itself")
def gradient(answer: Answer):
    grad = torch.randn(5, 2, 3, 4, dtype=torch.float64, requires_grad=True)
    result = answer.unbroadcast(grad, (3, 1))
    with answer.unwatched():
        result.backward(torch.randn(3, 1, dtype=torch.float64))
    return {"grad.grad": grad.grad}
