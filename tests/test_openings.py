"""Questions that open a lesson, placement checks, and the glossary: how they are read, and where they lead."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gradschool.content import course_problems, load_course, read_exercise, read_page
from gradschool.content.glossary import linked, read_glossary
from gradschool.model import Course, Difference, Example, Outcome, Place, Prose, Report, ScenarioReport, Term
from gradschool.progress import Store
from gradschool.session import Session

SMALL = Path(__file__).parent / "fixtures" / "course"
FACTS = """\
title = "A quick question"
kind = "predict"
teaches = []
needs = []
difficulty = "easy"
minutes = 1
"""
ITEMS = '''\
def rows():
    """How many rows?

    The first axis counts them: [shapes](../shapes/).
    """
    return 2


def mean():
    """Which mean?

    Along the last axis: [axes](../axes/).
    """
    return 1.5
'''


def write(folder: Path, **files: str) -> None:
    folder.mkdir()
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small course with an opening question in its second lesson and a placement check in its first module."""
    copy = Path(shutil.copytree(SMALL, tmp_path / "course"))
    toml = (copy / "course.toml").read_text(encoding="utf-8")
    toml = toml.replace('number = "1.2"\n', 'number = "1.2"\nopening = "how_many_rows"\n')
    toml = toml.replace('summary = "What they hold."\n', 'summary = "What they hold."\nplacement = "where_to_start"\n')
    (copy / "course.toml").write_text(toml, encoding="utf-8")
    write(copy / "tensors/axes/how_many_rows", exercise_toml=FACTS, task_md="Say it.", items_py=ITEMS)
    write(copy / "tensors/where_to_start", exercise_toml=FACTS, task_md="Say them all.", items_py=ITEMS)
    lesson = copy / "tensors/axes/lesson.md"
    title, _, rest = lesson.read_text(encoding="utf-8").partition("\n")
    lesson.write_text(f"{title}\n\n[Say it before you read on](how_many_rows/)\n{rest}", encoding="utf-8")
    return copy


def report(exercise: str, *missed: str) -> Report:
    rows = [ScenarioReport(name, Outcome.FAILED, "", (Difference(name, "2", "3"),)) for name in missed]
    outcome = Outcome.FAILED if missed else Outcome.PASSED
    return Report(exercise, outcome, 2 - len(missed), 2, (*rows, ScenarioReport("other", Outcome.PASSED)))


def session(course: Course, tmp_path: Path) -> Session:
    return Session(course, Store.open(tmp_path / "home"))


def test_an_opening_question_stands_in_its_lesson_and_is_none_of_its_exercises(folder: Path) -> None:
    course = load_course(folder)
    opening = course.exercises["how_many_rows"]
    assert (opening.number, opening.role, opening.lesson) == ("1.2Q", "opening", "axes")
    assert course.lessons["axes"].opening == "how_many_rows"
    assert "how_many_rows" not in course.lessons["axes"].exercises
    assert read_exercise(opening).hints == ()
    assert course_problems(folder) == []


def test_an_opening_question_that_stands_nowhere_is_a_problem(folder: Path) -> None:
    lesson = folder / "tensors/axes/lesson.md"
    lesson.write_text(lesson.read_text(encoding="utf-8").replace("[Say it", "Say it").replace("](how_many_rows/)", ""))
    (problem,) = course_problems(folder)
    assert problem.what == "the exercise 'how_many_rows' stands nowhere in this page"


def test_questions_are_not_counted_as_exercises_and_not_on_the_way(folder: Path, tmp_path: Path) -> None:
    course = load_course(folder)
    with session(course, tmp_path) as learner:
        status = learner.status()
        assert (status.passed, status.total) == (0, 4)
        assert learner.next_place(Place("lesson", "axes")) == Place("exercise", "row_means")
        assert learner.next_place(Place("exercise", "how_many_rows")) == Place("exercise", "row_means")
        learner.visit(Place("exercise", "how_many_rows"))
        assert learner.status().next == Place("lesson", "axes")


def test_after_an_opening_question_one_reads_on_whatever_the_answer_was(folder: Path, tmp_path: Path) -> None:
    with session(load_course(folder), tmp_path) as learner:
        for missed in ([], ["rows"]):
            assert learner.follows(report("how_many_rows", *missed)) == Place("lesson", "axes")


