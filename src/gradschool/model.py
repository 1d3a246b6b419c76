"""The nouns of the course and of a verdict: frozen, JSON-plain, importing nothing of ours.

They are msgspec structs rather than dataclasses: defining one costs a twentieth of the time, which every command pays
at start-up, and the same declarations read and write the JSON that machines get.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from msgspec import Struct


class Kind(StrEnum):
    """What an exercise asks for."""

    IMPLEMENT = "implement"
    FIX = "fix"
    PREDICT = "predict"
    CHOOSE = "choose"
    TEST = "test"
    FASTER = "faster"
    SMALLER = "smaller"
    LAB = "lab"

    @property
    def asks(self) -> bool:
        """Whether the answer is a table of answers to questions; if not, it is a program."""
        return self in (Kind.PREDICT, Kind.CHOOSE)

    @property
    def observed(self) -> bool:
        """Whether it has scenarios of its own, in `scenarios.py`."""
        return not self.asks and self is not Kind.TEST


class Outcome(StrEnum):
    """How a submission, or one scenario of it, ended. `BROKEN` is our fault and is said so."""

    PASSED = "passed"
    FAILED = "failed"
    CRASHED = "crashed"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    FORBIDDEN = "forbidden"
    BROKEN = "broken"


# --------------------------------------------------------------------------- the course


class Limits(Struct, frozen=True, forbid_unknown_fields=True):
    """What one submission may use. Seconds of wall clock, MiB above the warm process, MiB of output."""

    seconds: float = 10.0
    memory_mib: int = 1024
    output_mib: float = 1.0


Role = Literal["practice", "opening", "placement"]


class Exercise(Struct, frozen=True):
    """One exercise: the machine's facts about it. Its texts are read when they are needed.

    `subject`: for `test`, the exercise whose answers are to be told apart. `role`: most are practice; an `opening` is
    the question that a lesson asks before it is read, a `placement` tells where in a module to start.
    """

    id: str
    number: str
    lesson: str
    folder: str
    title: str
    kind: Kind
    entry: tuple[str, ...]
    teaches: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    difficulty: Literal["easy", "medium", "hard", "expert"] = "medium"
    minutes: int = 15
    forbid: tuple[str, ...] = ()
    limits: Limits = Limits()
    subject: str = ""
    role: Role = "practice"


class Mistake(Struct, frozen=True):
    """A wrong answer that people really write, and the sentence that helps."""

    exercise: str
    slug: str
    headline: str
    explanation: str
    code: str


class Hint(Struct, frozen=True):
    """One step of help, from nudge to nearly there. `number` counts from 1."""

    number: int
    total: int
    text: str


class Choice(Struct, frozen=True):
    """One possible answer to a question, with what to say to somebody who picks it."""

    letter: str
    text: str
    right: bool
    feedback: str


class Item(Struct, frozen=True):
    """One question of a `predict` or `choose` exercise.

    `code` is what the learner reads (predict). `choices` is empty for predict. `why` is shown after answering.
    """

    name: str
    question: str
    code: str = ""
    why: str = ""
    choices: tuple[Choice, ...] = ()


class ExerciseTexts(Struct, frozen=True):
    """All of an exercise that a face shows or that stays closed until it may be shown."""

    task: str
    starter: str
    solution: str
    hints: tuple[Hint, ...]
    mistakes: tuple[Mistake, ...]
    accepted: dict[str, str]
    items: tuple[Item, ...] = ()


class Lesson(Struct, frozen=True):
    """A lesson as the table of contents knows it; `exercises` are ids, in reading order.

    `opening`: the id of the question that is asked before one reads on, if there is one; no exercise among `exercises`.
    """

    id: str
    number: str
    module: str
    folder: str
    title: str
    exercises: tuple[str, ...]
    opening: str = ""

    @property
    def asks(self) -> tuple[str, ...]:
        """The opening question and the exercises: all that can be answered here."""
        return (self.opening, *self.exercises) if self.opening else self.exercises


class Module(Struct, frozen=True):
    """One of the five parts of the course; `lessons` are ids, in reading order.

    `placement`: the id of the exercise that tells where in the module to start, if there is one.
    """

    id: str
    number: str
    title: str
    summary: str
    lessons: tuple[str, ...]
    placement: str = ""


class Course(Struct, frozen=True):
    """The whole table of contents. Dictionaries keep the reading order."""

    folder: str
    modules: dict[str, Module]
    lessons: dict[str, Lesson]
    exercises: dict[str, Exercise]


# --------------------------------------------------------------------------- a lesson's page


class Prose(Struct, frozen=True, tag="prose"):
    """Markdown to be read, maths in `$…$` and `$$…$$`, headings included. `line` counts from 1 in lesson.md."""

    markdown: str
    line: int


class Example(Struct, frozen=True, tag="example"):
    """Code that runs in the lesson's namespace. `index` counts the lesson's examples from 0.

    `raises`: it must raise. `evaluated`: False for code that is only shown. `output` is what it is stated to print
    (None where the lesson states nothing).
    """

    index: int
    code: str
    line: int
    raises: bool = False
    evaluated: bool = True
    output: str | None = None


class ExerciseLink(Struct, frozen=True, tag="exercise"):
    """An exercise that stands in the page at this place."""

    exercise: str
    text: str
    line: int


class ExplorerLink(Struct, frozen=True, tag="explorer"):
    """An interactive picture that stands in the page at this place."""

    name: str
    text: str
    settings: dict[str, str]
    line: int


Block = Prose | Example | ExerciseLink | ExplorerLink


class Page(Struct, frozen=True):
    """A lesson, read: its blocks in order."""

    lesson: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def examples(self) -> tuple[Example, ...]:
        """The examples that run, in order (code that is only shown is left out)."""
        return tuple(block for block in self.blocks if isinstance(block, Example) and block.evaluated)


class Term(Struct, frozen=True):
    """A word of the glossary: its other forms, what it means (markdown), and the lesson that teaches it."""

    name: str
    forms: tuple[str, ...]
    definition: str
    lesson: str

    @property
    def slug(self) -> str:
        """The name as links write it."""
        return "-".join("".join(letter if letter.isalnum() else " " for letter in self.name.casefold()).split())


# --------------------------------------------------------------------------- a verdict


class Submission(Struct, frozen=True):
    """What a learner handed in."""

    exercise: str
    code: str
    filename: str = "answer.py"


class Difference(Struct, frozen=True):
    """One observed value that is not what the solution gives, in words and short renderings."""

    name: str
    expected: str
    got: str
    note: str = ""


class Raised(Struct, frozen=True):
    """An exception that a learner's code raised. `line` counts in their file (None if it never passed through it).

    `advice` says what its text means and what usually causes it, where that is known.
    """

    type: str
    message: str
    line: int | None = None
    frames: tuple[str, ...] = ()
    advice: str = ""


class ScenarioReport(Struct, frozen=True):
    """What one promise came to: its first failing case, if it has one."""

    title: str
    outcome: Outcome
    case: str = ""
    differences: tuple[Difference, ...] = ()
    raised: Raised | None = None


class Diagnosis(Struct, frozen=True):
    """The learner's bug, by name. `line` is where it probably stands in their file."""

    mistake: str
    headline: str
    explanation: str
    line: int | None = None


