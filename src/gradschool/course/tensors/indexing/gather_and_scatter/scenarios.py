"""What is observed of `gather_last` and `scatter_mean`."""

import torch

from gradschool.scenarios import Answer, scenario


@scenario("picks the last valid step of each sequence", cases=[([2, 1],), ([3, 1, 2],), ([2, 5, 4, 5],)])
def last_steps(answer: Answer, lengths: list[int]):
    # Some valid steps are all zeros and the padding is not, so only `lengths` can tell them apart.
    x = torch.arange(1, 1 + len(lengths) * 5 * 4).reshape(len(lengths), 5, 4)
    x[:, 1::2] *= torch.tensor([0, 1, 1, 1, 1])[: len(lengths), None, None]
    return {"gather_last(x, lengths)": answer.gather_last(answer.given(x, "x"), torch.tensor(lengths))}


@scenario("works for sequences that fill all of the time", cases=[(1, 1), (2, 3)])
def full_sequences(answer: Answer, batch: int, time: int):
    x = torch.randn(batch, time, 3)
    return {f"gather_last(x, full of {time})": answer.gather_last(x, torch.full((batch,), time))}


@scenario("keeps a batch of one, and a single feature", cases=[(1, 3, 1), (1, 3, 2), (2, 3, 1)])
def sizes_of_one(answer: Answer, batch: int, time: int, features: int):
    return {"gather_last(x, lengths)": answer.gather_last(torch.randn(batch, time, features), torch.full((batch,), 2))}


@scenario("accepts int32 lengths, and any layout")
def int32_lengths(answer: Answer):
    x = torch.randn(4, 2, 3).transpose(0, 1)
    lengths = answer.given(torch.tensor([2, 4], dtype=torch.int32), "lengths")
    return {"gather_last(x.transpose(0, 1), lengths)": answer.gather_last(answer.given(x, "x"), lengths)}


@scenario("sends the gradient to the steps that were picked, and only there")
def last_gradient(answer: Answer):
    x = torch.randn(3, 4, 2, dtype=torch.float64, requires_grad=True)
    answer.gather_last(x, torch.tensor([1, 4, 2])).backward(torch.randn(3, 2, dtype=torch.float64))
    return {"x.grad": x.grad}


@scenario("averages all rows of a group", cases=[([0, 0], 1), ([0, 1, 0], 2), ([2, 0, 1, 2, 2, 0], 3)])
def means(answer: Answer, index: list[int], dim_size: int):
    src = answer.given(torch.randn(len(index), 4), "src")
    groups = answer.given(torch.tensor(index), "index")
    return {"scatter_mean(src, index, dim_size)": answer.scatter_mean(src, groups, dim_size)}


@scenario("gives 0 to a group without rows", cases=[([0], 2), ([1, 1], 3), ([3, 0, 3], 4)])
def empty_groups(answer: Answer, index: list[int], dim_size: int):
    src = torch.randn(len(index), 2)
    return {"scatter_mean(src, index, dim_size)": answer.scatter_mean(src, torch.tensor(index), dim_size)}


@scenario("divides each group by its own count, also where a square would hide it")
def square(answer: Answer):
    src = torch.randn(4, 3)
    return {"scatter_mean(src, [0, 0, 1, 2], 3)": answer.scatter_mean(src, torch.tensor([0, 0, 1, 2]), 3)}


@scenario("accepts no rows at all")
def no_rows(answer: Answer):
    src, index = torch.zeros(0, 2), torch.zeros(0, dtype=torch.int64)
    return {"scatter_mean(src, index, 3)": answer.scatter_mean(src, index, 3)}


@scenario("gives back the dtype of `src`", cases=[(torch.float64,), (torch.float16,)], rtol=1e-2, atol=1e-3)
def dtypes(answer: Answer, dtype: torch.dtype):
    src = torch.rand(4, 2).to(dtype)
    return {"scatter_mean(src, index, 2)": answer.scatter_mean(src, torch.tensor([0, 1, 1, 1]), 2)}


@scenario("loses no digits of float64, and accepts an int32 index")
def precise(answer: Answer):
    src, index = torch.randn(5, 2, dtype=torch.float64), torch.tensor([1, 1, 0, 3, 1], dtype=torch.int32)
    return {"scatter_mean(src, index, 4)": answer.scatter_mean(src, index, 4)}


@scenario("shares the gradient of a mean among its rows")
def mean_gradient(answer: Answer):
    src = torch.randn(5, 2, dtype=torch.float64, requires_grad=True)
    answer.scatter_mean(src, torch.tensor([0, 2, 2, 0, 2]), 4).backward(torch.randn(4, 2, dtype=torch.float64))
    return {"src.grad": src.grad}
