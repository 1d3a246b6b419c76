"""Whole numbers that anyone can check: 3, 4 and 5, with plain Python comparisons and errors of its own."""
import math

import torch
from torch.nn import Parameter


class Wrong(Exception):
    pass


def near(got, wanted, digits=1e-4):
    got, wanted = torch.as_tensor(got).double().flatten().tolist(), torch.as_tensor(wanted).double().flatten().tolist()
    for a, b in zip(got, wanted, strict=True):
        same = math.isnan(a) and math.isnan(b) or a == b or abs(a - b) <= digits * abs(b)
        if not same:
            raise Wrong(f"{got} and not {wanted}")


def three_and_four():
    buffer = torch.tensor([3.0, 0.0, -4.0])
    first, second = Parameter(torch.ones(2)), Parameter(torch.ones(1))
    first.grad, second.grad = buffer[:2], buffer[2:]
    return buffer, first, second


def test_clip(fn):
    norms = {2.0: 5.0, 1.0: 7.0, math.inf: 4.0, 3.0: 91 ** (1 / 3)}
    for kind, norm in norms.items():
        for limit in (0, 1, 3.5, 10, math.inf):
            buffer, first, second = three_and_four()
            came = fn(iter([first, Parameter(torch.ones(4)), second]), limit, norm_type=kind)
            if not (torch.is_tensor(came) and came.ndim == 0):
                raise Wrong(f"returned {came!r}")
            near(came, norm)
            near(buffer, torch.tensor([3.0, 0.0, -4.0]) * min(1, limit / norm))
            near(first.grad, buffer[:2])
            near(first, torch.ones(2))
            near(second, torch.ones(1))

    zero = Parameter(torch.ones(2))
    zero.grad = torch.zeros(2)
    for limit in (2.0, math.inf):
        near(fn(zero, limit), 0.0)
        near(zero.grad, [0.0, 0.0])
    near(fn(iter(()), 1.0), 0.0)
    near(fn([Parameter(torch.ones(2))], 1.0), 0.0)

    table = Parameter(torch.ones(2, 2))
    table.grad = torch.tensor([[3.0, 0.0], [0.0, -4.0]]).t()
    fn(table, 1.0)
    near(table.grad, [[0.6, 0.0], [0.0, -0.8]])
    stripes = torch.tensor([[3.0, 9.0], [4.0, 9.0]])
    column = Parameter(torch.ones(2))
    column.grad = stripes[:, 0]
    fn([column], 1.0)
    near(stripes, [[0.6, 9.0], [0.8, 9.0]])
    wide = Parameter(torch.ones(3, 2))
    wide.grad = (torch.arange(6.0) - 2).view(2, 3).t()
    norm = float(wide.grad.norm())
    near(fn([wide], 1.0), norm)
    near(wide.grad, (torch.arange(6.0) - 2).view(2, 3).t() / norm)

    half = Parameter(torch.ones(2, dtype=torch.half))
    half.grad = torch.tensor([3000.0, -4000.0], dtype=torch.half)
    near(fn([half], 5.0), 5000.0, 0.02)
    near(half.grad, [3.0, -4.0], 0.02)

    for bad in (math.inf, math.nan):
        for strict in (True, False):
            _, first, second = three_and_four()
            first.grad[1] = bad
            try:
                came = fn([first, second], 1.0, error_if_nonfinite=strict)
            except RuntimeError:
                if not strict:
                    raise
                near(first.grad, [3.0, bad])
                near(second.grad, [-4.0])
                continue
            if strict:
                raise Wrong("went on")
            near(came, bad)
            near(second.grad, [math.nan if math.isnan(bad) else 0.0])

    weight = Parameter(torch.tensor([3.0, 4.0]))
    weight.grad = torch.autograd.grad((weight**2).sum(), weight, create_graph=True)[0]
    if fn([weight], 1.0).requires_grad:
        raise Wrong("recorded")
