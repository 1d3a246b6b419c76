"""What is observed of an answer to `binary_cross_entropy_with_logits`."""

import math

import torch

from gradschool.scenarios import Answer, common, scenario

Shape = tuple[int, ...]


@scenario("costs ln 2 where nothing is known, whatever the target is", cases=[(0.0,), (1.0,), (0.3,)])
def nothing_known(answer: Answer, target: float):
    loss = answer.binary_cross_entropy_with_logits(torch.zeros(1), torch.tensor([target]))
    return {"loss / ln 2": loss / math.log(2)}


@scenario("charges yes and no, and everything between", cases=[((2,),), ((2, 3),), ((2, 1, 3),)])
def each_loss(answer: Answer, shape: Shape):
    logits = answer.given(3 * torch.randn(shape))
    target = torch.rand(shape)
    target.view(-1)[:2] = torch.tensor([0.0, 1.0])
    return {"loss": answer.binary_cross_entropy_with_logits(logits, answer.given(target, "target"), reduction="none")}


@scenario("adds up for `sum`, and averages for `mean`, the default")
def reductions(answer: Answer):
    logits, target = torch.randn(2, 3), torch.rand(2, 3)
    return {
        "sum": answer.binary_cross_entropy_with_logits(logits, target, reduction="sum"),
        "mean": answer.binary_cross_entropy_with_logits(logits, target, reduction="mean"),
        "default": answer.binary_cross_entropy_with_logits(logits, target),
    }


@scenario(
    "is exact for logits of any size",
    cases=[(20.0, 0.0), (-20.0, 1.0), (200.0, 0.0), (1000.0, 0.0), (-1000.0, 1.0), (1000.0, 1.0), (-1000.0, 0.0)],
)
def any_size(answer: Answer, logit: float, target: float):
    loss = answer.binary_cross_entropy_with_logits(torch.tensor([logit]), torch.tensor([target]))
    return {"loss": loss}


@scenario(
    "pulls with full strength where it is certain and wrong",
    cases=[(200.0, 0.0), (-200.0, 1.0), (1000.0, 0.0), (1000.0, 1.0), (-1000.0, 0.0)],
)
def pull(answer: Answer, logit: float, target: float):
    logits = torch.tensor([logit], requires_grad=True)
    answer.binary_cross_entropy_with_logits(logits, torch.tensor([target])).backward()
    return {"input.grad": logits.grad}


@scenario("weighs only the part of the yes with `pos_weight`", cases=[((),), ((3,),), ((2, 1),)])
def weighted(answer: Answer, shape: Shape):
    logits = (3 * torch.randn(2, 3)).requires_grad_()
    target = torch.tensor([[0.0, 1.0, 0.3], [1.0, 0.0, 0.8]])
    weight = answer.given(1.5 + torch.rand(shape), "pos_weight")
    loss = answer.binary_cross_entropy_with_logits(logits, target, weight, "none")
    loss.sum().backward()
    return {"loss": loss.detach(), "input.grad": logits.grad}


@scenario("averages over the elements, with `pos_weight` too")
def weighted_mean(answer: Answer):
    logits, target = torch.randn(2, 3), torch.tensor([[0.0, 1.0, 1.0], [1.0, 0.0, 0.0]])
    return {"loss": answer.binary_cross_entropy_with_logits(logits, target, torch.tensor([1.0, 4.0, 10.0]))}


@scenario("stays exact with `pos_weight`", cases=[(-1000.0, 1.0), (1000.0, 0.0), (1000.0, 1.0)])
def weighted_size(answer: Answer, logit: float, target: float):
    logits = torch.tensor([logit], requires_grad=True)
    loss = answer.binary_cross_entropy_with_logits(logits, torch.tensor([target]), torch.tensor([3.0]))
    loss.backward()
    return {"loss": loss.detach(), "input.grad": logits.grad}


@scenario("refuses a target of another shape", cases=[((3, 1), (3,)), ((3,), (1,)), ((2, 3), (3,)), ((2, 3), (3, 2))])
def another_shape(answer: Answer, input_shape: Shape, target_shape: Shape):
    call = answer.binary_cross_entropy_with_logits
    return {"loss": answer.attempt(call, torch.zeros(input_shape), torch.zeros(target_shape))}


@scenario("refuses a reduction that it does not know")
def no_reduction(answer: Answer):
    call, some = answer.binary_cross_entropy_with_logits, torch.zeros(2)
    return {'reduction="avg"': answer.attempt(call, some, some, reduction="avg", kind=ValueError)}


core = common(
    lambda answer, input, target: answer.binary_cross_entropy_with_logits(input, target, reduction="none"),
    shapes=[((1,), (1,)), ((3, 1), (3, 1)), ((2, 5), (2, 5))],
    arguments=("input", "target"),
    draw={"target": torch.rand},
    empty=[((0, 3), (0, 3))],
    dtypes=(torch.float64, torch.bfloat16, torch.float16),
    gradient=["input"],
)
