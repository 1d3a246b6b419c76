"""What is observed of an answer to `cross_entropy`."""

import math

import torch

from gradschool.scenarios import Answer, common, scenario

Shape = tuple[int, ...]


def drawn(shape: Shape, dtype: torch.dtype = torch.float32) -> tuple[torch.Tensor, torch.Tensor]:
    """Logits of this shape, and targets without its axis 1."""
    return 2 * torch.randn(shape, dtype=dtype), torch.randint(shape[1], (shape[0], *shape[2:]))


@scenario("costs ln C where nothing is known, and nothing where certain and right", cases=[(2,), (10,), (100,)])
def closed_points(answer: Answer, classes: int):
    target = torch.randint(classes, (3,))
    certain = 100.0 * torch.nn.functional.one_hot(target, classes)
    nothing_known = answer.cross_entropy(torch.zeros(3, classes), target)
    return {
        "loss / ln C": nothing_known / math.log(classes),
        "certain and right": answer.cross_entropy(certain, target),
    }


@scenario(
    "is minus the log-probability of the right class, to the last digits of float64",
    cases=[((1, 2),), ((3, 5),), ((4, 4),)],
    rtol=1e-10,
    atol=1e-12,
)
def each_loss(answer: Answer, shape: Shape):
    logits, target = drawn(shape, torch.float64)
    loss = answer.cross_entropy(answer.given(logits), answer.given(target, "target"), reduction="none")
    return {'cross_entropy(input, target, reduction="none")': loss}


@scenario("adds up for `sum`, and averages for `mean`, the default", cases=[((1, 2),), ((3, 5),)])
def reductions(answer: Answer, shape: Shape):
    logits, target = drawn(shape)
    return {
        "sum": answer.cross_entropy(logits, target, reduction="sum"),
        "mean": answer.cross_entropy(logits, target, reduction="mean"),
        "default": answer.cross_entropy(logits, target),
    }


@scenario("charges a confident mistake in full, with a gradient", cases=[(10.0,), (1e2,), (1e4,)])
def confident_and_wrong(answer: Answer, size: float):
    logits = torch.tensor([[-size, size]], requires_grad=True)
    loss = answer.cross_entropy(logits, torch.tensor([0]))
    loss.backward()
    return {f"cross_entropy([[{-size:g}, {size:g}]], [0])": loss, "input.grad": logits.grad}


@scenario(
    "finds the classes in axis 1",
    cases=[((2, 3, 1), "none"), ((2, 3, 4), "none"), ((2, 3, 3), "mean"), ((2, 5, 2, 3), "none")],
)
def class_axis(answer: Answer, shape: Shape, reduction: str):
    logits, target = drawn(shape)
    return {"loss": answer.cross_entropy(answer.given(logits), target, reduction=reduction)}


@scenario(
    "leaves out what is ignored, and divides by what is left",
    cases=[(-100, "none"), (-100, "sum"), (-100, "mean"), (-1, "mean"), (2, "mean")],
)
def ignored(answer: Answer, ignore_index: int, reduction: str):
    logits, target = drawn((5, 4))
    logits.requires_grad_()
    target[1], target[3], target[4] = ignore_index, ignore_index, 1
    loss = answer.cross_entropy(logits, answer.given(target, "target"), None, ignore_index, reduction)
    loss.sum().backward()
    return {"loss": loss, "input.grad": logits.grad}


@scenario("has no mean where nothing is left", cases=[("none",), ("sum",), ("mean",)])
def all_ignored(answer: Answer, reduction: str):
    logits, _ = drawn((2, 3))
    return {"loss": answer.cross_entropy(logits, torch.tensor([-100, -100]), reduction=reduction)}


@scenario(
    "weighs each target by its class, in the denominator too",
    cases=[("none", 1.0), ("sum", 1.0), ("mean", 1.0), ("mean", 0.01)],
)
def weighted(answer: Answer, reduction: str, scale: float):
    logits, target = drawn((6, 3))
    weight = answer.given(scale * torch.tensor([0.2, 1.0, 5.0]), "weight")
    return {"loss": answer.cross_entropy(logits, target, weight, reduction=reduction)}


@scenario("does not count the weight of what is ignored", cases=[(-100,), (0,)])
def weighted_ignored(answer: Answer, ignore_index: int):
    logits, target = drawn((4, 3, 2))
    target[0, 0], target[2, 1], target[3, 1] = ignore_index, ignore_index, 2
    weight = torch.tensor([3.0, 1.0, 0.5])
    return {"loss": answer.cross_entropy(logits, target, weight, ignore_index)}


@scenario(
    "spreads the smoothed share over all classes, the right one included",
    cases=[((1, 2), 0.1), ((3, 5), 0.1), ((2, 3, 4), 0.3), ((3, 5), 1.0)],
)
def smoothed(answer: Answer, shape: Shape, label_smoothing: float):
    logits, target = drawn(shape)
    return {"loss": answer.cross_entropy(logits, target, label_smoothing=label_smoothing)}


@scenario("smooths nothing that is ignored", cases=[("none",), ("mean",)])
def smoothed_ignored(answer: Answer, reduction: str):
    logits, target = drawn((4, 3))
    target[0], target[2], target[3] = -100, -100, 1
    return {"loss": answer.cross_entropy(logits, target, reduction=reduction, label_smoothing=0.2)}


@scenario("weighs the smoothed share by class as well", cases=[("none",), ("mean",)])
def smoothed_weighted(answer: Answer, reduction: str):
    logits, target = drawn((4, 3, 2))
    target[1, 1] = -100
    weight = torch.tensor([0.2, 1.0, 5.0])
    return {"loss": answer.cross_entropy(logits, target, weight, reduction=reduction, label_smoothing=0.2)}


@scenario("refuses a target that is no class", cases=[(3,), (-1,), (-2,)])
def no_class(answer: Answer, wrong: int):
    logits, _ = drawn((2, 3))
    return {f"target [0, {wrong}]": answer.attempt(answer.cross_entropy, logits, torch.tensor([0, wrong]))}


@scenario("refuses a reduction that it does not know")
def no_reduction(answer: Answer):
    logits, target = drawn((2, 3))
    return {
        'reduction="avg"': answer.attempt(answer.cross_entropy, logits, target, reduction="avg", kind=ValueError),
    }


@scenario(
    "gives back the dtype of the logits, whatever the reduction", cases=[("none",), ("sum",)], rtol=4e-2, atol=8e-3
)
def half_reductions(answer: Answer, reduction: str):
    logits, target = drawn((2, 3))
    return {"loss": answer.cross_entropy(logits.half(), target, reduction=reduction)}


core = common(
    lambda answer, input, target: answer.cross_entropy(input, target),
    shapes=[((1, 1), (1,)), ((3, 2), (3,)), ((2, 4, 3), (2, 3))],
    arguments=("input", "target"),
    draw={"target": lambda shape: torch.randint(2 if shape != (1,) else 1, shape)},
    dtypes=(torch.float64, torch.bfloat16, torch.float16),
)
