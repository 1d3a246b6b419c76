"""The kinds `test`, `faster`, `smaller` and `lab`: what they count, exactly, and where they stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from gradschool.judge import Judge
from gradschool.model import Diagnosis, Difference, Exercise, Kind, Outcome, Report, Submission
from gradschool.render.report import report_json
from gradschool.worker import Worker
from workbench import Workbench

HandIn = Callable[[Kind, str], Report]


@pytest.fixture
def hand_in(bench: Workbench, judge: Judge) -> Iterator[HandIn]:
    """Hand code in to the bench's exercise, taken as one of another kind."""
    made: list[Exercise] = []

    def judged(kind: Kind, code: str) -> Report:
        made.append(msgspec.structs.replace(bench.exercise(), kind=kind))
        return judge.judge(made[-1], Submission(made[-1].id, code))

    yield judged
    for exercise in made:
        judge.forget(exercise)


# --------------------------------------------------------------------------- test


class SubjectAndTest:
    """Doubling is the subject; what is handed in are tests of it."""

    def __init__(self, folder: Path, worker: Worker) -> None:
        self._judge = Judge(lambda: worker, lambda _: self.subject)
        self._about, self._bench = Workbench(folder / "subject", self._judge), Workbench(folder, self._judge)
        self._about.write("solution.py", "def answer(x):\n    return 2 * x\n")
        self._about.write("mistakes/tripled.py", '"""Tripled.\n\nThree times."""\ndef answer(x):\n    return 3 * x\n')
        self._about.write("mistakes/squared.py", '"""Squared.\n\nFine for 2."""\ndef answer(x):\n    return x ** 2\n')
        (self._about.folder / "accepted").mkdir()
        self._about.write("accepted/added.py", '"""A sum."""\ndef answer(x):\n    return x + x\n')
        self.subject = self._about.exercise()
        weak = '"""Only 2.\n\nTry another number."""\ndef test_answer(fn):\n    assert fn(2) == 4\n'
        self._bench.write("solution.py", "def test_answer(fn):\n    assert fn(3) == 6\n")
        self._bench.write("mistakes/only_two.py", weak)
        self.exercise = msgspec.structs.replace(
            self._bench.exercise(), kind=Kind.TEST, entry=("test_answer",), subject=self.subject.id
        )

    def judge(self, *body: str) -> Report:
        """Hand in a test of these lines."""
        code = "import random\ndef test_answer(fn):\n" + "".join(f"    {line}\n" for line in body)
        return self._judge.judge(self.exercise, Submission(self.exercise.id, code))

    def close(self) -> None:
        """End the examiners."""
        self._judge.close()


@pytest.fixture
def tested(tmp_path: Path, worker: Worker) -> Iterator[SubjectAndTest]:
    made = SubjectAndTest(tmp_path, worker)
    yield made
    made.close()


def verdicts(report: Report) -> dict[str, Outcome]:
    return {row.title: row.outcome for row in report.scenarios}


def test_a_good_test_passes_what_is_right_and_catches_every_mistake(tested: SubjectAndTest) -> None:
    report = tested.judge("assert fn(3) == 6")
    assert (report.outcome, verdicts(report)) == (
        Outcome.PASSED,
        {
            "passes whatever is right": Outcome.PASSED,
            "catches: Squared.": Outcome.PASSED,
            "catches: Tripled.": Outcome.PASSED,
        },
    )


def test_a_weak_test_is_shown_its_survivors_by_their_headlines(tested: SubjectAndTest) -> None:
    report = tested.judge("assert fn(2) < 5")
    survivor = report.scenarios[1]
    assert (survivor.title, survivor.outcome, survivor.differences) == (
        "catches: Squared.",
        Outcome.FAILED,
        (Difference("the test on this mistake", "'fails'", "'passes'"),),
    )
    assert verdicts(report)["catches: Tripled."] is Outcome.PASSED
    assert report.diagnosis == Diagnosis("only_two", "Only 2.", "Try another number.", None)


