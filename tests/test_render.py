"""What people and machines are shown: maths, prose, reports, programs and figures, as text snapshots that are read."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console, RenderableType

from gradschool.model import Diagnosis, Difference, Kind, Outcome, Raised, Report, ScenarioReport
from gradschool.render.code import Diff, diff_rows, highlighted, plain_diff
from gradschool.render.figure import figure
from gradschool.render.markdown import Markdown, plain_markdown
from gradschool.render.maths import maths, maths_block, unknown_commands
from gradschool.render.report import report_json, report_lines, report_plain, report_text
from gradschool.render.text import clean, clip_lines, inline, to_ascii

HERE = Path(__file__).parent
SNAPSHOTS = HERE / "snapshots"


def check_snapshot(name: str, text: str) -> None:
    """Compare with the kept text; GRADSCHOOL_UPDATE_SNAPSHOTS=1 keeps this one instead, for its diff to be read."""
    path = SNAPSHOTS / f"{name}.txt"
    if os.environ.get("GRADSCHOOL_UPDATE_SNAPSHOTS") == "1":
        SNAPSHOTS.mkdir(exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text + "\n"


def shown(renderable: RenderableType, width: int = 80, color: bool = False) -> str:
    """What a terminal of that width gets, escape sequences included."""
    file = io.StringIO()
    console = Console(file=file, width=width, force_terminal=True, color_system="standard" if color else None)
    console.print(renderable)
    return "\n".join(line.rstrip() for line in file.getvalue().rstrip("\n").split("\n"))


# --------------------------------------------------------------------------- maths


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"p_i = e^{x_i} / \sum_j e^{x_j}", "pᵢ = e^xᵢ / ∑ⱼ e^xⱼ"),
        (r"m = \frac{1}{n} \sum_{i=1}^{n} x_i^2", "m = (1/n) ∑ᵢ₌₁ⁿ xᵢ²"),
        (r"\frac{a + b}{2n}", "(a + b)/(2n)"),
        (r"\frac{\partial L}{\partial w}", "∂L/∂w"),
        (r"\frac12 + \frac{1}{10}", "½ + 1/10"),
        (r"\sqrt{D}, \sqrt{a + b}, \sqrt[3]{x}", "√D, √(a + b), ∛x"),
        (r"-x = -1 - (-2)", "−x = −1 − (−2)"),
        (r"\hat{y}_i - \bar{x}", "ŷᵢ − x̄"),
        (r"H v = \nabla_x \left( \nabla f(x) \cdot v \right)", "Hv = ∇ₓ(∇f(x) · v)"),
        (r"x \in \mathbb{R}^{n \times d}", "x ∈ ℝ^(n × d)"),
        (r"10{,}000 \cdot 2^{-149}", "10,000 · 2⁻¹⁴⁹"),
        (r"d_{\text{model}}, n_{in}, w_{c,k}", "d_model, nᵢₙ, w_{c, k}"),
        (r"\operatorname{softmax}(x)_i", "softmax(x)ᵢ"),
        (r"\argmax_k p_k", "arg maxₖ pₖ"),
        (r"\log \sum_i e^{x_i - c}", "log ∑ᵢ e^(xᵢ − c)"),
        (r"\|x\|_2 \le \lfloor y \rfloor", "‖x‖₂ ≤ ⌊y⌋"),
        (r"f'(x) \to W^{(l)}", "f′(x) → W⁽ˡ⁾"),
        (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "(a b; c d)"),
        (r"p \leftarrow p - \mathrm{lr} \, g", "p ← p − lr g"),
        (r"\binom{n}{k}", "(n over k)"),
    ],
)
def test_a_formula_is_set_in_one_line(tex: str, text: str) -> None:
    assert maths(tex) == text


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"p_i = \frac{e^{x_i}}{\sum_j e^{x_j}}", "p_i = e^x_i/(sum_j e^x_j)"),
        (r"\hat{m} = \beta_1 m_{t-1} + \epsilon", "hat(m) = beta_1 m_{t - 1} + epsilon"),
        (r"\nabla f \approx 2^{-24}", "grad f ~ 2^(-24)"),
        (r"\sqrt{\lambda} \le \infty", "sqrt(lambda) <= inf"),
    ],
)
def test_a_formula_has_a_form_in_ascii(tex: str, text: str) -> None:
    assert maths(tex, ascii_only=True) == text
    assert text.isascii()


def test_formulas_that_stand_alone_are_drawn_over_several_lines() -> None:
    formulas = [
        r"p_i = \frac{e^{x_i}}{\sum_j e^{x_j}}",
        r"\operatorname{Attention}(Q, K, V) = \operatorname{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right) V",
        r"\begin{aligned} m_t &= \beta_1 m_{t-1} + (1 - \beta_1) g_t \\ v_t &= \frac{v}{1 - \beta_2^t} \end{aligned}",
        r"\begin{pmatrix} a & b \\ -c & d^2 \\ 0 & 1 \end{pmatrix} x",
        r"f(x) = \begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}",
        r"\left(\frac{a}{b}\right)^2 = \sum_{j \in N(i)} w_{ij}",
    ]
    drawn = ["\n".join([tex, *maths_block(tex), "", *maths_block(tex, ascii_only=True)]) for tex in formulas]
    check_snapshot("maths", "\n\n".join(drawn))


def test_a_formula_that_is_too_wide_to_draw_is_set_in_one_line() -> None:
    assert maths_block(r"y = \frac{a + b + c + d}{e + f}", width=12) == ("y = (a + b + c + d)/(e + f)",)


@pytest.mark.parametrize(
    "tex", ["", "}", "{", r"\frac{", "x^", "_", r"\left(", r"\begin{matrix} a & b", "\\", "$", r"\hat", "{" * 5000]
)
def test_broken_tex_is_shown_as_far_as_it_goes(tex: str) -> None:
    assert isinstance(maths(tex), str)
    assert maths_block(tex)


def test_unknown_commands_are_told_to_authors() -> None:
    assert unknown_commands(r"\alpha + \wurzel{x} + \frac{1}{\quark}") == ["wurzel", "quark"]


def test_all_maths_of_the_course_is_known() -> None:
    course = HERE.parent / "src" / "gradschool" / "course"
    unknown = {}
    for path in course.rglob("*.md"):
        prose = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for match in re.finditer(r"\$\$(.+?)\$\$|\$(?=\S)([^$\n]+?)(?<=\S)\$", prose, re.DOTALL):
            missing = unknown_commands(match[1] or match[2])
            if missing:
                unknown[f"{path.parent.name}/{path.name}: {match[0]}"] = missing
    assert unknown == {}


# --------------------------------------------------------------------------- prose

PROSE = r"""
## A heading with `code`

