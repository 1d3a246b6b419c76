"""An exercise's folder into its texts: task, hints, starter, solution, mistakes, questions. Runs nothing."""

from __future__ import annotations

import ast
import warnings
from pathlib import Path

from gradschool.content.files import read_text
from gradschool.content.questions import filled_in, read_items, read_questions, to_fill_in
from gradschool.errors import ContentError
from gradschool.model import Exercise, ExerciseTexts, Hint, Item, Kind, Mistake


def read_exercise(exercise: Exercise) -> ExerciseTexts:
    """The texts of an exercise. Starters of `predict` and `choose` are made here: an `answers` table to fill in.

    Raises:
        ContentError: the first thing that is wrong with its files, with its line.
    """
    texts, problems = parse_exercise(exercise)
    if problems:
        raise problems[0]
    return texts


def read_proofs(exercise: Exercise) -> dict[str, str]:
    """The assertions that prove the answers of a `choose` exercise: question → code, where there is any."""
    where = f"{exercise_place(exercise)}/questions.md"
    text = read_text(str(Path(exercise.folder, "questions.md")), where, [])
    return read_questions(text or "", where, [])[1]


def exercise_place(exercise: Exercise) -> str:
    """`module/lesson/exercise`, as problems name it; a placement check stands in no lesson's folder."""
    return "/".join(Path(exercise.folder).parts[-2 if exercise.role == "placement" else -3 :])


def parse_exercise(exercise: Exercise) -> tuple[ExerciseTexts, list[ContentError]]:
    """The texts as far as they can be read, and everything that is wrong with them."""
    problems: list[ContentError] = []
    place = exercise_place(exercise)

    def text(name: str) -> str:
        return read_text(str(Path(exercise.folder, name)), f"{place}/{name}", problems) or ""

    task = text("task.md").strip()
    if not task:
        problems.append(ContentError(f"{place}/task.md", "the task is empty", "State what is asked."))
    if task.startswith("# "):
        problems.append(
            ContentError(f"{place}/task.md:1", "a task has no title of its own", "It comes from exercise.toml.")
        )
    asked_in_passing = exercise.kind == Kind.CHOOSE or exercise.role != "practice"
    has_hints = not asked_in_passing or Path(exercise.folder, "hints.md").exists()
    hints = _hints(text("hints.md"), f"{place}/hints.md", problems) if has_hints else ()
    items: tuple[Item, ...] = ()
    if exercise.kind == Kind.PREDICT:
        items = read_items(text("items.py"), f"{place}/items.py", problems)
    elif exercise.kind == Kind.CHOOSE:
        items = read_questions(text("questions.md"), f"{place}/questions.md", problems)[0]
    if items:
        starter, solution = to_fill_in(items), filled_in(items)
    else:
        starter = _code("starter.py", text, place, problems) if exercise.kind != Kind.PREDICT else ""
        solution = _code("solution.py", text, place, problems) if exercise.kind != Kind.PREDICT else ""
    names = {folder: _python_files(exercise, folder) for folder in ("mistakes", "accepted")}
    mistakes = tuple(
        _mistake(exercise.id, name, text(f"mistakes/{name}"), place, problems) for name in names["mistakes"]
    )
    accepted = {
        name.removesuffix(".py"): _code(f"accepted/{name}", text, place, problems) for name in names["accepted"]
    }
    return ExerciseTexts(task, starter, solution, hints, mistakes, accepted, items), problems


def _python_files(exercise: Exercise, folder: str) -> list[str]:
    return sorted(path.name for path in Path(exercise.folder, folder).glob("*.py"))


def _hints(text: str, where: str, problems: list[ContentError]) -> tuple[Hint, ...]:
    sections: list[tuple[int, str, list[str]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("## "):
            sections.append((number, line[3:].strip(), []))
        elif sections:
            sections[-1][2].append(line)
        elif line.strip():
            problems.append(ContentError(f"{where}:{number}", "text before the first hint", "Begin with `## 1`."))
    if len(sections) != 3:
        what = f"{len(sections) or 'no'} hint{'' if len(sections) == 1 else 's'}, and there are three"
        problems.append(ContentError(where, what, "Write `## 1` (nudge), `## 2` (idea), `## 3` (nearly there)."))
    hints = []
    for expected, (line_number, heading, lines) in enumerate(sections, 1):
        body = "\n".join(lines).strip()
        if heading != str(expected):
            problems.append(
                ContentError(f"{where}:{line_number}", f"'## {heading}' stands here", f"Number it `## {expected}`.")
            )
        if not body:
            problems.append(
                ContentError(f"{where}:{line_number}", f"hint {heading} is empty", "Write it, or take it out.")
            )
        hints.append(Hint(expected, len(sections), body))
    return tuple(hints)


def _parsed(code: str, where: str, problems: list[ContentError]) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # such as an invalid escape in a docstring, an error one day
            return ast.parse(code)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        problems.append(
            ContentError(f"{where}:{line}", f"not valid Python: {getattr(error, 'msg', error)}", "Mend the line.")
        )
        return None


def _code(name: str, text: object, place: str, problems: list[ContentError]) -> str:
    assert callable(text)
    code = str(text(name))
    _parsed(code, f"{place}/{name}", problems)
    return code


def _mistake(exercise: str, name: str, code: str, place: str, problems: list[ContentError]) -> Mistake:
    where = f"{place}/mistakes/{name}"
    module = _parsed(code, where, problems)
    headline, _, explanation = ((module and ast.get_docstring(module)) or "").partition("\n")
    if module and not (headline.strip() and explanation.strip()):
        what = "the docstring lacks its explanation" if headline.strip() else "the docstring is missing"
        problems.append(
            ContentError(f"{where}:1", what, "Its first line names the bug, the rest says why and what to do.")
        )
    return Mistake(exercise, name.removesuffix(".py"), headline.strip(), explanation.strip(), code)