def test_a_test_that_fails_what_is_right_is_told_which_and_where(tested: SubjectAndTest) -> None:
    report = tested.judge("assert fn(3) == 7, f'got {fn(3)}'")
    first = report.scenarios[0]
    assert (first.outcome, first.case) == (Outcome.FAILED, "implementation='the_solution'")
    assert first.differences == (Difference("the test on a right implementation", "'passes'", "'fails'"),)
    assert report.facts == (
        "your test fails the_solution, line 3: AssertionError: got 6",
        "your test fails added, line 3: AssertionError: got 6",
    )


def test_a_test_that_leaves_it_to_chance_is_not_relied_on(tested: SubjectAndTest) -> None:
    report = tested.judge("x = random.Random(random.getrandbits(9)).choice([2, 3])", "assert fn(x) == 2 * x")
    assert report.scenarios[1].differences[0].got == "'passes with one seed and fails with another'"


def test_a_test_cannot_tell_a_variant_by_its_name(tested: SubjectAndTest) -> None:
    report = tested.judge("assert 'answer' in fn.__name__ + fn.__qualname__ + fn.__module__")
    assert report.scenarios[0].outcome is Outcome.FAILED


# --------------------------------------------------------------------------- faster, smaller

FEW_OPERATORS = """
import torch
from gradschool.scenarios import Answer, scenario

@scenario("doubles")
def doubles(answer: Answer):
    x = torch.ones(3)
    return {"answer(x)": answer.answer(x)}

@scenario("takes few operators")
def few(answer: Answer):
    x = torch.ones(3)
    measured = answer.measure(lambda: answer.answer(x))
    answer.tell("a fact")
    return {"operators": answer.at_most(4, measured.operators, "operators")}
"""
SLOW = "import torch\ndef answer(x):\n    return torch.stack([2 * x[i] for i in range(3)])\n"


def test_a_count_over_its_limit_is_shown_beside_it(bench: Workbench, hand_in: HandIn) -> None:
    bench.write("scenarios.py", FEW_OPERATORS)
    report = hand_in(Kind.FASTER, SLOW)
    # A `select` and a `mul` for each of three numbers, and one `stack`.
    assert (report.outcome, report.passed) == (Outcome.FAILED, 1)
    assert report.scenarios[1].differences == (Difference("operators", "at most 4 operators", "7 operators"),)


def test_a_count_within_its_limit_passes_whatever_the_solution_counts(bench: Workbench, hand_in: HandIn) -> None:
    bench.write("scenarios.py", FEW_OPERATORS)
    assert hand_in(Kind.FASTER, "def answer(x):\n    return (x + 0) * 2").outcome is Outcome.PASSED


def test_a_mistake_over_the_limit_is_named_whatever_it_counts(bench: Workbench, hand_in: HandIn) -> None:
    bench.write("scenarios.py", FEW_OPERATORS)
    bench.write("mistakes/loops.py", '"""A loop.\n\nOne by one."""\n' + SLOW)
    slower = "import torch\ndef answer(x):\n    return torch.stack([(x[i] * 1) * 2 for i in range(3)])\n"
    report = hand_in(Kind.FASTER, slower)
    assert report.diagnosis is not None
    assert report.diagnosis.mistake == "loops"
    crashing = "import torch\ndef answer(x):\n    return x * 3\n"
    assert hand_in(Kind.FASTER, crashing).diagnosis is None


def test_counts_and_facts_are_in_the_report_and_in_what_machines_get(bench: Workbench, hand_in: HandIn) -> None:
    bench.write("scenarios.py", FEW_OPERATORS)
    report = hand_in(Kind.FASTER, "def answer(x):\n    return 2 * x")
    assert report.facts == ("1 operators, at most 4", "a fact")
    assert report_json(report)["facts"] == ["1 operators, at most 4", "a fact"]


def test_of_many_counts_the_nearest_to_its_limit_is_told_and_none_that_may_be_one_or_two(
    bench: Workbench, hand_in: HandIn
) -> None:
    bench.write("scenarios.py", MANY_COUNTS)
    assert hand_in(Kind.FASTER, "def answer(x):\n    return 2 * x").facts == ("5 calls, at most 8",)


