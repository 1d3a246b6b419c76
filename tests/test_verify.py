"""`verify`: what holds is counted, and each thing that does not hold is found and named with its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gradschool.content.course import read_course
from gradschool.verify import Counts, verify
from gradschool.worker import AnyWorker

FIXTURE = Path(__file__).parent / "fixtures" / "course"


@pytest.fixture
def course_folder(tmp_path: Path) -> Path:
    """A copy of the small course, to break."""
    return Path(shutil.copytree(FIXTURE, tmp_path / "course"))


def problems_of(folder: Path, worker: AnyWorker) -> list[str]:
    course, faults = read_course(folder)
    verdict = verify(course, worker)
    return sorted({*map(str, faults), *map(str, verdict.problems)})


def test_a_course_that_holds_is_counted(course_folder: Path, worker: AnyWorker) -> None:
    course, faults = read_course(course_folder)
    verdict = verify(course, worker)
    assert (faults, verdict.problems) == ([], ())
    assert verdict.counts == Counts(
        lessons=len(course.lessons),
        examples=verdict.counts.examples,
        outputs=verdict.counts.outputs,
        explorers=1,
        exercises=len(course.exercises),
        mistakes=len(list(course_folder.rglob("mistakes/*.py"))),
        accepted=len(list(course_folder.rglob("accepted/*.py"))),
    )
    assert verdict.counts.examples >= verdict.counts.outputs > 0


def replace(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert before in text, f"{path} has changed: {text}"
    path.write_text(text.replace(before, after, 1))


def test_a_stated_output_that_is_not_what_comes_is_found(course_folder: Path, worker: AnyWorker) -> None:
    page = course_folder / "tensors" / "axes" / "lesson.md"
    with page.open("a") as file:
        file.write("\n```python\nprint(6 * 7)\n```\n\n```output\n41\n```\n")
    (problem,) = problems_of(course_folder, worker)
    assert "the stated output is not what it prints" in problem
    assert "-41" in problem
    assert "+42" in problem


def test_a_lesson_verified_alone_is_read_as_a_page_too(course_folder: Path, worker: AnyWorker) -> None:
    page = course_folder / "tensors" / "axes" / "lesson.md"
    text = page.read_text()
    link = next(line for line in text.splitlines() if line.startswith("[") and line.endswith("/)"))
    page.write_text(text.replace(link, f"{link}: no paragraph of its own."))
    course, _ = read_course(course_folder)
    verdict = verify(course, worker, [course.lessons["axes"]])
    assert "stands nowhere in this page" in " ".join(map(str, verdict.problems))


def test_an_example_that_raises_is_found_and_one_that_should_and_does_not(
    course_folder: Path, worker: AnyWorker
) -> None:
    page = course_folder / "tensors" / "axes" / "lesson.md"
    with page.open("a") as file:
        file.write("\n```python\n1 / 0\n```\n\n```python .raises\n1\n```\n")
    told = "\n".join(problems_of(course_folder, worker))
    assert "the example raises ZeroDivisionError: division by zero" in told
    assert "is marked `.raises` and raises nothing" in told


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("starter.py", None, "the starter passes"),
        ("solution.py", "import time\n\n\ndef row_means(x):\n    return x * (time.time_ns() % 1000)\n", "it must pass"),
        ("accepted/wrong.py", '"""Not right."""\n\n\ndef row_means(x):\n    return x\n', "it must pass and is failed"),
        ("mistakes/right.py", None, "the mistake passes"),
        ("mistakes/twin.py", "twin", "the mistake is named as"),
        ("hints.md", "## 1\n\n## 2\nb\n\n## 3\nc\n", "hint 1 is empty"),
    ],
)
def test_what_does_not_hold_in_an_exercise_is_found(
    course_folder: Path, worker: AnyWorker, file: str, text: str | None, said: str
) -> None:
    exercise = course_folder / "tensors" / "axes" / "row_means"
    if text == "twin":
        text = (exercise / "mistakes" / "columns_averaged.py").read_text()
    elif text is None:
        text = '"""Right.\n\nIn truth."""\n' + (exercise / "solution.py").read_text()
    (exercise / file).write_text(text)
    told = "\n".join(problems_of(course_folder, worker))
    assert f"tensors/axes/row_means/{file}" in told
    assert said in told


def test_a_solution_that_uses_what_it_forbids_is_our_fault_and_said_so(course_folder: Path, worker: AnyWorker) -> None:
    exercise = course_folder / "tensors" / "axes" / "row_means"
    (exercise / "solution.py").write_text("def row_means(table):\n    return table.mean(1, keepdim=True)\n")
    told = "\n".join(problems_of(course_folder, worker))
    assert "the exercise is broken" in told
    assert "the solution itself uses" in told