@pytest.mark.parametrize(
    ("missed", "lesson"), [(["mean"], "axes"), (["mean", "rows"], "shapes"), ([], "tape")], ids=str
)
def test_a_placement_check_leads_to_the_first_lesson_that_was_missed(
    folder: Path, tmp_path: Path, missed: list[str], lesson: str
) -> None:
    with session(load_course(folder), tmp_path) as learner:
        assert learner.follows(report("where_to_start", *missed)) == Place("lesson", lesson)


def test_a_placement_question_says_which_lesson_it_belongs_to(folder: Path) -> None:
    items = folder / "tensors/where_to_start/items.py"
    items.write_text(ITEMS.replace("[axes](../axes/)", "the axes"), encoding="utf-8")
    (problem,) = course_problems(folder)
    assert (problem.where, problem.what) == (
        "tensors/where_to_start",
        "the question 'mean' does not say which lesson it belongs to",
    )


# --------------------------------------------------------------------------- glossary

WORDS = """

## Words

axis, axes
: One direction of a tensor; `x.ndim` counts them.

keepdim
: Leaves a 1 where an axis was.
"""


@pytest.fixture
def worded(folder: Path) -> Path:
    """The same course with a glossary of two words."""
    lesson = folder / "tensors/axes/lesson.md"
    lesson.write_text(lesson.read_text(encoding="utf-8") + WORDS, encoding="utf-8")
    return folder


def test_the_glossary_is_what_lessons_define(worded: Path) -> None:
    assert read_glossary(load_course(worded)) == {
        "axis": Term("axis", ("axes",), "One direction of a tensor; `x.ndim` counts them.", "axes"),
        "keepdim": Term("keepdim", (), "Leaves a 1 where an axis was.", "axes"),
    }
    assert course_problems(worded) == []


def test_a_word_is_defined_once(worded: Path) -> None:
    lesson = worded / "tensors/shapes/lesson.md"
    lesson.write_text(lesson.read_text(encoding="utf-8") + "\n\n## Words\n\naxis\n: Another.\n", encoding="utf-8")
    assert [str(problem) for problem in course_problems(worded)] == [
        "tensors/axes/lesson.md: the word 'axis' is defined in 'shapes' already. Keep one of the two."
    ]


def test_the_first_use_of_a_word_is_a_link(worded: Path) -> None:
    course = load_course(worded)
    page = read_page(course, "axes")
    prose = Prose("# An axis\n\n`axis` and $axis$ and [an axis](x/). Axes, so an axis.\n\n| axis |\n|-|\n", 1)
    (made, example), terms = (prose, Example(0, "axis = 1", 3)), read_glossary(course).values()
    seen = linked(type(page)("axes", "Axes", (made, example, Prose("The axis again.", 5))), terms)
    assert seen.blocks == (
        Prose(
            "# An axis\n\n`axis` and $axis$ and [an axis](x/). [Axes](glossary:axis), so an axis.\n\n| axis |\n|-|\n",
            1,
        ),
        example,
        Prose("The axis again.", 5),
    )


def test_a_word_inside_a_longer_one_is_not_explained_there(worded: Path) -> None:
    terms = [Term("axis", ("axes",), "", "axes"), Term("axis order", (), "", "axes")]
    page = type(read_page(load_course(worded), "axes"))("axes", "Axes", (Prose("The axis order, and an axis.", 1),))
    assert linked(page, terms).blocks == (
        Prose("The [axis order](glossary:axis-order), and an [axis](glossary:axis).", 1),
    )


def test_a_word_that_two_lessons_define_means_here_what_this_one_says(worded: Path) -> None:
    terms = [Term("axis", ("axes",), "", "shapes"), Term("turning point", ("axis",), "", "axes")]
    page = type(read_page(load_course(worded), "axes"))("axes", "Axes", (Prose("An axis, and the axis of axes.", 1),))
    own = "An [axis](glossary:turning-point), and the axis of [axes](glossary:axis)."
    assert linked(page, terms).blocks == (Prose(own, 1),)
    elsewhere = type(page)("shapes", "Shapes", page.blocks)
    first = "An [axis](glossary:axis), and the axis of axes."
    assert linked(elsewhere, terms).blocks == (Prose(first, 1),)


def test_definitions_and_longer_words_are_no_use(worded: Path) -> None:
    course = load_course(worded)
    text = "Taxes and on-axis.\n\n## Words\n\naxis, axes\n: One direction."
    page = linked(type(read_page(course, "axes"))("axes", "Axes", (Prose(text, 1),)), read_glossary(course).values())
    assert page.blocks == (Prose(text, 1),)