MANY_COUNTS = """
from gradschool.scenarios import Answer, scenario

@scenario("calls little", cases=[(1, 10), (5, 8), (1, 3), (1, 1), (0, 0)])
def counts(answer: Answer, calls: int, limit: int):
    return {"answer(1)": answer.answer(1), "calls": answer.at_most(limit, calls, "calls")}
"""


def test_a_race_is_run_and_told_and_decides_nothing(bench: Workbench, hand_in: HandIn) -> None:
    bench.write("scenarios.py", RACE)
    report = hand_in(Kind.FASTER, "import time\ndef answer(x):\n    time.sleep(0.001)\n    return 2 * x")
    (fact,) = report.facts
    assert report.outcome is Outcome.PASSED
    assert "as fast as doing nothing (" in fact


RACE = """
from gradschool.scenarios import Answer, scenario

@scenario("doubles")
def doubles(answer: Answer):
    answer.race(lambda: answer.answer(1), lambda: None, "doing nothing")
    return {"answer(1)": answer.answer(1)}
"""

BYTES = """
import torch
from gradschool.scenarios import Answer, scenario

@scenario("is measured")
def measured(answer: Answer):
    x = torch.ones(1000, requires_grad=True)
    seen = answer.measure(lambda: answer.answer(x))
    answer.tell(f"peak {seen.peak_bytes}, saved {seen.saved_bytes}, largest {seen.largest_bytes}")
    return {"sum": float(seen.result.detach().sum())}
"""


CHUNKED = """with torch.no_grad():
        total = torch.zeros(())
        for part in x.split(100):
            total += (2 * part + 1).sum()
        return total"""


@pytest.mark.parametrize(
    ("code", "counted"),
    [
        # Two tables of 4,000 bytes at once: `2 * x` is let go after `+ 1`.
        ("with torch.no_grad():\n        return (2 * x + 1).sum()", "peak 8000, saved 0, largest 4000"),
        # The same in tenths: two chunks of 400 bytes and the sum so far.
        (CHUNKED, "peak 804, saved 0, largest 400"),
        # exp keeps its result, sin its input: the same storage, counted once. At the peak stand both results.
        ("return x.exp().sin()", "peak 8000, saved 4000, largest 4000"),
        # A product keeps both factors; a view of x is x, and a parameter is not counted.
        ("return x.view(10, 100) * torch.nn.Parameter(torch.ones(100))", "peak 4400, saved 4000, largest 4000"),
        # A linear layer keeps its input, and its weight as a view that is no parameter: the weight is not counted.
        ("return torch.nn.Linear(100, 10, bias=False)(x.view(10, 100)).exp()", "peak 4800, saved 4400, largest 4000"),
    ],
    ids=["full", "chunked", "kept once", "parameters not at all", "nor a view of one"],
)
def test_bytes_are_counted_exactly(bench: Workbench, hand_in: HandIn, code: str, counted: str) -> None:
    program = f"import torch\ndef answer(x):\n    {code}\n"
    bench.write("scenarios.py", BYTES)
    bench.write("solution.py", program)
    report = hand_in(Kind.SMALLER, program)
    assert (report.outcome, report.facts) == (Outcome.PASSED, (counted,))


# --------------------------------------------------------------------------- lab

STAGES = """
from gradschool.scenarios import Answer, scenario

def gate(number, stage):
    @scenario(f"doubles {number}", stage=stage)
    def doubles(answer: Answer):
        return {f"answer({number})": answer.answer(number)}
    return doubles

one, two, three, four = gate(1, "Small"), gate(2, "Small"), gate(3, "Large"), gate(4, "Larger")
"""


def lab(bench: Workbench) -> Exercise:
    bench.write("scenarios.py", STAGES)
    return msgspec.structs.replace(bench.exercise(), kind=Kind.LAB)


