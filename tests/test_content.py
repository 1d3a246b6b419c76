"""The reader of the course on disk: what it reads, and what it says of a course that is not as it should be."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gradschool.content import (
    Link,
    broken_links,
    course_problems,
    find,
    links,
    load_course,
    read_exercise,
    read_page,
    read_proofs,
)
from gradschool.errors import ContentError, NotFound
from gradschool.model import (
    Choice,
    Example,
    Exercise,
    ExerciseLink,
    ExplorerLink,
    Hint,
    Item,
    Kind,
    Lesson,
    Limits,
    Mistake,
    Module,
    Prose,
)

SMALL = Path(__file__).parent / "fixtures" / "course"
AXES = "tensors/axes"
ROW_MEANS = "tensors/axes/row_means"


@pytest.fixture
def course_folder(tmp_path: Path) -> Path:
    """A copy of the small course that a test may spoil."""
    return Path(shutil.copytree(SMALL, tmp_path / "course"))


def spoil(folder: Path, name: str, old: str, new: str) -> None:
    """Change a file of the copied course; the text to change must be there."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text, name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# --------------------------------------------------------------------------- the table of contents


def test_the_table_of_contents_keeps_the_reading_order() -> None:
    course = load_course(SMALL)
    assert list(course.modules) == ["tensors", "autograd"]
    assert list(course.lessons) == ["shapes", "axes", "tape"]
    assert list(course.exercises) == ["row_means", "shape_oracle", "half_facts", "lost_gradient"]
    assert course.modules["tensors"] == Module("tensors", "1", "Tensors", "What they hold.", ("shapes", "axes"))
    folder = str(SMALL / "tensors" / "axes")
    assert course.lessons["axes"] == Lesson(
        "axes", "1.2", "tensors", folder, "Axes", ("row_means", "shape_oracle", "half_facts")
    )
    assert course.exercises["row_means"] == Exercise(
        id="row_means",
        number="1.01",
        lesson="axes",
        folder=str(SMALL / "tensors" / "axes" / "row_means"),
        title="The mean of every row",
        kind=Kind.IMPLEMENT,
        entry=("row_means",),
        teaches=("axes", "keepdim"),
        needs=("axes",),
        difficulty="easy",
        minutes=5,
        forbid=("mean",),
        limits=Limits(seconds=5.0),
    )


def test_the_small_course_has_no_problems() -> None:
    assert course_problems(SMALL) == []


def test_the_environment_names_an_authors_own_course(monkeypatch: pytest.MonkeyPatch, course_folder: Path) -> None:
    monkeypatch.setenv("GRADSCHOOL_COURSE", str(course_folder))
    assert load_course().folder == str(course_folder)


def test_the_table_of_contents_is_read_without_what_only_pages_need() -> None:
    code = (
        "import sys; from gradschool.content import load_course; load_course(sys.argv[1]);"
        "print(sorted({'markdown_it', 'difflib', 'torch', 'pathlib', 'rich'} & sys.modules.keys()))"
    )
    isolated = [sys.executable, "-c", code, str(SMALL)]
    assert subprocess.run(isolated, capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_folder_without_a_course_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"there is no course\.toml here"):
        load_course(tmp_path)


# --------------------------------------------------------------------------- what is wrong, where, and the repair

