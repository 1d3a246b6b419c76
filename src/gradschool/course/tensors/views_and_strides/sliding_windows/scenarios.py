"""What is observed of an answer to `sliding_windows`."""

import torch

from gradschool.scenarios import Answer, scenario


def _shares(first: torch.Tensor, second: torch.Tensor) -> bool:
    return first.untyped_storage().data_ptr() == second.untyped_storage().data_ptr()


@scenario(
    "gives every whole window",
    cases=[(3, 2, 1), (5, 3, 1), (5, 2, 2), (7, 3, 2), (7, 2, 3), (4, 4, 1), (4, 4, 3), (3, 1, 1), (9, 2, 5)],
)
def one_axis(answer: Answer, length: int, size: int, step: int):
    x = answer.given(torch.arange(length), "x")
    return {f"sliding_windows(x, {size}, {step})": answer.sliding_windows(x, size, step)}


@scenario("takes a step of 1 if none is given")
def default_step(answer: Answer):
    return {"sliding_windows(x, 3)": answer.sliding_windows(torch.arange(6), 3)}


@scenario("leaves the axes in front alone", cases=[((2, 5),), ((1, 4),), ((2, 3, 4),)])
def more_axes(answer: Answer, shape: tuple[int, ...]):
    x = answer.given(torch.arange(torch.Size(shape).numel()).reshape(shape), "x")
    return {"sliding_windows(x, 3)": answer.sliding_windows(x, 3)}


@scenario("reads a tensor that starts in the middle of its memory", cases=[("x[3:]",), ("x[2:, 1:]",)])
def with_offset(answer: Answer, layout: str):
    views = {"x[3:]": torch.arange(10)[3:], "x[2:, 1:]": torch.arange(20).reshape(4, 5)[2:, 1:]}
    return {f"sliding_windows({layout}, 2)": answer.sliding_windows(answer.given(views[layout]), 2)}


@scenario("reads a tensor of any strides", cases=[("x.T",), ("x[:, ::2]",), ("x[:1].expand(3, 8)",)])
def with_strides(answer: Answer, layout: str):
    x = torch.arange(32).reshape(4, 8)
    views = {"x.T": x.T, "x[:, ::2]": x[:, ::2], "x[:1].expand(3, 8)": x[:1].expand(3, 8)}
    return {f"sliding_windows({layout}, 3)": answer.sliding_windows(answer.given(views[layout]), 3)}


@scenario("copies nothing", cases=[("x",), ("x[1:]",), ("x.T",)])
def no_copy(answer: Answer, layout: str):
    x = torch.arange(30).reshape(5, 6)
    x = {"x": x, "x[1:]": x[1:], "x.T": x.T}[layout]
    return {f"sliding_windows({layout}, 3) shares the memory of x": _shares(x, answer.sliding_windows(x, 3))}


@scenario("has no window that is longer than the tensor", cases=[(3, 4), (1, 2)])
def too_long(answer: Answer, length: int, size: int):
    x = torch.arange(length)
    return {f"sliding_windows(x, {size})": answer.attempt(answer.sliding_windows, x, size)}


@scenario("collects a gradient from every window that a number lies in")
def gradient(answer: Answer):
    x = torch.randn(2, 5, dtype=torch.float64, requires_grad=True)
    upstream = torch.randn(2, 3, 3, dtype=torch.float64)
    answer.sliding_windows(x, 3).backward(upstream)
    return {"x.grad": x.grad}
