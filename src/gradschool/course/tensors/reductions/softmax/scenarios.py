"""What is observed of an answer to `softmax`."""

import torch

from gradschool.scenarios import Answer, common, scenario

INF = float("inf")


@scenario(
    "sums to one along `dim`, whichever axis that is",
    cases=[((3,), 0), ((2, 3), 1), ((2, 3), 0), ((2, 3), -2), ((4, 1, 5), 1)],
)
def probabilities(answer: Answer, shape: tuple[int, ...], dim: int):
    scores = answer.given(torch.randn(shape))
    return {"softmax(input, dim)": answer.softmax(scores, dim)}


@scenario("stays finite for scores of any size", cases=[(1e2,), (1e4,), (-1e4,)])
def large_scores(answer: Answer, size: float):
    return {
        "softmax([0, size], 0)": answer.softmax(torch.tensor([0.0, size]), 0),
        "softmax([size, size + 1], 0)": answer.softmax(torch.tensor([size, size + 1]), 0),
    }


@scenario("treats each slice by itself, however far apart they are")
def slices_far_apart(answer: Answer):
    scores = torch.tensor([[500.0, 501.0], [-500.0, -501.0]])
    return {"softmax([[500, 501], [-500, -501]], 1)": answer.softmax(scores, 1)}


@scenario("gives -inf the probability 0, and NaN where nothing is left", cases=[(1.0,), (-INF,)])
def masked(answer: Answer, first: float):
    return {"softmax([first, -inf], 0)": answer.softmax(torch.tensor([first, -INF]), 0)}


@scenario("carries the gradient of every score to every probability", rtol=1e-5, atol=1e-6)
def gradient(answer: Answer):
    scores = torch.randn(2, 4, dtype=torch.float64, requires_grad=True)
    upstream = torch.randn(2, 4, dtype=torch.float64)  # all ones would give a gradient of zero, whatever the code does
    answer.softmax(scores, -1).backward(upstream)
    return {"input.grad": scores.grad}


@scenario("stays finite in half precision, where exp(12) is already too much", rtol=0.05, atol=5e-3)
def half_scores(answer: Answer):
    return {"softmax([12, 12, 10], 0)": answer.softmax(torch.tensor([12.0, 12.0, 10.0], dtype=torch.float16), 0)}


@scenario("loses no digits of float64")
def digits(answer: Answer):
    scores = torch.randn(2, 3, dtype=torch.float64)
    # A yes or no for each slice, so that every epsilon in the denominator looks the same, whatever its size.
    missing = (answer.softmax(scores, 1).sum(1) - 1).abs()
    return {"abs(softmax(input, 1).sum(1) - 1) < 1e-12": missing < 1e-12}


core = common(
    lambda answer, input: answer.softmax(input, -1),
    shapes=[(3,), (3, 1), (2, 5), (4, 1, 3)],
    empty=[(0, 5), (2, 0, 3)],
    dtypes=(torch.float64, torch.bfloat16, torch.float16),
)