TOML_FAULTS = {
    "unknown key": (
        f"{ROW_MEANS}/exercise.toml",
        'difficulty = "easy"',
        'dificulty = "easy"',
        [
            (
                f"{ROW_MEANS}/exercise.toml:1: the key 'difficulty' is missing. "
                "It must be 'easy', 'medium', 'hard' or 'expert'."
            ),
            f"{ROW_MEANS}/exercise.toml:6: unknown key 'dificulty'. Did you mean 'difficulty'?",
        ],
    ),
    "unknown kind": (
        f"{ROW_MEANS}/exercise.toml",
        '"implement"',
        '"write"',
        [
            (
                f"{ROW_MEANS}/exercise.toml:2: 'kind' is 'write'. It must be 'implement', 'fix', 'predict', 'choose', "
                "'test', 'faster', 'smaller' or 'lab'."
            )
        ],
    ),
    "wrong type": (
        f"{ROW_MEANS}/exercise.toml",
        "minutes = 5",
        'minutes = "five"',
        [f"{ROW_MEANS}/exercise.toml:7: 'minutes' is 'five'. It must be a whole number from 1 to 600."],
    ),
    "unknown limit": (
        f"{ROW_MEANS}/exercise.toml",
        "{ seconds",
        "{ second",
        [f"{ROW_MEANS}/exercise.toml:9: unknown key 'second'. Did you mean 'seconds'?"],
    ),
    "no TOML": (
        f"{ROW_MEANS}/exercise.toml",
        'kind = "implement"',
        "kind = implement",
        [f"{ROW_MEANS}/exercise.toml:2: not valid TOML: Invalid value. Mend the line or the one above it."],
    ),
    "no TOML to the last line": (
        f"{ROW_MEANS}/exercise.toml",
        "limits = { seconds = 5 }\n",
        'limits = """',
        [f"{ROW_MEANS}/exercise.toml:9: not valid TOML: Unterminated string. Mend the line or the one above it."],
    ),
    "no entry": (
        f"{ROW_MEANS}/exercise.toml",
        'entry = "row_means"\n',
        "",
        [f"{ROW_MEANS}/exercise.toml: the key 'entry' is missing. Name what the answer has to define."],
    ),
    "an entry too many": (
        f"{AXES}/shape_oracle/exercise.toml",
        'kind = "predict"',
        'kind = "predict"\nentry = "x"',
        [f"{AXES}/shape_oracle/exercise.toml: a predict exercise has no 'entry'. Take the key out."],
    ),
    "needs no lesson": (
        f"{ROW_MEANS}/exercise.toml",
        'needs = ["axes"]',
        'needs = ["axis"]',
        [f"{ROW_MEANS}/exercise.toml: it needs 'axis', which is no lesson. Did you mean 'axes'?"],
    ),
    "another format": (
        "course.toml",
        "format = 1",
        "format = 2",
        ["course.toml:2: 'format' is 2. It must be 1, the only format that this gradschool reads."],
    ),
    "unknown key of a lesson": (
        "course.toml",
        'id = "axes"\n',
        'id = "axes"\nname = "Axes"\n',
        ["course.toml:17: unknown key 'name'. Did you mean 'number'?"],
    ),
    "number of a lesson is no text": (
        "course.toml",
        'number = "2.1"',
        "number = 2.1",
        ["course.toml:28: 'number' is 2.1. It must be text such as '1.10', in quotation marks."],
    ),
    "an id is there twice": (
        "course.toml",
        'id = "half_facts"',
        'id = "shape_oracle"',
        [
            "course.toml:18: the id 'shape_oracle' is there twice. Ids are unique over modules, lessons and exercises.",
            f"{AXES}/half_facts: this folder is not in course.toml. List it there, or move it away.",
            (
                f"{AXES}/lesson.md:49: the link 'half_facts/' leads nowhere. "
                "Link a lesson or exercise that course.toml lists."
            ),
        ],
    ),
    "a number is there twice": (
        "course.toml",
        'number = "2.01"',
        'number = "1.02"',
        ["course.toml:29: the number '1.02' is there twice. Numbers are unique over lessons and exercises."],
    ),
    "an exercise without folder": (
        "course.toml",
        'id = "half_facts"',
        'id = "other_facts"',
        [
            f"{AXES}/other_facts: the exercise has no folder. Write it, or take it out of course.toml.",
            f"{AXES}/half_facts: this folder is not in course.toml. List it there, or move it away.",
            f"{AXES}/lesson.md:49: the link 'half_facts/' leads nowhere. Did you mean 'other_facts'?",
        ],
    ),
    "no title": (
        f"{AXES}/lesson.md",
        "# Axes\n",
        "Axes\n",
        [f"{AXES}/lesson.md:1: a lesson starts with its title. Begin with `# Title`."],
    ),
}


