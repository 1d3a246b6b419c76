"""What is observed of an answer to `masked_mean`."""

import torch

from gradschool.scenarios import Answer, scenario

INF = float("inf")
NAN = float("nan")


@scenario("averages what counts along `dim`", cases=[((4,), 0), ((2, 3), 1), ((2, 3), 0), ((2, 3, 4), 1), ((3, 5), -1)])
def along_an_axis(answer: Answer, shape: tuple[int, ...], dim: int):
    values = answer.given(torch.randn(shape))
    mask = torch.rand(shape) > 0.4
    mask.view(-1)[0], mask.view(-1)[-1] = True, False
    answer.given(mask, "mask")
    return {f"masked_mean(input, mask, {dim})": answer.masked_mean(values, mask, dim)}


@scenario("averages everything that counts if no `dim` is given", cases=[((4,),), ((2, 3),)])
def over_everything(answer: Answer, shape: tuple[int, ...]):
    mask = torch.rand(shape) > 0.4
    mask.view(-1)[0] = True
    return {"masked_mean(input, mask)": answer.masked_mean(torch.randn(shape), mask)}


@scenario("lets nothing through from under the mask", cases=[(NAN,), (INF,), (-INF,)])
def hidden(answer: Answer, value: float):
    values = answer.given(torch.tensor([[1.0, 3.0, value], [value, 4.0, value]]))
    mask = torch.tensor([[True, True, False], [False, True, False]])
    return {"masked_mean(input, mask, 1)": answer.masked_mean(values, mask, 1)}


@scenario("gives 0 where nothing counts", cases=[(1,), (0,), (None,)])
def nothing_counts(answer: Answer, dim: int | None):
    mask = torch.zeros(2, 3, dtype=torch.bool)
    mask[0, 1] = dim is not None
    return {f"masked_mean(input, mask, {dim})": answer.masked_mean(torch.randn(2, 3) + 5, mask, dim)}


@scenario("gives NaN where a NaN counts")
def visible(answer: Answer):
    values = torch.tensor([[1.0, NAN, 3.0], [1.0, 2.0, 6.0]])
    return {"masked_mean(input, all True, 1)": answer.masked_mean(values, torch.ones(2, 3, dtype=torch.bool), 1)}


@scenario("counts elements after broadcasting the mask", cases=[(None,), (2,), (1,), (0,)])
def broadcast_mask(answer: Answer, dim: int | None):
    mask = torch.tensor([[True, True, False], [True, False, False]])[:, :, None]
    return {f"masked_mean(input (2, 3, 4), mask (2, 3, 1), {dim})": answer.masked_mean(torch.randn(2, 3, 4), mask, dim)}


@scenario("takes a mask with fewer axes than the input", cases=[(1,), (None,)])
def short_mask(answer: Answer, dim: int | None):
    mask = torch.tensor([True, False, True])
    return {f"masked_mean(input (2, 3), mask (3,), {dim})": answer.masked_mean(torch.randn(2, 3), mask, dim)}


@scenario("keeps the axis if asked to", cases=[(0,), (-1,), (None,)])
def keeps(answer: Answer, dim: int | None):
    values, mask = torch.randn(2, 3), torch.tensor([[True, False, True], [True, True, False]])
    return {f"masked_mean(input, mask, {dim}, keepdim=True)": answer.masked_mean(values, mask, dim, keepdim=True)}


@scenario("sends a finite gradient to what counts, and none to the rest")
def gradient(answer: Answer):
    numbers = torch.randn(3, 4, dtype=torch.float64)
    numbers[0, 1], numbers[2, 3] = NAN, INF
    values = numbers.requires_grad_()
    mask = torch.tensor([[True, False, True, True], [True, True, True, True], [False, False, False, False]])
    answer.masked_mean(values, mask, 1).backward(torch.randn(3, dtype=torch.float64))
    return {"input.grad": values.grad}


@scenario("has room for a large sum of halves")
def large_half_sum(answer: Answer):
    twos = torch.full((80_000,), 2.0, dtype=torch.float16)
    return {"masked_mean(80,000 twos)": answer.masked_mean(twos, torch.ones(80_000, dtype=torch.bool))}


@scenario(
    "gives back the dtype that it got",
    cases=[(torch.float64,), (torch.bfloat16,), (torch.float16,)],
    rtol=0.02,
    atol=2e-3,
)
def dtypes(answer: Answer, dtype: torch.dtype):
    values = torch.rand(2, 3).to(dtype)
    return {"masked_mean(input, mask, 1)": answer.masked_mean(values, torch.tensor([True, False, True]), 1)}
