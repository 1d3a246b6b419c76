"""What is observed of an answer to `chunked_cross_entropy`, beyond the common core."""

import torch

from gradschool.scenarios import Answer, common, scenario

IGNORED = -100
N, V, D, CHUNK = 256, 512, 4, 8
LOGITS = N * V * 4  # bytes


def drawn(
    n: int, v: int, d: int, dtype: torch.dtype = torch.float64, *, learning: bool = True
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Rows, weights and targets; the first two need a gradient where there is `learning`."""
    hidden, weight = (torch.randn(rows, d, dtype=dtype, requires_grad=learning) for rows in (n, v))
    return hidden, weight, torch.randint(v, (n,))


@scenario(
    "gives the same loss for every chunk size",
    cases=[(1, 1), (2, 1), (6, 2), (7, 2), (7, 3), (7, 6), (7, 7), (7, 8), (7, 100)],
)
def chunk_sizes(answer: Answer, n: int, chunk_size: int):
    hidden, weight, target = drawn(n, 5, 3, torch.float32, learning=False)
    return {"loss": answer.chunked_cross_entropy(2 * hidden, weight, target, chunk_size)}


@scenario("carries the exact gradients to hidden and weight", cases=[(2, 2), (7, 3), (7, 100)])
def exact_gradients(answer: Answer, n: int, chunk_size: int):
    hidden, weight, target = drawn(n, 5, 3)
    answer.chunked_cross_entropy(hidden, weight, target, chunk_size).backward()
    return {"hidden.grad": hidden.grad, "weight.grad": weight.grad}


@scenario("scales its gradients with what comes from above, and sends none before", cases=[(3.0,), (-0.25,)])
def upstream(answer: Answer, factor: float):
    hidden, weight, target = drawn(5, 4, 3)
    loss = answer.chunked_cross_entropy(hidden, weight, target, 2)
    before = [name for name, tensor in [("hidden", hidden), ("weight", weight)] if tensor.grad is not None]
    backward = answer.attempt((factor * loss).backward)
    return {
        "have a gradient before backward": before,
        "(factor * loss).backward()": backward,
        "hidden.grad": hidden.grad,
        "weight.grad": weight.grad,
    }


@scenario("works where only one of the two needs a gradient", cases=[("hidden",), ("weight",)])
def one_of_two(answer: Answer, needs: str):
    hidden, weight, target = drawn(5, 4, 3, learning=False)
    needing = hidden if needs == "hidden" else weight
    needing.requires_grad_()
    (2 * answer.chunked_cross_entropy(hidden, weight, target, 2)).backward()
    return {f"{needs}.grad": needing.grad, "both have one": hidden.grad is not None and weight.grad is not None}


@scenario(
    "leaves out the rows whose target is -100, and divides by the rows that count",
    cases=[(2, (1,)), (6, (0, 1, 4)), (6, (2, 3))],
)
def ignored(answer: Answer, n: int, rows: tuple[int, ...]):
    hidden, weight, target = drawn(n, 4, 3)
    target[list(rows)] = IGNORED
    loss = answer.chunked_cross_entropy(hidden, weight, answer.given(target, "target"), 2)
    loss.backward()
    return {"loss": loss, "hidden.grad": hidden.grad, "weight.grad": weight.grad}


@scenario("is NaN where no row counts")
def none_counts(answer: Answer):
    hidden, weight, _ = drawn(3, 4, 2, learning=False)
    return {"loss": answer.chunked_cross_entropy(hidden, weight, torch.full((3,), IGNORED), 2)}


@scenario("stays finite for logits of any size", cases=[(1e2,), (1e4,)])
def large_logits(answer: Answer, size: float):
    hidden = torch.tensor([[1.0], [-1.0], [1.0]], requires_grad=True)
    weight = torch.tensor([[size], [0.0], [-size]], requires_grad=True)
    loss = answer.chunked_cross_entropy(hidden, weight, torch.tensor([0, 0, 1]), 2)
    loss.backward()
    return {"loss": loss, "hidden.grad": hidden.grad, "weight.grad": weight.grad}


@scenario(
    "holds at most a quarter of the logits, in forward and backward",
    cases=[("without gradients",), ("forward",), ("forward and backward",)],
)
def memory(answer: Answer, measured: str):
    hidden, weight, target = drawn(N, V, D, torch.float32, learning=measured != "without gradients")

    def step() -> torch.Tensor:
        loss = answer.chunked_cross_entropy(hidden, weight, target, CHUNK)
        if measured == "forward and backward":
            loss.backward()
        return loss

    peak = answer.measure(step).peak_bytes
    answer.tell(f"{measured}: at the peak {peak / LOGITS:.0%} of what the logits would take")
    return {"memory at the peak": answer.at_most(LOGITS // 4, peak, "bytes")}


@scenario("runs a chunk at once, not row by row")
def operators(answer: Answer):
    hidden, weight, target = drawn(N, V, D, torch.float32)
    count = answer.measure(lambda: answer.chunked_cross_entropy(hidden, weight, target, N).backward()).operators
    return {"operators for one chunk": answer.at_most(100, count, "operators")}


core = common(
    lambda answer, hidden, weight, target: answer.chunked_cross_entropy(hidden, weight, target, 2),
    shapes=[((1, 1), (2, 1), (1,)), ((2, 3), (4, 3), (2,)), ((5, 3), (4, 3), (5,))],
    arguments=("hidden", "weight", "target"),
    draw={"target": lambda shape: torch.randint(2, shape)},
    dtypes=(torch.float64, torch.float32),
    gradient=(),
)