@pytest.mark.parametrize(("name", "old", "new", "said"), TOML_FAULTS.values(), ids=TOML_FAULTS.keys())
def test_a_fault_of_the_tables_is_said_with_line_and_repair(
    course_folder: Path, name: str, old: str, new: str, said: list[str]
) -> None:
    spoil(course_folder, name, old, new)
    assert [str(problem) for problem in course_problems(course_folder)] == said
    with pytest.raises(ContentError) as raised:
        load_course(course_folder)
    assert str(raised.value) == said[0]


PAGE_FAULTS = {
    "unknown option": (
        "```python .noeval",
        "```python .noevall",
        "31: unknown option '.noevall' of an example. Did you mean '.noeval'?",
    ),
    "two options": (
        "```python .noeval",
        "```python .noeval .raises",
        "31: an example has one option at most. Code that isn't run can't raise: choose one.",
    ),
    "nearly python": (
        "```python .noeval",
        "```py",
        "31: unknown fence 'py'. Write `python`.",
    ),
    "output with options": (
        "```output",
        "```output .raises",
        "13: an output fence has no options, and '.raises' is one. Take it out.",
    ),
    "output without example": (
        "```text",
        "```output",
        "19: no example that runs stands directly above this output. Move it there, or call the fence `text`.",
    ),
    "output after prose": (
        "```output",
        "So:\n\n```output",
        "15: no example that runs stands directly above this output. Move it there, or call the fence `text`.",
    ),
    "second title": (
        "## What goes wrong",
        "# What goes wrong",
        "17: a lesson has one title. Make this heading `## …`.",
    ),
    "unclosed fence": (
        "total = table.sum()\n```\n\n## Now you",
        "total = table.sum()\n",
        "41: this fence is never closed. End it with a line of ```",
    ),
    "empty example": ("total = table.sum()\n", "", "41: an example without code. Write some, or take the fence out."),
    "example in a list": (
        "```python\ntotal",
        "- so\n  ```python\n  pass\n  ```\n\n```python\ntotal",
        "42: an example inside a list or a quotation would not run. Put its fence at the left margin.",
    ),
}


@pytest.mark.parametrize(("old", "new", "said"), PAGE_FAULTS.values(), ids=PAGE_FAULTS.keys())
def test_a_fault_of_a_page_is_said_with_line_and_repair(course_folder: Path, old: str, new: str, said: str) -> None:
    spoil(course_folder, f"{AXES}/lesson.md", old, new)
    with pytest.raises(ContentError) as raised:
        read_page(load_course(course_folder), "axes")
    assert str(raised.value) == f"{AXES}/lesson.md:{said}"


EXERCISE_FAULTS = {
    "hints out of order": (
        f"{ROW_MEANS}/hints.md",
        "## 2",
        "## two",
        [f"{ROW_MEANS}/hints.md:4: '## two' stands here. Number it `## 2`."],
    ),
    "an empty hint": (
        f"{ROW_MEANS}/hints.md",
        "Which axis counts the columns?",
        "",
        [f"{ROW_MEANS}/hints.md:1: hint 1 is empty. Write it, or take it out."],
    ),
    "two hints": (
        f"{ROW_MEANS}/hints.md",
        "## 3",
        "and",
        [
            (
                f"{ROW_MEANS}/hints.md: 2 hints, and there are three. "
                "Write `## 1` (nudge), `## 2` (idea), `## 3` (nearly there)."
            )
        ],
    ),
    "a mistake without explanation": (
        f"{ROW_MEANS}/mistakes/columns_averaged.py",
        "\n`sum(0)` walks down the rows.\nAlong a row, the axis that changes is 1.\n",
        "",
        [
            (
                f"{ROW_MEANS}/mistakes/columns_averaged.py:1: the docstring lacks its explanation. "
                "Its first line names the bug, the rest says why and what to do."
            )
        ],
    ),
    "a solution that is no Python": (
        f"{ROW_MEANS}/solution.py",
        "def row_means",
        "def row means",
        [f"{ROW_MEANS}/solution.py:4: not valid Python: expected '('. Mend the line."],
    ),
    "an empty task": (
        f"{AXES}/half_facts/task.md",
        "One answer each is right.",
        "",
        [f"{AXES}/half_facts/task.md: the task is empty. State what is asked."],
    ),
    "an item without explanation": (
        f"{AXES}/shape_oracle/items.py",
        "    A table has axes 0 and 1 only.\n",
        "",
        [
            (
                f"{AXES}/shape_oracle/items.py:17: item 'out_of_range' has no explanation. "
                "Write it below the question, after an empty line."
            )
        ],
    ),
    "an item with arguments": (
        f"{AXES}/shape_oracle/items.py",
        "out_of_range()",
        "out_of_range(x)",
        [
            (
                f"{AXES}/shape_oracle/items.py:17: item 'out_of_range' takes arguments. "
                "The learner sees only its body: make everything there."
            )
        ],
    ),
    "two right choices": (
        f"{AXES}/half_facts/questions.md",
        "- [ ] 32",
        "- [x] 32",
        [
            (
                f"{AXES}/half_facts/questions.md:1: question 'largest_half' has 2 right choices. "
                "Mark exactly one with `[x]`."
            )
        ],
    ),
    "a choice without feedback": (
        f"{AXES}/half_facts/questions.md",
        "  The gap was 1 below 2048.\n",
        "",
        [
            (
                f"{AXES}/half_facts/questions.md:25: question 'next_after_2048' has a choice without feedback: '2049'. "
                "Indent it below the choice."
            )
        ],
    ),
    "a broken link in a task": (
        f"{ROW_MEANS}/task.md",
        "Write",
        "See [there](../../shape/).\nWrite",
        [f"{ROW_MEANS}/task.md:1: the link '../../shape/' leads nowhere. Did you mean 'shapes'?"],
    ),
}


