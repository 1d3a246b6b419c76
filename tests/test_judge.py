"""The judge: what it accepts, what it refuses, and what it says."""

from __future__ import annotations

import pytest

from gradschool.content import read_exercise
from gradschool.judge import Judge
from gradschool.model import Course, Diagnosis, Difference, Outcome, Raised, ScenarioReport, Submission
from workbench import Workbench

SOFTMAX = "import torch\n\n\ndef softmax(input, dim):\n    "


def test_the_first_failing_case_is_the_smallest_counterexample(bench: Workbench) -> None:
    bench.write("scenarios.py", "import torch\nfrom gradschool.scenarios import *\n" + DOUBLES_OF_ONES)
    report = bench.judge("import torch\ndef answer(x):\n    return 2 * x if x.numel() < 3 else 3 * x")
    assert report.scenarios == (
        ScenarioReport(
            "doubles ones",
            Outcome.FAILED,
            "size=3",
            (
                Difference(
                    "answer(ones)",
                    "tensor([2., 2., 2.])",
                    "tensor([3., 3., 3.])",
                    "all differ, first at [0]: 2 expected, 3 got",
                ),
            ),
        ),
    )


DOUBLES_OF_ONES = """
@scenario("doubles ones", cases=[(1,), (2,), (3,), (4,)])
def doubles(answer, size):
    return {"answer(ones)": answer.answer(torch.ones(size))}
"""


@pytest.mark.parametrize(
    ("code", "expected", "got"),
    [
        ("return 2 * x.double()", "torch.float32", "torch.float64"),
        ("return 2 * x[None]", "shape (2,)", "shape (1, 2)"),
        ("return (2 * x).tolist()", "a tensor", "a list"),
        ("return None", "a tensor", "None"),
    ],
    ids=["dtype", "shape", "list", "nothing"],
)
def test_what_is_wrong_with_a_value_is_told_apart(bench: Workbench, code: str, expected: str, got: str) -> None:
    report = bench.judge(f"def answer(x):\n    {code}")
    (difference,) = report.scenarios[0].differences
    said = {"a tensor": "tensor([", "a list": "("}
    assert difference.expected.startswith(said.get(expected, expected)), difference
    assert difference.got.startswith(said.get(got, got)), difference


@pytest.mark.parametrize("wrong", ["3.0", "-math.inf", "math.nan", "None"])
def test_nothing_but_infinity_is_near_to_infinity(bench: Workbench, wrong: str) -> None:
    bench.write(
        "scenarios.py",
        "from gradschool.scenarios import scenario\n\n@scenario('is infinite')\ndef infinite(answer):\n"
        "    return {'answer(1)': answer.answer(1)}\n",
    )
    bench.write("solution.py", "def answer(x):\n    return float('inf')")
    assert bench.judge("import math\ndef answer(x):\n    return math.inf").outcome is Outcome.PASSED
    assert bench.judge(f"import math\ndef answer(x):\n    return {wrong}").outcome is Outcome.FAILED


def test_changing_the_input_is_a_difference_even_when_the_value_is_right(bench: Workbench) -> None:
    report = bench.judge("def answer(x):\n    return x.mul_(2)")
    assert report.scenarios[0].differences == (Difference("x is left unchanged", "True", "False", ""),)


def test_a_gradient_that_is_cut_off_is_a_difference_even_when_the_value_is_right(bench: Workbench) -> None:
    bench.write("scenarios.py", DOUBLES_LEAF)
    assert bench.judge("def answer(x):\n    return x + x").outcome is Outcome.PASSED
    report = bench.judge("def answer(x):\n    return 2 * x.detach()")
    assert report.scenarios[0].differences[0].got == "the same values, cut off from the graph"


DOUBLES_LEAF = """
import torch
from gradschool.scenarios import scenario

@scenario("lets the gradient through")
def gradient(answer):
    return {"answer(x)": answer.answer(torch.ones(2, requires_grad=True))}
"""


def test_an_exception_is_shown_with_the_learners_own_line(bench: Workbench) -> None:
    report = bench.judge("def helper(x):\n    return x.shape[7]\n\ndef answer(x):\n    return helper(x)\n")
    assert report.outcome is Outcome.CRASHED
    assert report.scenarios[0].raised == Raised(
        "IndexError",
        "tuple index out of range",
        2,
        ("line 5 in answer: return helper(x)", "line 2 in helper: return x.shape[7]"),
    )


def test_a_promise_to_raise_is_kept_by_any_refusal_and_broken_by_none(bench: Workbench) -> None:
    bench.write("scenarios.py", REFUSES)
    bench.write("solution.py", "def answer(x):\n    raise ValueError('too few')")
    assert bench.judge("def answer(x):\n    assert False, 'no'").outcome is Outcome.PASSED
    report = bench.judge("def answer(x):\n    return 1")
    assert report.scenarios[0].differences == (Difference("answer(1)", "raises ValueError: too few", "1", ""),)


