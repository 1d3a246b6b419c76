"""How two unequal tensors relate: what is said of each relation, and where nothing may be said."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from gradschool.inside.compare import Side, differences
from gradschool.inside.crashes import crash_likeness
from gradschool.inside.explain import explain, explain_shape
from gradschool.model import Diagnosis
from workbench import Workbench

Tensor = torch.Tensor
NAN, INF = math.nan, math.inf


def drawn(*shape: int, dtype: torch.dtype = torch.float32, seed: int = 0) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=dtype)


def later(values: Tensor) -> Tensor:
    return torch.cat([drawn(1, seed=5), values[:-1]])


A, SQUARE, CUBE = drawn(3, 4), drawn(4, 4), drawn(3, 4, 4)
OTHER = drawn(3, 4, seed=9)
COLUMNS = torch.arange(4)
Relation = tuple[Tensor, Tensor, str]

MOVES: dict[str, Relation] = {
    "transposed": (SQUARE, SQUARE.T, "axis 0 and 1 look swapped"),
    "permuted": (drawn(2, 3, 3, 5), drawn(2, 3, 3, 5).transpose(1, 2), "axis 1 and 2 look swapped"),
    "three axes": (drawn(3, 3, 3), drawn(3, 3, 3).permute(1, 2, 0), "the axes look permuted, in the order (1, 2, 0)"),
    "hidden by a reshape": (
        A,
        A.T.reshape(3, 4),
        "the right values in wrong places: axis 0 and 1 look swapped, and a reshape hides it",
    ),
    "another order in each row": (
        A,
        A[:, [2, 0, 3, 1]],
        "the right values, but in another order along axis 1",
    ),
    "another order": (drawn(5), drawn(5)[[3, 0, 4, 2, 1]], "the right values, but in another order"),
    "scrambled": (
        A,
        A.flatten()[torch.randperm(12, generator=torch.Generator().manual_seed(1))].view(3, 4),
        "the right values in wrong places, as a reshape across the axes leaves them",
    ),
    "reversed": (A, A.flip(1), "the order along axis 1 is reversed"),
    "halves": (drawn(2, 6), drawn(2, 6).roll(3, 1), "the two halves along axis 1 are swapped"),
    "around": (A, A.roll(1, 1), "off by one along axis 1: every value stands one place later, around the end"),
    "later": (drawn(6), later(drawn(6)), "off by one along axis 0: every value stands one place later than it should"),
    "earlier": (
        later(drawn(6)),
        drawn(6),
        "off by one along axis 0: every value stands one place earlier than it should",
    ),
}

NUMBERS: dict[str, Relation] = {
    "twice": (A, 2 * A, "every value is twice the expected one"),
    "half": (A, A / 2, "every value is half the expected one"),
    "percent": (A, 100 * A, "every value is 100 times the expected one"),
    "sign": (A, -A, "the sign is flipped"),
    "N and sign": (A, -3 * A, "every value is 3 times the expected one and the sign is flipped"),
    "1/N": (A, A / 12, "every value is 1/12 times the expected one"),
    "N/(N-1)": (A, A * 4 / 3, "every value is 4/3 = N/(N−1) times the expected one"),
    "(N-1)/N": (A, A * 2 / 3, "every value is 2/3 = (N−1)/N times the expected one"),
    "root of N/(N-1)": (A, A * math.sqrt(4 / 3), "every value is √(4/3) = √(N/(N−1)) times the expected one"),
    "root": (A, A * math.sqrt(8), "every value is √8 times the expected one"),
    "1/p": (A, A / 0.35, "every value is 1/0.35 times the expected one"),
    "1-p": (A, A * 0.85, "every value is 0.85 times the expected one"),
    "no name": (A, A * 1.2345, "every value is 1.2345 times the expected one"),
    "integers": (torch.arange(6), torch.arange(6) * 3, "every value is 3 times the expected one"),
    "one": (A, A + 1, "every value is one too large"),
    "log": (A, A - math.log(4), "every value is 1.3863 = log 4 too small"),
    "shift without a name": (A, A + 0.123, "every value is 0.123 too large"),
    "ramp": (torch.arange(6), torch.arange(1, 7), "every value is one too large"),
    "exponential": (A, A.exp(), "each value is the exponential of the expected one"),
    "logarithm": (A.softmax(1), A.log_softmax(1), "each value is the logarithm of the expected one"),
    "square": (A.abs(), A.square(), "each value is the square of the expected one"),
    "square root": (A.square(), A.abs(), "each value is the square root of the expected one"),
    "sigmoid": (A.sigmoid(), A, "each value is right before the sigmoid, which is missing"),
    "absolute": (A, A.abs(), "the sign is lost: every value is the absolute one"),
    "relu": (A, A.relu(), "negative values became zero"),
    "softmax": (A.softmax(1), A, "softmax along axis 1 is missing"),
    "softmax twice": (A.softmax(1), A.softmax(1).softmax(1), "softmax along axis 1 came once more"),
    "sum": (A.softmax(1), A.exp(), "dividing by the sum along axis 1 is missing"),
    "softmax along another": (
        A.softmax(1),
        A.softmax(0),
        "it adds up to one along axis 0, where it should along axis 1",
    ),
    "mean along another": (
        A - A.mean(1, keepdim=True),
        A - A.mean(0),
        "it has mean zero along axis 0, where it should along axis 1",
    ),
    "factors": (A, A * torch.tensor([[2.0], [3.0], [0.7]]), "along axis 1 all values are off by one common factor"),
    "bfloat16": (A, A.bfloat16().float(), "these are only the digits of bfloat16: it was computed or stored in it"),
    "half precision too": (drawn(9).half(), drawn(9).half() * 2, "every value is twice the expected one"),
}

PLACES: dict[str, Relation] = {
    "one row": (A, torch.cat([A[:2], OTHER[2:]]), "right except in row 2"),
    "one row, scaled": (
        A,
        torch.cat([A[:2], 2 * A[2:]]),
        "right except in row 2: every value is twice the expected one",
    ),
    "after the first": (A, torch.cat([A[:1], OTHER[1:]]), "right in row 0, wrong after"),
    "after the first, swapped": (
        CUBE,
        torch.cat([CUBE[:1], CUBE[1:].mT]),
        "right at index 0 of axis 0, wrong after: axis 1 and 2 look swapped",
    ),
    "odd columns": (
        A,
        torch.where(COLUMNS % 2 == 1, OTHER, A),
        "right except in columns 1 and 3 (the odd ones)",
    ),
    "the last positions": (
        drawn(7),
        torch.cat([drawn(7)[:4], drawn(3, seed=7)]),
        "wrong from position 4 on",
    ),
    "diagonal": (
        SQUARE,
        SQUARE * (1 - torch.eye(4)),
        "wrong only on the diagonal: zeros came where other values are expected",
    ),
    "future": (
        SQUARE.tril(),
        SQUARE,
        "wrong only above the diagonal: other values came where zeros are expected",
    ),
    "mask": (
        A,
        A * torch.tensor([[1, 0, 1, 1], [0, 1, 1, 0], [1, 1, 0, 1]]),
        "where they differ, zeros came where other values are expected",
    ),
    "a row of NaN": (
        A,
        torch.where(torch.tensor([[0], [1], [0]]) > 0, NAN, A),
        "NaN everywhere in row 1; the others are right",
    ),
    "some inf": (A, torch.where(A > 0.5, INF, A), "inf at 3 places; the others are right"),
    "all NaN": (A, A * NAN, "every value is NaN"),
    "constant": (A, torch.full((3, 4), 7.0), "every value is the same, 7"),
    "nothing": (A, torch.zeros(3, 4), "every value is zero"),
    "the first row for all": (
        A,
        A[:1].expand(3, 4),
        "right in row 0, wrong after: the values are the same all along axis 0",
    ),
    "inverted": (A > 0, A <= 0, "every value is inverted: True where False is expected"),
    "a mask without its diagonal": (
        torch.ones(4, 4, dtype=torch.bool).tril(),
        torch.ones(4, 4, dtype=torch.bool).tril(-1),
        "wrong only on the diagonal",
    ),
}


@pytest.mark.parametrize(
    ("wanted", "got", "said"),
    [*MOVES.values(), *NUMBERS.values(), *PLACES.values()],
    ids=[*MOVES, *NUMBERS, *PLACES],
)
def test_a_relation_is_said_in_words(wanted: Tensor, got: Tensor, said: str) -> None:
    assert explain(wanted, got.contiguous()) == said


def test_axes_are_called_what_the_task_calls_them() -> None:
    assert explain(CUBE, CUBE.mT.contiguous(), ("batch", "query", "key")) == "`query` and `key` look swapped"


@pytest.mark.parametrize("off", [1.00002, 0.99998])
def test_of_values_that_are_nearly_right_no_more_is_said(off: float) -> None:
    for wanted in (SQUARE, SQUARE.abs(), SQUARE @ SQUARE.T):
        said = explain(wanted, wanted * off, wrong=torch.ones(4, 4, dtype=torch.bool))
        assert said == "nearly right: off by 2e-05 of the value at most"


def test_the_digits_of_float32_are_seen_in_a_float64_tensor() -> None:
    wanted = drawn(3, 4, dtype=torch.float64)
    said = "these are only the digits of float32: it was computed or stored in it"
    assert explain(wanted, wanted.float().double(), wrong=torch.ones(3, 4, dtype=torch.bool)) == said


@pytest.mark.parametrize("shape", [(2,), (3,), (5,), (2, 2), (3, 4), (4, 4), (2, 3, 3)], ids=str)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16, torch.float16], ids=str)
def test_nothing_is_said_of_unrelated_numbers(shape: tuple[int, ...], dtype: torch.dtype) -> None:
    for seed in range(40):
        wanted, got = (drawn(*shape, seed=2 * seed + each).to(dtype) for each in (0, 1))
        assert (seed, explain(wanted, got)) == (seed, "")


@pytest.mark.parametrize(
    ("wanted", "got"),
    [
        ([1.0, 2.0], [2.0, 4.0]),
        ([3.0, 3.0, 3.0], [6.0, 6.0, 6.0]),
        ([1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0]),
        ([0.5], [1.0]),
        ([1.0, 2.0, 3.0], [1.0, 2.0, 6.0]),
    ],
    ids=["two numbers", "one number three times", "one-hot", "a round number", "one of three"],
)
def test_too_few_different_numbers_prove_nothing(wanted: list[float], got: list[float]) -> None:
    assert explain(torch.tensor(wanted), torch.tensor(got)) == ""


@pytest.mark.parametrize(
    ("factor", "said"), [(-1, "the sign is flipped"), (1 / 7, "it is 1/7 times the expected one"), (1.37, "")]
)
def test_a_single_number_is_told_by_its_digits(factor: float, said: str) -> None:
    wanted = torch.tensor(1.2345678)
    assert explain(wanted, wanted * factor) == said


def test_a_large_tensor_is_judged_by_a_sample() -> None:
    wanted = drawn(600, 500)
    assert explain(wanted, 2 * wanted) == "every value is twice the expected one"
    assert explain(wanted, wanted.T.reshape(600, 500)) == ""


@pytest.mark.parametrize(
    "relate",
    [lambda a: a.exp(), lambda a: a * 3, lambda a: a.flip(0), lambda a: a * NAN],
    ids=["function", "factor", "order", "NaN"],
)
def test_tensors_of_every_size_can_be_looked_at(relate: Callable[[Tensor], Tensor]) -> None:
    for shape in ((), (1,), (0,), (3, 0), (1, 1, 1), (2, 1, 3, 1, 2), (2, 2, 1, 1, 1, 2)):
        wanted = drawn(*shape)
        assert isinstance(explain(wanted, relate(wanted) if shape else wanted * 3), str)


@pytest.mark.parametrize(
    ("wanted", "got", "said"),
    [
        ((2, 3), (2, 1, 3), "axis 1, of size one, is one too many: was it kept by `keepdim` or put in by `[None]`?"),
        ((2, 1, 3), (2, 3), "axis 1, of size one, was dropped: `keepdim=True` keeps it, a bare `squeeze()` drops it"),
        ((2, 3), (3, 2), "axis 0 and 1 are swapped"),
        ((2, 3, 4), (4, 2, 3), "the axes are the right ones in another order"),
        ((2, 3, 4), (6, 4), "axis 0 and 1 were merged into one"),
        ((6, 4), (2, 3, 4), "axis 0 was split into 2 × 3"),
        ((2, 3, 4), (24,), "it is flattened"),
        ((4,), (4, 4), "an axis of size 4 too many, as when (4,) meets (4, 1)"),
        ((4, 1), (4, 4), "axis 1 should have size one: two axes were broadcast against each other"),
        ((2,), (), "axis 0, of size 2, is missing: it was reduced or indexed away"),
        ((2, 3), (), "everything was reduced to one number"),
        ((), (3,), "axis 0, of size 3, is one too many: it was to be reduced"),
        ((), (3, 2), "one number is expected: something is still to be reduced"),
        ((2, 3), (2, 4), "axis 1 is one too long"),
        ((2, 3), (2, 6), "axis 1 is twice as long as it should be"),
        ((2, 3), (2, 8), "only axis 1 differs: 8, not 3"),
        ((1, 3, 1), (3,), "axes of size one were dropped"),
        ((2, 3), (7, 5), ""),
    ],
    ids=str,
)
def test_an_unequal_shape_is_explained(wanted: tuple[int, ...], got: tuple[int, ...], said: str) -> None:
    assert explain_shape(wanted, got) == said


def test_the_explanation_stands_behind_the_first_place_that_differs() -> None:
    wanted = torch.tensor([[1.5, -2.0], [0.25, 3.0]])
    tree = {"t": "0", "shape": [2, 2], "dtype": "torch.float32", "grad": False}
    sides = [Side({"y": tree}, {"0": tensor}) for tensor in (wanted, -wanted)]
    (row,) = differences(sides[0], sides[1], None, None)
    assert row["note"] == "all differ, first at [0, 0]: 1.5 expected, -1.5 got; the sign is flipped"


@pytest.mark.parametrize(
    ("wrong", "got", "likeness"),
    [
        (("IndexError", "index 3 of 2", "x[3]"), ("IndexError", "index 3 of 2", "y = z[i]"), 1.0),
        (("IndexError", "index 3 of 2", "x[3]"), ("IndexError", "index 5 of 4", "y = z[i]"), 0.9),
        (("TypeError", "no 'a' in f()", "f()"), ("TypeError", "no 'b' in f()", "g()"), 0.9),
        (
            ("ValueError", "too few", "raise ValueError(text)"),
            ("ValueError", "empty!", "raise ValueError('empty!')"),
            0.5,
        ),
        (("RuntimeError", "view", "x.view(a, b)"), ("RuntimeError", "shape", "x.view(a, c)"), 11 / 24),
        (("TypeError", "None has no shape", "f(x).shape"), ("TypeError", "not callable", "x.grad()"), None),
        (("TypeError", "no", "f()"), ("ValueError", "no", "f()"), None),
        (("TypeError", "no", ""), ("TypeError", "yes", ""), None),
    ],
    ids=["words", "sizes", "names", "own words", "line", "another slip", "another class", "no line"],
)
def test_two_crashes_are_alike_in_class_and_words_or_line(
    wrong: tuple[str, str, str], got: tuple[str, str, str], likeness: float | None
) -> None:
    one, other = (
        {"type": kind, "message": message, "frames": [f"line 1 in f: {line}"] if line else []}
        for kind, message, line in (wrong, got)
    )
    assert crash_likeness(one, other) == likeness


def test_a_crash_gets_the_name_of_a_mistake_that_crashes_alike_and_no_other(bench: Workbench) -> None:
    bench.write(
        "mistakes/dropped_axis.py", '"""An axis too few.\n\nCount them."""\ndef answer(x):\n    return 2 * x.sum(5)\n'
    )
    bench.write("mistakes/no_return.py", '"""No return.\n\nGive it back."""\ndef answer(x):\n    return [x] + x.grad\n')
    diagnosis = bench.judge("def answer(values):\n    total = values.mean(dim=5)\n    return total\n").diagnosis
    assert diagnosis == Diagnosis("dropped_axis", "An axis too few.", "Count them.", None)
    assert bench.judge("def answer(values):\n    return values.size[0]\n").diagnosis is None


def test_the_page_of_diagnoses_says_what_the_judge_says() -> None:
    root = Path(__file__).resolve().parent.parent
    words = [sys.executable, "-P", str(root / "tools" / "diagnoses.py"), "--check"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