@pytest.mark.parametrize(("name", "old", "new", "said"), EXERCISE_FAULTS.values(), ids=EXERCISE_FAULTS.keys())
def test_a_fault_of_an_exercise_is_said_with_line_and_repair(
    course_folder: Path, name: str, old: str, new: str, said: list[str]
) -> None:
    spoil(course_folder, name, old, new)
    assert [str(problem) for problem in course_problems(course_folder)] == said


def test_a_missing_file_is_named(course_folder: Path) -> None:
    (course_folder / ROW_MEANS / "scenarios.py").unlink()
    with pytest.raises(ContentError) as raised:
        load_course(course_folder)
    wanted = f"{ROW_MEANS}/scenarios.py: the file is missing. Every implement exercise has one."
    assert str(raised.value) == wanted


def test_a_misnamed_folder_of_mistakes_is_not_overlooked(course_folder: Path) -> None:
    (course_folder / ROW_MEANS / "mistakes").rename(course_folder / ROW_MEANS / "mistake")
    wanted = f"{ROW_MEANS}/mistake: nothing reads this file. Did you mean 'mistakes'?"
    assert [str(problem) for problem in course_problems(course_folder)] == [wanted]


def test_bytes_that_are_no_text_are_said(course_folder: Path) -> None:
    (course_folder / ROW_MEANS / "task.md").write_bytes(b"Write \xff\xfe")
    with pytest.raises(ContentError) as raised:
        read_exercise(load_course(course_folder).exercises["row_means"])
    assert str(raised.value) == f"{ROW_MEANS}/task.md: byte 6 is not UTF-8. Save the file as UTF-8 text."


def test_several_problems_are_said_at_once(course_folder: Path) -> None:
    spoil(course_folder, f"{ROW_MEANS}/exercise.toml", "minutes = 5", "minutes = 0\nhurry = 1")
    spoil(course_folder, "autograd/tape/lesson.md", "[Find the leak](lost_gradient/)", "")
    assert [str(problem) for problem in course_problems(course_folder)] == [
        f"{ROW_MEANS}/exercise.toml:7: 'minutes' is 0. It must be a whole number from 1 to 600.",
        (
            f"{ROW_MEANS}/exercise.toml:8: unknown key 'hurry'. "
            "The keys are title, kind, teaches, needs, difficulty, minutes, entry, forbid, limits, subject."
        ),
        (
            "autograd/tape/lesson.md: the exercise 'lost_gradient' stands nowhere in this page. "
            "Add a paragraph that is just `[…](lost_gradient/)`."
        ),
    ]


# --------------------------------------------------------------------------- pages