class Report(Struct, frozen=True):
    """A verdict on one submission. `seconds` is the time from hand-in to verdict.

    `facts` are measurements worth knowing, such as counts beside their limits; they decide nothing by themselves.
    """

    exercise: str
    outcome: Outcome
    passed: int
    total: int
    scenarios: tuple[ScenarioReport, ...] = ()
    diagnosis: Diagnosis | None = None
    message: str = ""
    output: str = ""
    warnings: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    seconds: float = 0.0


# --------------------------------------------------------------------------- what a learner did


class Attempt(Struct, frozen=True):
    """One submission as it is remembered, with its code. `at` is seconds since 1970, UTC."""

    exercise: str
    code: str
    outcome: Outcome
    mistake: str
    passed: int
    total: int
    at: float


class Place(Struct, frozen=True):
    """Where the learner is: a lesson or an exercise, and the block of the page (0 at the top)."""

    kind: Literal["lesson", "exercise"]
    id: str
    block: int = 0


class ExerciseProgress(Struct, frozen=True):
    """What is known of one exercise: counted from its attempts."""

    exercise: str
    attempts: int = 0
    passed: bool = False
    hints: int = 0
    revealed: bool = False


class LessonProgress(Struct, frozen=True):
    """What is known of one lesson: whether it was read to its end and which of its examples were run."""

    lesson: str
    opened: bool = False
    read: bool = False
    examples_run: tuple[int, ...] = ()


# --------------------------------------------------------------------------- an explorer


class Control(Struct, frozen=True):
    """One setting of an explorer, as a face offers it: every value travels as text.

    `step` is an integer that can be played: a face may count it up from `minimum` to `maximum`.
    """

    name: str
    label: str
    kind: Literal["range", "number", "choice", "text", "toggle", "step"]
    value: str
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    choices: tuple[str, ...] = ()
    help: str = ""


class View(Struct, frozen=True):
    """An explorer with its settings: the same argument as text for 80 columns and as a picture.

    `html` is SVG and plain elements with presentation attributes only: no script, no style. Where `error` says what is
    wrong with the settings, `text` and `html` are empty.
    """

    title: str
    text: str
    html: str
    controls: tuple[Control, ...]
    settings: dict[str, str]
    note: str = ""
    error: str = ""


class Explorer(Struct, frozen=True):
    """An explorer as it is listed: its name, what it is called, what it shows, and the names of its settings."""

    name: str
    title: str
    summary: str
    settings: tuple[str, ...]