REFUSES = """
from gradschool.scenarios import scenario

@scenario("refuses")
def refuses(answer):
    return {"answer(1)": answer.attempt(answer.answer, 1)}
"""


@pytest.mark.parametrize(
    "spelling",
    [
        "torch.softmax(x, 0)",
        "x.softmax(0)",
        "F.softmax(x, dim=0)",
        "nn.Softmax(0)(x)",
        "hidden(x)",
        "getattr(torch, 'soft' + 'max')(x, 0)",
        "aside(lambda: torch.softmax(x, 0))",
        "torch.vmap(lambda row: row.softmax(0))(x.view(1, -1))",
    ],
)
def test_a_forbidden_call_is_found_however_it_is_spelled(bench: Workbench, spelling: str) -> None:
    code = f"""
from threading import Thread
import torch
from torch import nn
from torch.nn import functional as F
keep = torch.softmax
def hidden(x):
    with torch._C.DisableTorchFunction():
        return keep(x, 0)
def aside(call):
    thread = Thread(target=call)
    thread.start()
    thread.join()
def answer(x):
    {spelling}
    return 2 * x
"""
    report = bench.judge(code, forbid=("softmax",))
    assert report.outcome is Outcome.FORBIDDEN, report
    assert "softmax" in report.scenarios[0].differences[0].got.casefold()


@pytest.mark.parametrize(
    ("operator", "call"),
    [("aten.exp", "x.exp()"), ("aten.arange", "torch.arange(3)"), ("aten.exp_", "x.clone().exp_()")],
)
def test_a_forbidden_operator_is_found_also_where_torch_chooses_the_backend(
    bench: Workbench, operator: str, call: str
) -> None:
    code = f"import torch\ndef answer(x):\n    {call}\n    return 2 * x"
    assert bench.judge(code, forbid=(operator,)).scenarios[0].differences[0].got == f"used {operator}"
    assert bench.judge("def answer(x):\n    return 2 * x", forbid=(operator,)).outcome is Outcome.PASSED


def test_a_forbidden_kernel_still_computes_and_carries_its_gradient(bench: Workbench) -> None:
    bench.write("solution.py", "def answer(x):\n    return x.exp() / x.exp().sum()")
    bench.write(
        "scenarios.py",
        "import torch\nfrom gradschool.scenarios import scenario\n\n"
        "@scenario('as torch does it')\ndef same(answer):\n"
        "    x = torch.randn(3, dtype=torch.float64, requires_grad=True)\n"
        "    with answer.unwatched():\n        theirs = x.softmax(0)\n"
        "        right = torch.autograd.gradcheck(lambda x: x.softmax(0), x)\n"
        "    return {'difference': (answer.answer(x) - theirs).abs().max() < 1e-6, 'gradcheck': right}\n",
    )
    assert bench.judge("def answer(x):\n    return (x - x.logsumexp(0)).exp()", forbid=("softmax",)).passed == 1


def test_the_word_alone_is_not_forbidden(bench: Workbench) -> None:
    code = "def softmax(x):\n    return x\n\ndef answer(x):\n    # softmax\n    return softmax(x) * 2"
    assert bench.judge(code, forbid=("softmax",)).outcome is Outcome.PASSED


def test_a_forbidden_class_is_found_when_it_is_made(bench: Workbench) -> None:
    code = "from torch import nn\ndef answer(x):\n    nn.LSTMCell(1, 1)\n    return 2 * x"
    report = bench.judge(code, forbid=("nn.LSTMCell",))
    assert report.scenarios[0].differences[0].got == "used nn.LSTMCell"


def test_randomness_of_the_answer_does_not_shift_the_scenarios_data(bench: Workbench) -> None:
    bench.write("scenarios.py", TWICE)
    assert bench.judge("import torch\ndef answer(x):\n    torch.randn(99)\n    return 2 * x").outcome is Outcome.PASSED


TWICE = """
import torch
from gradschool.scenarios import scenario

@scenario("doubles twice")
def twice(answer):
    first = answer.answer(torch.randn(3))
    return {"first": first, "second": answer.answer(torch.randn(3))}
"""


def test_a_mistake_is_named_when_it_behaves_the_same_however_it_is_written(bench: Workbench) -> None:
    bench.write("mistakes/squares.py", '"""Squared.\n\nNot doubled."""\ndef answer(x):\n    return x ** 2  # <- here\n')
    report = bench.judge("import torch\n\ndef answer(values):\n    return torch.square(values)\n")
    assert report.diagnosis == Diagnosis("squares", "Squared.", "Not doubled.", None)
    assert bench.judge("def answer(y):\n    return y ** 2\n").diagnosis == Diagnosis(
        "squares", "Squared.", "Not doubled.", 2
    )