def test_a_page_is_read_into_its_blocks() -> None:
    page = read_page(load_course(SMALL), "axes")
    assert (page.lesson, page.title) == ("axes", "Axes")
    assert page.blocks == (
        Prose(
            "Which axis does `sum(0)` remove?\n"
            r"The mean along it is $\bar{x} = \frac{1}{n} \sum_i x_i$, see [Shapes](../shapes/).",
            3,
        ),
        Example(
            0, "import torch\n\ntable = torch.arange(6).reshape(2, 3)\ntable.sum(0)", 6, output="tensor([3, 5, 7])"
        ),
        Prose("## What goes wrong\n\n```text\nbatch  3\n```", 17),
        Example(
            1,
            "table.sum(2)",
            23,
            raises=True,
            output="IndexError: Dimension out of range (expected to be in range of [-2, 1], but got 2)",
        ),
        Example(2, "table.cuda()", 31, evaluated=False),
        ExerciseLink("shape_oracle", "Guess first", 35),
        ExplorerLink("broadcast", "Broadcast visualiser", {"a": "3,1", "b": "1,4"}, 37),
        Prose("The next example prints nothing.", 39),
        Example(3, "total = table.sum()", 41),
        Prose("## Now you", 45),
        ExerciseLink("row_means", "Means of rows", 47),
        ExerciseLink("half_facts", "What half precision holds", 49),
    )


def test_code_that_is_only_shown_is_not_among_the_examples_that_run() -> None:
    page = read_page(load_course(SMALL), "axes")
    assert [example.index for example in page.examples] == [0, 1, 3]


def test_an_outputs_own_blank_lines_and_indentation_are_kept(course_folder: Path) -> None:
    spoil(course_folder, f"{AXES}/lesson.md", "tensor([3, 5, 7])", "  first\n\n    second")
    example = read_page(load_course(course_folder), "axes").examples[0]
    assert example.output == "  first\n\n    second"


def test_links_are_listed_with_their_lines_and_those_to_the_web_are_not(course_folder: Path) -> None:
    spoil(course_folder, f"{AXES}/lesson.md", "see [Shapes]", "see\n[torch](https://pytorch.org) and [Shapes]")
    course = load_course(course_folder)
    page = read_page(course, "axes")
    assert links(page) == (Link("../shapes/", "Shapes", 5),)
    assert broken_links(course, page) == []


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("../shape/", "the link '../shape/' leads nowhere. Did you mean 'shapes'?"),
        ("../tape/", "the link '../tape/' leads nowhere. Did you mean '../../autograd/tape/'?"),
        ("#now-you", "the link '#now-you' leads to a heading. Link the whole lesson."),
        ("/shapes/", "the link '/shapes/' is absolute. Write it from this file's folder."),
        (
            "explorer:x",
            "the link 'explorer:x' has the unknown scheme 'explorer'. Only explore: is known, a paragraph by itself.",
        ),
    ],
)
def test_a_link_that_leads_nowhere_is_said_with_its_line(course_folder: Path, target: str, said: str) -> None:
    spoil(course_folder, f"{AXES}/lesson.md", "../shapes/", target)
    course = load_course(course_folder)
    problems = broken_links(course, read_page(course, "axes"))
    assert [str(problem) for problem in problems] == [f"{AXES}/lesson.md:4: {said}"]


# --------------------------------------------------------------------------- exercises


def test_the_texts_of_an_exercise_are_read() -> None:
    texts = read_exercise(load_course(SMALL).exercises["row_means"])
    folder = SMALL / ROW_MEANS
    assert texts.task.startswith("Write `row_means(table)`")
    assert texts.starter == (folder / "starter.py").read_text(encoding="utf-8")
    assert texts.solution == (folder / "solution.py").read_text(encoding="utf-8")
    assert texts.hints[1] == Hint(2, 3, "`sum(dim, keepdim=True)` keeps the axis with size 1.")
    assert texts.mistakes == (
        Mistake(
            "row_means",
            "columns_averaged",
            "The columns were averaged, not the rows.",
            "`sum(0)` walks down the rows.\nAlong a row, the axis that changes is 1.",
            (folder / "mistakes" / "columns_averaged.py").read_text(encoding="utf-8"),
        ),
    )
    assert list(texts.accepted) == ["einsum_form"]


