"""What is observed of an answer to `logsumexp`."""

import torch

from gradschool.scenarios import Answer, scenario

INF = float("inf")
NAN = float("nan")


@scenario(
    "reduces `dim`, whichever axis that is",
    cases=[((3,), 0), ((2, 3), 1), ((2, 3), 0), ((4, 1, 5), -3), ((3, 4, 2), 1)],
)
def values(answer: Answer, shape: tuple[int, ...], dim: int):
    return {f"logsumexp(input, {dim})": answer.logsumexp(answer.given(torch.randn(shape)), dim)}


@scenario("keeps the axis if asked to", cases=[((3,), 0), ((2, 3), 1), ((1, 3), 0)])
def keeps(answer: Answer, shape: tuple[int, ...], dim: int):
    return {f"logsumexp(input, {dim}, keepdim=True)": answer.logsumexp(torch.randn(shape), dim, keepdim=True)}


@scenario("stays finite for scores of any size", cases=[(1e2,), (1e4,), (-1e2,), (-1e4,)])
def large_scores(answer: Answer, size: float):
    return {f"logsumexp([{size:g}, {size + 1:g}], 0)": answer.logsumexp(torch.tensor([size, size + 1]), 0)}


@scenario("treats each slice by itself, however far apart they are")
def slices_far_apart(answer: Answer):
    scores = torch.tensor([[500.0, 501.0], [-500.0, -501.0]])
    return {"logsumexp([[500, 501], [-500, -501]], 1)": answer.logsumexp(scores, 1)}


@scenario("lets -inf add nothing, and gives -inf where nothing is left", cases=[(1.0,), (-INF,)])
def masked(answer: Answer, first: float):
    return {f"logsumexp([{first:g}, -inf], 0)": answer.logsumexp(torch.tensor([first, -INF]), 0)}


@scenario("gives inf for inf, and NaN for NaN", cases=[(0.0, INF), (-INF, INF), (INF, INF), (0.0, NAN)])
def infinite(answer: Answer, first: float, second: float):
    return {f"logsumexp([{first:g}, {second:g}], 0)": answer.logsumexp(torch.tensor([first, second]), 0)}


@scenario("has the softmax for a gradient", rtol=1e-5, atol=1e-6)
def gradient(answer: Answer):
    scores = torch.randn(2, 4, dtype=torch.float64, requires_grad=True)
    answer.logsumexp(scores, -1).backward(torch.randn(2, dtype=torch.float64))
    return {"input.grad": scores.grad}


@scenario("has a finite gradient beside -inf", rtol=1e-5, atol=1e-6)
def gradient_beside_infinity(answer: Answer):
    values = torch.randn(3, 3, dtype=torch.float64)
    values[0, 1], values[2] = -INF, -INF
    scores = values.requires_grad_()
    answer.logsumexp(scores, 1)[:2].sum().backward()
    return {"input.grad of the rows that are not all -inf": scores.grad[:2]}


@scenario("gives back the dtype that it got", cases=[(torch.float64,), (torch.float16,)], rtol=0.01, atol=5e-3)
def dtypes(answer: Answer, dtype: torch.dtype):
    return {"logsumexp(input, 1)": answer.logsumexp(answer.given(torch.randn(2, 3).to(dtype)), 1)}


@scenario("loses no digits of float64")
def digits(answer: Answer):
    return {"logsumexp(input, 0)": answer.logsumexp(torch.randn(3, 2, dtype=torch.float64), 0)}


@scenario("accepts other axes that are empty, and any layout", cases=[((0, 3), 1), ((2, 0, 3), 2), ((3, 1), 1)])
def edges(answer: Answer, shape: tuple[int, ...], dim: int):
    scores = answer.given(torch.randn(*shape, 2)[..., 0])
    return {f"logsumexp(input, {dim})": answer.logsumexp(scores, dim)}