def test_a_lab_stops_after_the_first_stage_that_fails(bench: Workbench, judge: Judge) -> None:
    exercise, told = lab(bench), list[str]()
    code = "def answer(x):\n    print(x)\n    return 2 * x if x != 1 else 3"
    report = judge.judge(exercise, Submission(exercise.id, code), told.append)
    assert verdicts(report) == {"Small: doubles 1": Outcome.FAILED, "Small: doubles 2": Outcome.PASSED}
    assert (report.outcome, report.passed, report.total) == (Outcome.FAILED, 1, 4)
    assert report.output == "1\n2\n"
    assert told == ["Small: doubles 1", "Small: doubles 2"]
    assert report.facts == ("still closed: Large, Larger",)


def test_a_lab_goes_on_from_stage_to_stage_while_the_gates_hold(bench: Workbench, judge: Judge) -> None:
    exercise, told = lab(bench), list[str]()
    report = judge.judge(exercise, Submission(exercise.id, "def answer(x):\n    return 2 * x"), told.append)
    stages = ["Small: doubles 1", "Small: doubles 2", "Large: doubles 3", "Larger: doubles 4"]
    assert (report.outcome, list(verdicts(report)), told, report.facts) == (Outcome.PASSED, stages, stages, ())


def test_a_lab_whose_process_dies_says_so_instead_of_waiting(bench: Workbench, judge: Judge) -> None:
    exercise = lab(bench)
    code = "import os\ndef answer(x):\n    return 2 * x if x < 3 else os._exit(0)"
    report = judge.judge(exercise, Submission(exercise.id, code))
    assert (report.outcome, report.passed, report.facts) == (Outcome.CRASHED, 2, ())
    assert report.scenarios[2].differences[0].got == "the process ended itself with status 0 instead of returning"


@pytest.mark.parametrize(
    "shortcut",
    [
        "x = torch.tensor([1.0], requires_grad=True)\n    (x * 2).backward()\n    return float(x.grad)",
        "return torch.func.grad(lambda x: x * 2)(torch.tensor(1.0)).item()",
        "return float(torch.autograd.functional.vjp(lambda x: x * 2, torch.tensor(1.0))[1])",
        "from torch.autograd import grad\n    w = torch.ones(1).requires_grad_()\n    return grad(w * 2, w)[0].item()",
    ],
    ids=["backward", "func.grad", "functional.vjp", "imported by name"],
)
def test_autograd_is_noticed_behind_whatever_calls_it(bench: Workbench, shortcut: str) -> None:
    bench.write("scenarios.py", "from gradschool.scenarios import *\n" + OF_ONE)
    code = f"import torch\ndef answer(x):\n    {shortcut}"
    report = bench.judge(code, forbid=("autograd.grad", "autograd.backward", "Tensor.backward"))
    assert report.outcome is Outcome.FORBIDDEN, report


OF_ONE = """
@scenario("doubles")
def doubles(answer: Answer):
    return {"answer(1)": answer.answer(1.0)}
"""


def test_a_forbidden_operator_is_named_once(bench: Workbench) -> None:
    code = "import torch\ndef answer(x):\n    return torch.ops.aten.tanh_backward(x, x)"
    report = bench.judge(code, forbid=("aten.tanh_backward",))
    assert report.scenarios[0].differences[0].got == "used aten.tanh_backward"


def test_a_gate_is_worked_out_for_what_was_handed_in_and_not_for_the_solution(
    bench: Workbench, hand_in: HandIn
) -> None:
    bench.write(
        "scenarios.py",
        "from gradschool.scenarios import scenario\n\n"
        "@scenario('errs little')\ndef errs(answer):\n"
        "    def cost():\n        print('worked out')\n        return answer.answer(1)\n"
        "    return {'errors': answer.gate(2, 'errors', cost)}\n",
    )
    bench.write("solution.py", "def answer(x):\n    raise RuntimeError('the solution is not asked')\n")
    good, bad = hand_in(Kind.LAB, "def answer(x):\n    return 1"), hand_in(Kind.LAB, "def answer(x):\n    return 3")
    assert (good.outcome, good.output) == (Outcome.PASSED, "worked out\n"), good
    assert bad.scenarios[0].differences == (Difference("errors", "at most 2 errors", "3 errors"),)