One sentence a line,
flowing together: **bold**, *italic*, `x.sum(0)`, $\frac{1}{n} \sum_i x_i$ and [a lesson](../other/).
More at [the docs](https://pytorch.org/docs), and a picture ![of two lines](lines.png).

$$ p_i = \frac{e^{x_i}}{\sum_j e^{x_j}} $$

- `input`: a floating-point tensor of any shape, whose axis `dim` may be negative, which counts from the end;
- short
  1. nested
  2. numbers

10. ten

    with a second paragraph
11. eleven

| call | result |
|---|---:|
| `softmax(torch.tensor([0., 0.]), 0)` | $\frac12$ each |
| `softmax(torch.tensor([1000., 1000.]), 0)` | the same, whatever the offset of the scores may be |

> A quotation that is long enough to be broken into two lines, so that the bar has to be on both.

```python
def f(x):
    return x  # kept
```

```text
departure    3  1
travel       1  4
```

---

The last costs $5 or $6.
"""


def test_prose_is_set_for_a_terminal() -> None:
    check_snapshot("prose", shown(Markdown(PROSE, plain=False)))


def test_prose_is_readable_as_plain_text() -> None:
    check_snapshot("prose_plain", plain_markdown(PROSE))


def test_prose_is_readable_in_ascii() -> None:
    text = plain_markdown(PROSE, encoding="ascii")
    assert text.isascii()
    check_snapshot("prose_ascii", text)


def test_prose_keeps_to_the_width() -> None:
    assert max(len(line) for line in plain_markdown(PROSE, width=60).splitlines()) <= 60


def test_a_console_without_colours_gets_plain_prose() -> None:
    file = io.StringIO()
    Console(file=file, width=80, color_system=None).print(Markdown("## Head\n\nSee `x`."))
    assert [line.rstrip() for line in file.getvalue().splitlines()] == ["## Head", "", "See `x`."]


def test_code_in_prose_is_coloured() -> None:
    assert "\x1b[94" in shown(Markdown("```python\ndef f(): pass\n```"), color=True)


# --------------------------------------------------------------------------- reports

DIAGNOSIS = Diagnosis(
    "squeezed",
    "`squeeze()` dropped the batch axis.",
    "It removes *every* axis of size one, also the batch axis of a batch of one.\n"
    "Name the axes you mean: `squeeze((2, 3))`.",
    5,
)
FAILED = Report(
    exercise="to_features",
    outcome=Outcome.FAILED,
    passed=1,
    total=4,
    scenarios=(
        ScenarioReport("averages every channel over its pixels", Outcome.PASSED),
        ScenarioReport(
            "keeps the batch axis of a batch of one",
            Outcome.FAILED,
            "to_features(zeros(1, 4, 1, 1))",
            (Difference("shape", "(1, 4)", "(4,)"), Difference("dtype of it", "float32", "float64", "it was cast")),
        ),
        ScenarioReport(
            "stays finite for scores of any size, and says so in a title that goes on and on for long",
            Outcome.FAILED,
            "shape=(2, 3), dim=0",
            (
                Difference(
                    "softmax(scores, dim)",
                    "tensor([[0.1000, 0.2000],\n        [0.3000, 0.4000]])",
                    "tensor([[0.4000, 0.3000],\n        [0.2000, 0.1000]])",
                    "all differ, first at [0, 0]: 0.1 expected, 0.4 got",
                ),
            ),
        ),
        ScenarioReport(
            "carries the gradient",
            Outcome.CRASHED,
            "n=2",
            raised=Raised("RuntimeError", "no gradient\nat all", 7, ("line 7 in softmax: return x / y",)),
        ),
    ),
    diagnosis=DIAGNOSIS,
    output="epoch 1\repoch 2\nthe loss is \x1b[31m0.3\x1b[0m\n",
    warnings=("lr_scheduler.step() was called\nbefore optimizer.step()",) * 2,
    seconds=0.0312,
)
PASSED = Report("softmax", Outcome.PASSED, 1, 1, (ScenarioReport("sums to one", Outcome.PASSED),), seconds=1.25)


def test_a_failed_report_shows_promise_evidence_name_and_next_step() -> None:
    check_snapshot("report_failed", report_plain(FAILED, next_step="`gradschool hint to_features` has a nudge."))


def test_a_report_has_a_form_in_ascii() -> None:
    text = report_plain(FAILED, encoding="latin-1")
    assert text.isascii()
    check_snapshot("report_ascii", text)


def test_a_passed_report_lists_its_promises() -> None:
    assert report_plain(PASSED) == "✓ sums to one\n\n✓ Passed: the promise holds.   1.2 s"


STOPPED = {
    Outcome.TIMED_OUT: Difference("process", "an answer", "stopped after 10 s"),
    Outcome.OUT_OF_MEMORY: Difference("process", "an answer", "stopped at 1,024 MiB"),
    Outcome.FORBIDDEN: Difference(
        "calls", "an answer without them", "used F.softmax", "this exercise asks you to build it"
    ),
    Outcome.CRASHED: Difference("process", "an answer", "the process ended: a segmentation fault (SIGSEGV)"),
}


def test_every_way_to_be_stopped_is_said() -> None:
    reports = [
        Report("softmax", outcome, 2, 5, (ScenarioReport("sums to one", outcome, "n=3", (said,)),))
        for outcome, said in STOPPED.items()
    ]
    reports.append(Report("softmax", Outcome.BROKEN, 0, 0, message="scenarios.py:7: name 'torch' is not defined"))
    reports.append(Report("softmax", Outcome.CRASHED, 0, 5, message="answer.py does not define `softmax`."))
    check_snapshot("report_stopped", "\n\n".join(report_plain(report) for report in reports))


def test_answers_to_questions_are_told_as_answers() -> None:
    predicted = ScenarioReport(
        "Which shape has the sum?",
        Outcome.FAILED,
        differences=(Difference("sum", "(3,)", "(1, 3)", "Axis 0 is removed.\n\nThe $n$ others stay."),),
    )
    unanswered = ScenarioReport(
        "What does this give?", Outcome.FAILED, differences=(Difference("out", "an answer", "no answer yet"),)
    )
    chosen = ScenarioReport(
        "Which follows 2048?",
        Outcome.FAILED,
        differences=(Difference("next", "another choice", "'b'", "The gap was 1 below."),),
    )
    report = Report("oracle", Outcome.FAILED, 0, 2, (predicted, unanswered))
    quiz = Report("facts", Outcome.FAILED, 0, 1, (chosen,))
    text = report_plain(report, kind=Kind.PREDICT) + "\n\n" + report_plain(quiz, kind=Kind.CHOOSE)
    check_snapshot("report_answers", text)


def test_the_coloured_report_says_the_same() -> None:
    assert report_text(FAILED).plain.replace(" \n", "\n") == report_plain(FAILED)
    assert report_text(FAILED).spans


def test_no_line_of_a_report_is_wider_than_asked() -> None:
    for width in (40, 80):
        assert max(len("".join(part.text for part in line)) for line in report_lines(FAILED, width)) <= width


def test_a_report_is_one_json_object_of_the_documented_shape() -> None:
    told = json.loads(json.dumps(report_json(FAILED)))
    assert list(told) == [
        "exercise", "outcome", "passed", "total", "scenarios", "diagnosis", "output", "seconds",
    ]  # fmt: skip
    assert told["scenarios"][1] == {
        "title": "keeps the batch axis of a batch of one",
        "outcome": "failed",
        "case": "to_features(zeros(1, 4, 1, 1))",
        "differences": [
            {"name": "shape", "expected": "(1, 4)", "got": "(4,)", "note": ""},
            {"name": "dtype of it", "expected": "float32", "got": "float64", "note": "it was cast"},
        ],
    }
    assert told["scenarios"][3]["differences"] == [
        {"name": "raised", "expected": "", "got": "RuntimeError: no gradient\nat all", "note": "line 7"}
    ]
    assert told["diagnosis"] == {
        "mistake": "squeezed",
        "headline": DIAGNOSIS.headline,
        "explanation": DIAGNOSIS.explanation,
        "line": 5,
    }
    assert report_json(PASSED)["diagnosis"] is None


def test_reports_need_no_rich_until_they_are_coloured() -> None:
    code = "import sys, gradschool.render.report; print('rich' in sys.modules, 'markdown_it' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "False False\n"
    )


# --------------------------------------------------------------------------- what strangers wrote


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;a title\x07text", "text"),
        ("\x1b]8;;http://example.org\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b2Jgone", "gone"),
        ("bell\x07 null\x00", "bell\\x07 null\\x00"),
        ("10 %\r50 %\r100 %\ndone\r\n", "100 %\ndone\n"),
        ("abc\u202ecba", "abc\\u202ecba"),
        ("half \ud800", "half \\ud800"),
        ("tab\tkept\n", "tab\tkept\n"),
        ("\x1bPdevice control\x1b\\shown", "shown"),
        ("ends in \x1b", "ends in "),
    ],
)
def test_what_would_steer_a_terminal_is_neutralized(dirty: str, cleaned: str) -> None:
    assert clean(dirty) == cleaned


def test_endless_text_is_cut_and_said_to_be() -> None:
    assert clean("x" * 30, limit=10) == "xxxxxxxxxx\n… 20 more characters"
    assert clip_lines("1\n2\n3\n4", 2) == "1\n2\n… 2 more lines"


def test_no_control_character_reaches_a_report() -> None:
    nasty = "\x1b[2J\x07\x9b\u202e"
    report = Report(
        nasty,
        Outcome.FAILED,
        0,
        1,
        (
            ScenarioReport(
                nasty,
                Outcome.FAILED,
                nasty,
                (Difference(nasty, nasty, nasty, nasty),),
                Raised(nasty, nasty, 1, (nasty,)),
            ),
        ),
        Diagnosis(nasty, nasty, nasty),
        nasty,
        nasty,
        (nasty,),
    )
    assert not set("\x1b\x07\x9b\u202e") & set(report_plain(report, next_step=nasty))


def test_markdown_of_a_sentence_is_told_as_text() -> None:
    text = inline("*every* **one** of `a*b*c`, $x_i^2$, 2 * 3 * 4, costs $5 or $6")
    assert text == "every one of `a*b*c`, xᵢ², 2 * 3 * 4, costs $5 or $6"


def test_ascii_keeps_what_signs_mean() -> None:
    assert to_ascii("✓ ✗ a → b … ≤ é") == "ok no a -> b ... <= ?"


# --------------------------------------------------------------------------- programs

MINE = "import torch\n\n\ndef f(x):\n    total = x.sum()\n    extra = 3\n    return x / total\n"
THEIRS = 'import torch\n\n\ndef f(x):\n    """Parts of one."""\n    total = x.sum(1)\n    return x / total\n'


def test_a_diff_aligns_the_lines_of_two_programs() -> None:
    changes = [row.change for row in diff_rows("a\nb\nc\n", "a\nc\nd\n")]
    assert changes == ["same", "mine", "same", "theirs"]


def test_a_plain_diff_is_one_column() -> None:
    check_snapshot("diff_plain", plain_diff(MINE, THEIRS))


@pytest.mark.parametrize("width", [80, 120])
def test_a_diff_is_side_by_side_where_there_is_room(width: int) -> None:
    check_snapshot(f"diff_{width}", shown(Diff(MINE, THEIRS), width))


def test_a_program_is_shown_with_its_lines_numbered() -> None:
    assert [line.split()[:2] for line in shown(highlighted("a = 1\nb = 2\n", line_numbers=True)).splitlines()] == [
        ["1", "a"],
        ["2", "b"],
    ]


# --------------------------------------------------------------------------- figures


def png(width: int = 64, height: int = 32) -> bytes:
    """A white sheet whose left half is blue."""
    from PIL import Image

    picture = Image.new("RGBA", (width, height), (255, 255, 255, 0))
    picture.paste((0, 0, 255, 255), (0, 0, width // 2, height))
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def test_a_figure_is_drawn_in_half_blocks_of_its_colours() -> None:
    text = figure(png(), width=8, height=24)
    assert text.plain == "\n".join(["▀" * 8] * 2)
    assert str(text.spans[0].style) == "#0000ff on #0000ff"
    assert str(text.spans[-1].style) == "#ffffff on #ffffff"


def test_a_figure_without_colour_is_drawn_in_dots_where_it_is_dark() -> None:
    assert figure(png(), width=8, color=False).plain == "⣿⣿⣿⣿⠀⠀⠀⠀\n⣿⣿⣿⣿⠀⠀⠀⠀"


def test_a_figure_in_ascii_is_drawn_in_letters() -> None:
    assert figure(png(), width=8, ascii_only=True).plain == "@@@@\n@@@@"


def test_a_figure_keeps_to_its_height() -> None:
    assert figure(png(10, 1000), width=80, height=5).plain.count("\n") == 4


def test_bytes_that_are_no_picture_are_said() -> None:
    assert figure(b"no picture").plain == "[a figure that cannot be shown here]"