def test_predictions_are_asked_without_the_word_return() -> None:
    texts = read_exercise(load_course(SMALL).exercises["shape_oracle"])
    assert texts.items == (
        Item(
            "sum_of_first_axis",
            "Which shape has the sum?",
            "table = torch.zeros(2, 3)\n# one number for each column\ntable.sum(0).shape",
            "Axis 0 is removed, so the sizes after it stay.\n\nThey keep their order.",
        ),
        Item(
            "out_of_range",
            "What does this give?",
            "table = torch.zeros(2, 3)\n(\n    table\n    .sum(2)\n)",
            "A table has axes 0 and 1 only.",
        ),
    )
    assert texts.solution == ""


def test_items_are_never_run(course_folder: Path, tmp_path: Path) -> None:
    trace = tmp_path / "ran"
    items = course_folder / AXES / "shape_oracle" / "items.py"
    items.write_text(items.read_text(encoding="utf-8") + f"\nopen({str(trace)!r}, 'w')\n", encoding="utf-8")
    read_exercise(load_course(course_folder).exercises["shape_oracle"])
    assert not trace.exists()


def test_the_starter_of_a_prediction_shows_every_question_above_its_place() -> None:
    starter = read_exercise(load_course(SMALL).exercises["shape_oracle"]).starter
    assert starter.endswith(
        "answers = {\n"
        "    # Which shape has the sum?\n"
        "    #     table = torch.zeros(2, 3)\n"
        "    #     # one number for each column\n"
        "    #     table.sum(0).shape\n"
        '    "sum_of_first_axis": ...,\n'
        "\n"
        "    # What does this give?\n"
        "    #     table = torch.zeros(2, 3)\n"
        "    #     (\n"
        "    #         table\n"
        "    #         .sum(2)\n"
        "    #     )\n"
        '    "out_of_range": ...,\n'
        "}\n"
    )
    compile(starter, "answer.py", "exec")


def test_choices_are_read_with_their_feedback_and_letters() -> None:
    exercise = load_course(SMALL).exercises["half_facts"]
    texts = read_exercise(exercise)
    assert texts.items == (
        Item(
            "largest_half",
            "Which is the largest finite float16?",
            choices=(
                Choice("a", "32,767", False, "That is the largest int16."),
                Choice("b", "65,504", True, "Ten bits of fraction and an exponent of at most 15."),
            ),
        ),
        Item(
            "next_after_2048",
            "Which number follows 2048 in float16?\n\n1. Count the bits.\n2. Then choose.",
            why="The gap is what rounding costs.",
            choices=(
                Choice("a", "2050", True, "The gap is 2 from here.\n\nIt doubles at every power of two."),
                Choice("b", "2049", False, "The gap was 1 below 2048."),
            ),
        ),
    )
    assert texts.solution == 'answers = {\n    "largest_half": "b",\n    "next_after_2048": "a",\n}\n'
    assert read_proofs(exercise) == {"largest_half": "import torch\n\nassert torch.finfo(torch.float16).max == 65504"}


# --------------------------------------------------------------------------- finding


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("row_means", "row_means"),
        ("Row-Means", "row_means"),
        ("row means ", "row_means"),
        ("1.01", "row_means"),
        ("1.2", "axes"),
        ("1", "tensors"),
        ("tape/", "tape"),
    ],
)
def test_things_answer_to_their_id_and_to_their_number(word: str, name: str) -> None:
    assert find(load_course(SMALL), word).id == name


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("row_mean", "there is no lesson or exercise 'row_mean'. Did you mean 'row_means' (The mean of every row)?"),
        ("1.012", "there is no lesson or exercise '1.012'. Did you mean '1.02' (Which shape?)?"),
        (
            "precision",
            "there is no lesson or exercise 'precision'. Did you mean 'half_facts' (What half precision holds)?",
        ),
        ("?", "there is no lesson or exercise '?'. `gradschool list` shows all there are."),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(word: str, said: str) -> None:
    with pytest.raises(NotFound) as raised:
        find(load_course(SMALL), word)
    assert str(raised.value) == said
