"""What is observed of the repaired classifier and its loss."""

import torch
from torch import nn

from gradschool.scenarios import Answer, scenario

FEATURES, WIDTH, CLASSES = 3, 4, 3


def made(answer: Answer) -> nn.Module:
    """The learner's classifier in float64, with the scenario's own weights, in whatever order its layers were made."""
    model = answer.SetClassifier(FEATURES, WIDTH, CLASSES).double()
    drawn = {name: torch.randn(value.shape) for name, value in sorted(model.state_dict().items())}
    drawn["head.weight"] = 0.5 + 0.5 * torch.rand(drawn["head.weight"].shape)  # a spread can't cancel in the logits
    model.load_state_dict(drawn)
    return model


def sets(*counts: int, length: int = 5) -> tuple[torch.Tensor, torch.Tensor]:
    """Sets of so many real points, the real ones among the padding."""
    points = torch.randn(len(counts), length, FEATURES, dtype=torch.float64)
    ranks = torch.rand(len(counts), length).argsort(1)
    return points, ranks < torch.tensor(counts)[:, None]


def outputs(answer: Answer, points: torch.Tensor, is_real: torch.Tensor):
    answer.given(points, "points")
    answer.given(is_real, "is_real")
    logits, weights = made(answer)(points, is_real)
    return {"logits": logits, "weights": weights}


def gradients(answer: Answer, points: torch.Tensor, is_real: torch.Tensor):
    """The gradients of all parameters, weighted unevenly from above."""
    model = made(answer)
    logits, _ = model(points, is_real)
    logits.backward(torch.randn(logits.shape, dtype=logits.dtype))
    return {f"{name}.grad": parameter.grad for name, parameter in sorted(model.named_parameters())}


NEAR = {"rtol": 1e-4, "atol": 1e-3}  # what the task allows


@scenario("sums up sets of several points as it did", cases=[((2,),), ((5, 3),), ((4, 2, 3),)], **NEAR)
def several(answer: Answer, counts):
    return outputs(answer, *sets(*counts))


@scenario("gives a set of one point the spread 0", cases=[((1,),), ((3, 1),)], **NEAR)
def one_point(answer: Answer, counts):
    return outputs(answer, *sets(*counts))


@scenario("gives a set of none the weights 0, and the bias for logits", cases=[((0,),), ((3, 0),)], **NEAR)
def no_point(answer: Answer, counts):
    return outputs(answer, *sets(*counts))


@scenario("gives padding no say, however high it scores", cases=[(10.0,), (400.0,)], **NEAR)
def loud_padding(answer: Answer, lead: float):
    model = made(answer)
    points, is_real = sets(2, 4)
    with torch.no_grad():
        model.embed.weight.fill_(0.5)
        model.embed.bias.zero_()
        model.score.weight.fill_(lead / (2 * WIDTH))
    points = torch.where(is_real[..., None], -2 + 0.5 * points.tanh(), 4.0)
    logits, weights = model(points, is_real)
    return {"logits": logits, "weights": weights}


@scenario("learns from sets of several points as it did", cases=[((3,),), ((5, 2, 4),)], **NEAR)
def several_gradient(answer: Answer, counts):
    return gradients(answer, *sets(*counts))


@scenario("has finite gradients with a set of one point", cases=[((1,),), ((3, 1, 5),)], **NEAR)
def one_point_gradient(answer: Answer, counts):
    return gradients(answer, *sets(*counts))


@scenario("has finite gradients with a set of none", cases=[((0,),), ((3, 0, 5),)], **NEAR)
def no_point_gradient(answer: Answer, counts):
    return gradients(answer, *sets(*counts))


@scenario("is the mean of minus the logarithm of the softmax in `loss`", cases=[(1, 2), (4, 3)])
def loss_values(answer: Answer, batch: int, classes: int):
    logits = torch.randn(batch, classes, dtype=torch.float64, requires_grad=True)
    found = answer.loss(logits, torch.randint(classes, (batch,)))
    (3 * found).backward()
    return {"loss(logits, labels)": found, "its gradient": logits.grad}


SIZES = [(size, label) for size in (100.0, 10000.0) for label in (0, 1)]


@scenario("is exact in `loss` for logits of any size", cases=SIZES, rtol=1e-4, atol=2e-3)
def loss_extremes(answer: Answer, size: float, label: int):
    logits = torch.tensor([[size, 0.0], [0.0, -1.0]], requires_grad=True)
    found = answer.loss(logits, torch.tensor([label, 0]))
    found.backward()
    return {"loss(logits, labels)": found, "its gradient": logits.grad}


@scenario("is exact in `loss` for examples that lie far apart", cases=[(-200.0,), (-10000.0,)], rtol=1e-3, atol=2e-3)
def loss_far_apart(answer: Answer, size: float):
    logits = torch.tensor([[0.0, 1.0], [size, size + 1]], requires_grad=True)
    found = answer.loss(logits, torch.tensor([0, 1]))
    found.backward()
    return {"loss(logits, labels)": found, "its gradient": logits.grad}


@scenario("trains on with all three in one batch", cases=[(1,), (3,)], rtol=1e-3, atol=1e-3)
def all_three(answer: Answer, steps: int):
    model = made(answer)
    with torch.no_grad():
        model.head.bias[0] += 1000
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    points, is_real = sets(4, 1, 0)
    for _ in range(steps):
        optimizer.zero_grad()
        answer.loss(model(points, is_real)[0], torch.tensor([1, 2, 0])).backward()
        optimizer.step()
    return dict(sorted(model.state_dict().items()))
