"""What is observed of an answer to `sigmoid_focal_loss` and `huber_loss`."""

import math

import torch

from gradschool.scenarios import Answer, scenario

Shape = tuple[int, ...]


def answers(*shape: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    """Targets of 1 and 0 in turn: of each there are some whatever the seed is, as soon as there are two."""
    return (1 - torch.arange(math.prod(shape)) % 2).view(shape).to(dtype)


def far_apart(*shape: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    """Errors of both signs, small ones and large ones in turn, none of them near 0, 0.5, 1 or 2."""
    count = math.prod(shape)
    size = torch.tensor([0.2, 3.0, 0.7, 1.4])[torch.arange(count) % 4] + 0.2 * torch.rand(count)
    return (size * (1 - 2 * torch.randint(2, (count,)))).view(shape).to(dtype)


# --------------------------------------------------------------------------- focal loss


@scenario("charges a yes `alpha` and a no `1 - alpha`", cases=[(1.0, 0.25), (0.0, 0.25), (1.0, 0.8), (0.0, 0.8)])
def class_weights(answer: Answer, target: float, alpha: float):
    loss = answer.sigmoid_focal_loss(torch.zeros(1), torch.tensor([target]), alpha)
    return {"loss at a logit of 0 / (ln 2 / 4)": loss / (math.log(2) / 4)}


@scenario(
    "turns down whoever is right, the more so the larger `gamma` is",
    cases=[(1.0, 2.0), (-2.0, 2.0), (3.0, 0.5), (-2.0, 1.0), (2.0, 5.0)],
)
def turned_down(answer: Answer, logit: float, gamma: float):
    logits = torch.tensor([logit, logit])
    losses = answer.sigmoid_focal_loss(logits, torch.tensor([1.0, 0.0]), -1, gamma, reduction="none")
    return {"losses of a yes and a no": losses}


@scenario("gives each example its loss", cases=[((2,),), ((2, 3),), ((3, 1, 2),)])
def each_focal(answer: Answer, shape: Shape):
    alpha, gamma = 0.1 + 0.3 * torch.rand(()).item(), 0.5 + 2 * torch.rand(()).item()
    logits, target = answer.given(2 * torch.randn(shape)), answer.given(answers(*shape), "target")
    return {"loss": answer.sigmoid_focal_loss(logits, target, alpha, gamma, "none")}


@scenario("is plain cross-entropy at gamma=0 without class weights")
def plain(answer: Answer):
    logits, target = 2 * torch.randn(2, 3), answers(2, 3)
    return {"loss": answer.sigmoid_focal_loss(logits, target, -1, 0.0, reduction="none")}


@scenario(
    "takes an `alpha` of 0 or 1 for a weight, and a negative one for none", cases=[(-1,), (-0.5,), (0.0,), (1.0,)]
)
def edges_of_alpha(answer: Answer, alpha: float):
    return {"losses": answer.sigmoid_focal_loss(torch.tensor([0.5, 0.5]), answers(2), alpha, reduction="none")}


SIZES = [
    (20.0, 1.0, 2.0), (-20.0, 1.0, 2.0), (200.0, 0.0, 2.0), (-1000.0, 1.0, 2.0), (1000.0, 1.0, 2.0),
    (20.0, 1.0, 0.5), (100.0, 1.0, 0.5), (-200.0, 0.0, 0.5), (-200.0, 1.0, 0.5), (1000.0, 0.0, 0.5),
    (-1000.0, 0.0, 0.0), (1000.0, 0.0, 0.0), (1e30, 1.0, 1.5), (-1e30, 1.0, 1.5),
]  # fmt: skip


@scenario("is right for logits of any size, whatever `gamma` is", cases=SIZES)
def any_size(answer: Answer, logit: float, target: float, gamma: float):
    logits = torch.tensor([logit], requires_grad=True)
    loss = answer.sigmoid_focal_loss(logits, torch.tensor([target]), -1, gamma)
    loss.backward()
    return {"loss": loss.detach(), "input.grad": logits.grad}


@scenario("sends the gradient through the power as well", cases=[(2.0,), (0.5,), (0.0,)], rtol=1e-6, atol=1e-9)
def focal_gradient(answer: Answer, gamma: float):
    logits = torch.tensor([[-1.0, 0.5, 2.0], [1.0, -0.5, 0.0]], dtype=torch.float64, requires_grad=True)
    losses = answer.sigmoid_focal_loss(logits, answers(2, 3, dtype=torch.float64), 0.3, gamma, "none")
    losses.backward(torch.randn(2, 3, dtype=torch.float64))
    return {"input.grad": logits.grad}


@scenario("adds up for `sum`, and averages over all elements for `mean`, the default, in `sigmoid_focal_loss`")
def focal_reductions(answer: Answer):
    logits, target = torch.randn(2, 4), torch.tensor([[0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0]])
    return {
        "sum": answer.sigmoid_focal_loss(logits, target, reduction="sum"),
        "mean": answer.sigmoid_focal_loss(logits, target, reduction="mean"),
        "default": answer.sigmoid_focal_loss(logits, target),
    }


# --------------------------------------------------------------------------- Huber


@scenario(
    "is half a square up to `delta`, and a line beyond",
    cases=[(0.5, 1.0), (3.0, 1.0), (-3.0, 1.0), (1.0, 1.0), (3.0, 2.0), (0.4, 0.5), (-3.0, 0.5), (1.0, 2.0)],
)
def two_pieces(answer: Answer, error: float, delta: float):
    return {"loss": answer.huber_loss(torch.tensor([error]), torch.zeros(1), delta=delta)}


@scenario("measures the error from the target, for each example", cases=[((4,),), ((2, 3),), ((3, 1, 2),)])
def each_huber(answer: Answer, shape: Shape):
    target = torch.randn(shape)
    predicted = answer.given(target + far_apart(*shape))
    return {"loss": answer.huber_loss(predicted, answer.given(target, "target"), "none", 0.5 + torch.rand(()).item())}


@scenario("pulls with the error up to `delta`, and with `delta` beyond", cases=[(1.0,), (0.5,), (2.0,)])
def pull(answer: Answer, delta: float):
    predicted = torch.tensor([-30.0, -1.5, -0.25, 0.0, 0.25, 1.5, 30.0], requires_grad=True)
    answer.huber_loss(predicted, torch.zeros(7), "sum", delta).backward()
    return {"input.grad for errors of -30, -1.5, -0.25, 0, 0.25, 1.5, 30": predicted.grad}


@scenario(
    "is right where the square overflows",
    cases=[(1e20, torch.float32, 1.0), (-1e20, torch.float32, 0.5), (1000.0, torch.float16, 1.0)],
)
def huge(answer: Answer, error: float, dtype: torch.dtype, delta: float):
    predicted = torch.tensor([error, 0.25], dtype=dtype, requires_grad=True)
    losses = answer.huber_loss(predicted, torch.zeros(2, dtype=dtype), "none", delta)
    losses.sum().backward()
    return {"loss": losses.detach(), "input.grad": predicted.grad}


@scenario("carries the right gradient of `huber_loss`, weighted unevenly from above", rtol=1e-6, atol=1e-9)
def huber_gradient(answer: Answer):
    target = torch.randn(2, 4, dtype=torch.float64)
    predicted = (target + far_apart(2, 4, dtype=torch.float64)).requires_grad_()
    answer.huber_loss(predicted, target, "none", 0.5).backward(torch.randn(2, 4, dtype=torch.float64))
    return {"input.grad": predicted.grad}


@scenario("adds up for `sum`, and averages over all elements for `mean`, the default, in `huber_loss`")
def huber_reductions(answer: Answer):
    predicted, target = far_apart(2, 4), torch.zeros(2, 4)
    return {
        "sum": answer.huber_loss(predicted, target, reduction="sum"),
        "mean": answer.huber_loss(predicted, target, reduction="mean"),
        "default": answer.huber_loss(predicted, target),
    }


# --------------------------------------------------------------------------- both

SHAPES: list[tuple[Shape, Shape]] = [((3, 1), (3,)), ((3,), (3, 1)), ((3,), (1,)), ((2, 3), (3,)), ((2, 3), (3, 2))]


@scenario("refuses a target of another shape in `sigmoid_focal_loss`", cases=SHAPES)
def focal_shapes(answer: Answer, input_shape: Shape, target_shape: Shape):
    call = answer.sigmoid_focal_loss
    return {"loss": answer.attempt(call, torch.zeros(input_shape), torch.zeros(target_shape))}


@scenario("refuses a target of another shape in `huber_loss`", cases=SHAPES)
def huber_shapes(answer: Answer, input_shape: Shape, target_shape: Shape):
    return {"loss": answer.attempt(answer.huber_loss, torch.zeros(input_shape), torch.zeros(target_shape))}


@scenario("refuses a reduction that it does not know")
def unknown_reduction(answer: Answer):
    some = torch.zeros(2)
    return {
        f'{name}(…, reduction="avg")': answer.attempt(call, some, some, reduction="avg", kind=ValueError)
        for name, call in (("sigmoid_focal_loss", answer.sigmoid_focal_loss), ("huber_loss", answer.huber_loss))
    }


@scenario(
    "gives back the dtype that it gets",
    cases=[(torch.float64,), (torch.float32,), (torch.bfloat16,), (torch.float16,)],
    rtol=4e-2,
    atol=8e-3,
)
def dtypes(answer: Answer, dtype: torch.dtype):
    logits, predicted = torch.randn(2, 5, dtype=dtype), far_apart(2, 5, dtype=dtype)
    return {
        "sigmoid_focal_loss": answer.sigmoid_focal_loss(logits, answers(2, 5, dtype=dtype), 0.3, reduction="none"),
        "mean of huber_loss": answer.huber_loss(predicted, torch.zeros(2, 5, dtype=dtype), delta=0.5),
    }


@scenario("keeps the digits of float64")
def double(answer: Answer):
    target = torch.full((2, 4), 1000.0, dtype=torch.float64)  # an offset on which float32 loses them
    error = far_apart(2, 4, dtype=torch.float64)
    return {"huber_loss near 1000": answer.huber_loss(target + error, target, "none", 0.3)}


@scenario("reads any layout in memory")
def layouts(answer: Answer):
    logits = answer.given(torch.randn(5, 3).T)
    target = answer.given(answers(5)[None].expand(3, 5), "target")
    return {
        "sigmoid_focal_loss": answer.sigmoid_focal_loss(logits, target, reduction="none"),
        "huber_loss": answer.huber_loss(logits, target, reduction="none"),
    }


@scenario("accepts inputs without axes and without elements")
def small(answer: Answer):
    none = torch.zeros(0, 3)
    return {
        "sigmoid_focal_loss of no elements": answer.sigmoid_focal_loss(none, none, reduction="none"),
        "huber_loss of no elements": answer.huber_loss(none, none, reduction="sum"),
        "sigmoid_focal_loss of a number": answer.sigmoid_focal_loss(torch.tensor(0.5), torch.tensor(1.0)),
        "huber_loss of a number": answer.huber_loss(torch.tensor(0.5), torch.tensor(2.0)),
    }


@scenario("leaves everything else as it was")
def purity(answer: Answer):
    logits, target = answer.given(torch.randn(2, 3)), answer.given(answers(2, 3), "target")
    first = answer.sigmoid_focal_loss(logits, target), answer.huber_loss(logits, target)
    with torch.inference_mode():
        again = answer.sigmoid_focal_loss(logits, target), answer.huber_loss(logits, target)
    return {
        "takes random numbers": answer.drew,
        "inputs still need no gradient": not (logits.requires_grad or target.requires_grad),
        "the same in inference mode": [torch.allclose(*pair) for pair in zip(first, again, strict=True)],
    }
