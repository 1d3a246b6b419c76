"""What is observed of an answer to `split_heads`."""

import torch

from gradschool.scenarios import Answer, scenario


@scenario(
    "gives head h of token t its own channels",
    cases=[(1, 2, 2, 2), (2, 5, 3, 4), (2, 3, 3, 3), (1, 2, 3, 2)],
)
def values(answer: Answer, batch: int, time: int, num_heads: int, channels: int):
    # A ramp: every misplaced number says where it came from.
    x = answer.given(torch.arange(batch * time * num_heads * channels).reshape(batch, time, num_heads * channels), "x")
    return {f"split_heads(x, {num_heads})": answer.split_heads(x, num_heads)}


@scenario("refuses heads that do not divide the channels", cases=[(2, 5), (3, 4), (4, 2)])
def remainder(answer: Answer, num_heads: int, width: int):
    x = torch.arange(2 * num_heads * width).reshape(2, num_heads, width)
    return {f"split_heads(x, {num_heads})": answer.attempt(answer.split_heads, x, num_heads)}


@scenario("reads any layout", cases=[("transposed",), ("every second channel",), ("expanded",)])
def layouts(answer: Answer, layout: str):
    base = torch.arange(2 * 12 * 5).reshape(2, 12, 5)
    views = {
        "transposed": base.mT,
        "every second channel": torch.arange(2 * 5 * 24).reshape(2, 5, 24)[:, :, ::2],
        "expanded": base[:1].mT.expand(3, 5, 12),
    }
    return {"split_heads(x, 3)": answer.split_heads(answer.given(views[layout], "x"), 3)}


@scenario("keeps axes of size one, and empty ones", cases=[(1, 1, 1, 1), (1, 1, 2, 3), (2, 3, 6, 1), (0, 2, 2, 2)])
def edges(answer: Answer, batch: int, time: int, num_heads: int, channels: int):
    x = torch.arange(batch * time * num_heads * channels).reshape(batch, time, num_heads * channels)
    return {f"split_heads(x, {num_heads})": answer.split_heads(x, num_heads)}


@scenario("carries the gradient of each number back to where it came from")
def gradient(answer: Answer):
    x = torch.randn(2, 3, 4, dtype=torch.float64, requires_grad=True)
    upstream = torch.randn(2, 2, 3, 2, dtype=torch.float64)
    answer.split_heads(x, 2).backward(upstream)
    return {"x.grad": x.grad}
