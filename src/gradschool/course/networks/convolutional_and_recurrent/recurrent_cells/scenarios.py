"""What is observed of the two cells."""

import torch

from gradschool.scenarios import Answer, common, scenario

DOUBLE = torch.float64


def weights(features: int, rows: int, hidden: int) -> list[torch.Tensor]:
    """`w_ih`, `w_hh`, `b_ih`, `b_hh`, of a size that leaves the gates between open and shut."""
    shapes = [(rows, features), (rows, hidden), (rows,), (rows,)]
    return [0.7 * torch.randn(shape, dtype=DOUBLE) for shape in shapes]


def states(*shape: int) -> tuple[torch.Tensor, torch.Tensor]:
    return torch.randn(shape, dtype=DOUBLE).tanh(), torch.randn(shape, dtype=DOUBLE)


@scenario("takes one step in `rnn_cell`", cases=[(1, 1, 1), (2, 3, 4), (3, 2, 2)])
def rnn_step(answer: Answer, batch: int, features: int, hidden: int):
    x = torch.randn(batch, features, dtype=DOUBLE)
    return {"rnn_cell(...)": answer.rnn_cell(x, states(batch, hidden)[0], *weights(features, hidden, hidden))}


@scenario("works without biases in `rnn_cell`", cases=[(False, False), (True, False), (False, True)])
def rnn_bias(answer: Answer, b_ih: bool, b_hh: bool):
    w_ih, w_hh, first, second = weights(3, 4, 4)
    x, h = torch.randn(2, 3, dtype=DOUBLE), states(2, 4)[0]
    return {"rnn_cell(...)": answer.rnn_cell(x, h, w_ih, w_hh, first if b_ih else None, second if b_hh else None)}


@scenario("takes one step in `lstm_cell`", cases=[(1, 1, 1), (2, 3, 2), (3, 4, 5), (4, 3, 3)])
def lstm_step(answer: Answer, batch: int, features: int, hidden: int):
    x = torch.randn(batch, features, dtype=DOUBLE)
    after = answer.lstm_cell(x, states(batch, hidden), *weights(features, 4 * hidden, hidden))
    return {"(h, c) = lstm_cell(...)": after}


@scenario("works without biases in `lstm_cell`", cases=[(False, False), (True, False), (False, True)])
def lstm_bias(answer: Answer, b_ih: bool, b_hh: bool):
    w_ih, w_hh, first, second = weights(3, 8, 2)
    x = torch.randn(2, 3, dtype=DOUBLE)
    after = answer.lstm_cell(x, states(2, 2), w_ih, w_hh, first if b_ih else None, second if b_hh else None)
    return {"(h, c) = lstm_cell(...)": after}


@scenario("takes one example without a batch axis", cases=[("rnn_cell",), ("lstm_cell",)])
def unbatched(answer: Answer, cell: str):
    x, (h, c) = torch.randn(3, dtype=DOUBLE), states(4)
    if cell == "rnn_cell":
        return {"rnn_cell(...)": answer.rnn_cell(x, h, *weights(3, 4, 4))}
    return {"(h, c) = lstm_cell(...)": answer.lstm_cell(x, (h, c), *weights(3, 16, 4))}


@scenario("leaves the state that it was given alone")
def state_kept(answer: Answer):
    h, c = states(2, 3)
    answer.given(h, "h"), answer.given(c, "c")
    x = torch.randn(2, 4, dtype=DOUBLE)
    return {
        "rnn_cell(...)": answer.rnn_cell(x, h, *weights(4, 3, 3)),
        "(h, c) = lstm_cell(...)": answer.lstm_cell(x, (h, c), *weights(4, 12, 3)),
    }


@scenario("carries the gradient to the input, the state and every weight", cases=[("rnn_cell",), ("lstm_cell",)])
def gradients(answer: Answer, cell: str):
    x, (h, c) = torch.randn(2, 3, dtype=DOUBLE), states(2, 4)
    names = ("w_ih", "w_hh", "b_ih", "b_hh")
    parts = dict(zip(names, weights(3, 4 if cell == "rnn_cell" else 16, 4), strict=True))
    leaves = {"input": x, "h": h, **({"c": c} if cell == "lstm_cell" else {}), **parts}
    for leaf in leaves.values():
        leaf.requires_grad_()
    if cell == "rnn_cell":
        result = answer.rnn_cell(x, h, **parts)
    else:
        result = torch.stack(tuple(answer.lstm_cell(x, (h, c), **parts)))
    result.backward(torch.randn(result.shape, dtype=DOUBLE))
    return {f"{name}.grad": leaf.grad for name, leaf in leaves.items()}


@scenario("saturates, without a NaN, when the sums are large", cases=[(100.0,), (-100.0,), (1000.0,), (-1000.0,)])
def saturated(answer: Answer, size: float):
    x = torch.tensor([[size]], requires_grad=True)
    zero = torch.zeros(1, 1)
    h = answer.rnn_cell(x, zero, torch.ones(1, 1), torch.ones(1, 1))
    seen: dict[str, object] = {"rnn_cell(...)": h.detach(), "gradient of h": torch.autograd.grad(h.sum(), x)[0]}
    after = answer.lstm_cell(x, (zero, torch.ones(1, 1)), torch.ones(4, 1), torch.ones(4, 1))
    total = torch.stack(tuple(after)).sum()
    return seen | {
        "lstm_cell(...)": torch.stack(tuple(after)).detach(),
        "gradient of h + c": torch.autograd.grad(total, x)[0],
    }


@scenario("can be walked through thirty steps, and back through all of them")
def thirty_steps(answer: Answer):
    inputs = torch.randn(30, 2, 3, dtype=DOUBLE, requires_grad=True)
    rnn, lstm = weights(3, 4, 4), weights(3, 16, 4)
    h, state = states(2, 4)[0], states(2, 4)
    for x in inputs:
        h = answer.rnn_cell(x, h, *rnn)
        state = answer.lstm_cell(x, state, *lstm)
    (h.sum() + sum(part.sum() for part in state)).backward()
    return {
        "h of the RNN": h.detach(),
        "(h, c) of the LSTM": tuple(part.detach() for part in state),
        "the gradient of the inputs": inputs.grad,
    }


core = common(
    lambda answer, input, h, c, w_ih, w_hh: torch.stack(tuple(answer.lstm_cell(input, (h, c), w_ih, w_hh))),
    [((1, 1), (1, 2), (1, 2), (8, 1), (8, 2)), ((3, 2), (3, 1), (3, 1), (4, 2), (4, 1))],
    arguments=("input", "h", "c", "w_ih", "w_hh"),
    empty=[((0, 3), (0, 2), (0, 2), (8, 3), (8, 2))],
)
