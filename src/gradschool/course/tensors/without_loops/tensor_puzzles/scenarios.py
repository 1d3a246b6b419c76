"""What is observed of the eight puzzles."""

import torch

from gradschool.scenarios import Answer, scenario


@scenario("multiplies each with each in `outer`", cases=[(1, 2), (3, 2), (3, 3), (0, 2), (2, 0)])
def outer(answer: Answer, n: int, m: int):
    a, b = answer.given(torch.randint(1, 10, (n,)), "a"), answer.given(torch.randint(1, 10, (m,)), "b")
    return {"outer(a, b)": answer.outer(a, b), "outer of floats": answer.outer(a.double() / 7, b.double())}


@scenario("is True up to the diagonal in `tril_mask`", cases=[(1,), (2,), (5,), (0,)])
def tril_mask(answer: Answer, n: int):
    return {f"tril_mask({n})": answer.tril_mask(n)}


@scenario("adds up everything so far in `cumsum`", cases=[([3, 5],), ([1, 2, 3, 4],), ([-2, 0, 7],), ([4],), ([],)])
def cumsum(answer: Answer, numbers: list[int]):
    x = answer.given(torch.tensor(numbers, dtype=torch.int64), "x")
    return {"cumsum(x)": answer.cumsum(x)}


@scenario("keeps dtype and digits in `cumsum`", cases=[(torch.float64,), (torch.float32,), (torch.int64,)])
def cumsum_dtypes(answer: Answer, dtype: torch.dtype):
    x = (1000 * torch.rand(5, dtype=torch.float64)).to(dtype) + (2**40 if dtype == torch.int64 else 0)
    return {"cumsum(x)": answer.cumsum(x)}


@scenario(
    "moves the kept values to the front in `compress`",
    cases=[([False, True],), ([True, False, True],), ([False, True, True, False, True],), ([False, False],), ([],)],
)
def compress(answer: Answer, keep: list[bool]):
    values = answer.given(torch.arange(11, 11 + len(keep)), "values")
    mask = answer.given(torch.tensor(keep, dtype=torch.bool), "keep")
    return {f"compress(values, {keep})": answer.compress(values, mask)}


@scenario(
    "repeats each row by its own count in `repeat_rows`",
    cases=[([1, 3],), ([2, 2],), ([2, 0, 1],), ([0, 3, 0, 0, 2],), ([0, 0],), ([],)],
)
def repeat_rows(answer: Answer, counts: list[int]):
    x = answer.given(torch.arange(2 * len(counts)).reshape(len(counts), 2), "x")
    times = answer.given(torch.tensor(counts, dtype=torch.int64), "counts")
    return {f"repeat_rows(x, {counts})": answer.repeat_rows(x, times)}


@scenario("counts each label in `bincount`", cases=[([0, 0], 1), ([1, 0, 1], 2), ([2, 2, 0, 2], 5), ([], 3), ([], 0)])
def bincount(answer: Answer, labels: list[int], n: int):
    given = answer.given(torch.tensor(labels, dtype=torch.int64), "labels")
    return {f"bincount({labels}, {n})": answer.bincount(given, n)}


@scenario("reverses the rows in `flip`", cases=[((3,),), ((2, 3),), ((3, 2, 2),), ((1, 2),), ((0,),), ((0, 2),)])
def flip(answer: Answer, shape: tuple[int, ...]):
    x = answer.given(torch.arange(torch.Size(shape).numel()).reshape(shape), "x")
    return {"flip(x)": answer.flip(x)}


@scenario(
    "counts the edges below each value in `bucketize`",
    cases=[
        ([0.5], [1.0]),
        ([1.0, 2.0, 3.0], [1.0, 2.0]),
        ([5.0, -5.0, 0.0], [-1.0, 0.0, 0.0, 4.0]),
        ([1.0], []),
        ([], [1.0]),
    ],
)
def bucketize(answer: Answer, values: list[float], edges: list[float]):
    given = answer.given(torch.tensor(values), "values")
    return {f"bucketize({values}, {edges})": answer.bucketize(given, answer.given(torch.tensor(edges), "edges"))}