def test_another_bug_is_not_given_the_name_of_a_known_one(bench: Workbench) -> None:
    bench.write("mistakes/squares.py", '"""Squared.\n\nNot doubled."""\ndef answer(x):\n    return x ** 2\n')
    assert bench.judge("def answer(x):\n    return x ** 3").diagnosis is None


def test_a_solution_that_fails_is_our_fault_and_is_said_so(bench: Workbench) -> None:
    bench.write("solution.py", "def answer(x):\n    return x.nonsense\n")
    report = bench.judge("def answer(x):\n    return 2 * x")
    assert (report.outcome, "nonsense" in report.message) == (Outcome.BROKEN, True)


def test_a_warning_of_torch_is_told_also_when_the_answer_is_right(bench: Workbench) -> None:
    report = bench.judge("import warnings\ndef answer(x):\n    warnings.warn('old')\n    return 2 * x")
    assert (report.outcome, report.warnings) == (Outcome.PASSED, ("UserWarning: old",))


def test_what_is_printed_is_kept_up_to_its_limit(bench: Workbench) -> None:
    report = bench.judge("def answer(x):\n    print('here')\n    return 2 * x")
    assert report.output == "here\nhere\n"
    flood = bench.judge("def answer(x):\n    print('x' * 10_000_000)\n    return 2 * x")
    assert (flood.outcome, len(flood.output) < 3_000_000) == (Outcome.PASSED, True)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("", "answer.py is empty."),
        ("def answr(x):\n    pass", "Your file has no `answer`. Did you mean to call `answr` that?"),
        ("x = 1", "Your file has no `answer`. Define it at the top level, under exactly that name."),
    ],
    ids=["empty", "misspelled", "absent"],
)
def test_a_file_without_an_answer_is_told_what_it_lacks(bench: Workbench, code: str, message: str) -> None:
    assert bench.judge(code).message.startswith(message)


def test_a_file_that_does_not_parse_shows_its_line(bench: Workbench) -> None:
    report = bench.judge("def answer(x):\n    return (2 * x\n")
    assert report.scenarios[0].raised == Raised("SyntaxError", "'(' was never closed", 2, ("line 2: return (2 * x",))


def test_a_wrong_signature_is_answered_with_the_one_that_is_asked_for(bench: Workbench) -> None:
    report = bench.judge("def answer():\n    pass")
    raised = report.scenarios[0].raised
    assert raised is not None
    assert raised.message == "answer() takes 0 positional arguments but 1 was given. The task asks for `answer(x)`."


def test_every_prediction_is_judged_for_itself(judge: Judge, course: Course) -> None:
    exercise = course.exercises["dtypes_and_shapes"]
    right = judge.solution(exercise)
    assert judge.judge(exercise, Submission(exercise.id, right)).outcome is Outcome.PASSED
    lines = right.splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("    "))
    lines[first] = lines[first].partition(":")[0] + ": 'nonsense',"
    report = judge.judge(exercise, Submission(exercise.id, "\n".join(lines)))
    assert (report.outcome, report.passed) == (Outcome.FAILED, report.total - 1)


def test_a_mistake_that_refuses_with_the_wrong_exception_is_named(bench: Workbench) -> None:
    bench.write(
        "scenarios.py",
        "from gradschool.scenarios import *\n\n@scenario('refuses')\ndef refuses(answer):\n"
        "    return {'answer(0)': answer.attempt(lambda: answer.answer(0), kind=ValueError)}\n",
    )
    bench.write("solution.py", "def answer(x):\n    raise ValueError('no')\n")
    bench.write("mistakes/lookup.py", '"""It looks up.\n\nCheck first."""\ndef answer(x):\n    return [][x]\n')
    report = bench.judge("def answer(x):\n    return ()[x]")
    assert report.diagnosis is not None, report
    assert report.diagnosis.mistake == "lookup"
    assert bench.judge("def answer(x):\n    return {}[x]").diagnosis is None
    assert bench.judge("def answer(x):\n    raise UnicodeError").outcome is Outcome.PASSED


@pytest.mark.parametrize(("exercise", "mistake"), [("linear", "all_zeros"), ("softmax", "one_maximum_for_all")])
def test_a_mistake_is_named_again_and_again(judge: Judge, course: Course, exercise: str, mistake: str) -> None:
    """The solution is watched for forbidden calls once; after that, what it did must not be laid to a mistake."""
    chosen = course.exercises[exercise]
    code = next(one.code for one in read_exercise(chosen).mistakes if one.slug == mistake)
    reports = [judge.judge(chosen, Submission(exercise, code)) for _ in range(3)]
    assert [report.diagnosis and report.diagnosis.mistake for report in reports] == [mistake] * 3
