"""Proves a lesson: every example runs (or raises, where it must), and every stated output is what comes."""

from __future__ import annotations

import difflib
import tempfile
from collections.abc import Callable

from gradschool.content import read_page
from gradschool.errors import ContentError, GradschoolError
from gradschool.kernel import Done, Event, Failed, Kernel, Lost, Process, transcript
from gradschool.model import Course, Example, ExplorerLink, Lesson
from gradschool.pictures import Pictures


def check_lesson(
    course: Course, lesson: Lesson, start: Callable[[str], Process]
) -> tuple[int, int, list[ContentError]]:
    """Run a lesson in a fresh kernel. `start` forks one that works in the folder it is given.

    Returns:
        How many examples ran, how many outputs were compared, and everything that is wrong.
    """
    place = f"{lesson.module}/{lesson.id}/lesson.md"
    try:
        page = read_page(course, lesson.id)
    except ContentError as error:
        return 0, 0, [error]
    problems: list[ContentError] = []
    stated = 0
    with tempfile.TemporaryDirectory(prefix="gradschool-verify-") as folder, Kernel(lambda: start(folder)) as kernel:
        for example in page.examples:
            events = _run(kernel, example)
            problems += _faults(example, events, f"{place}:{example.line}")
            if example.output is not None:
                stated += 1
                problems += _output(example, transcript(events), f"{place}:{example.line}")
    return len(page.examples), stated, problems


def check_explorers(course: Course, lesson: Lesson, pictures: Pictures) -> tuple[int, list[ContentError]]:
    """Draw every explorer of a lesson. Returns how many there are, and those whose settings cannot be shown."""
    try:
        page = read_page(course, lesson.id)
    except ContentError:
        return 0, []  # said where the examples are run
    links = [block for block in page.blocks if isinstance(block, ExplorerLink)]
    problems = []
    for link in links:
        where = f"{lesson.module}/{lesson.id}/lesson.md:{link.line}"
        try:
            view = pictures.view(link.name, link.settings)
        except GradschoolError as error:
            problems.append(ContentError(where, error.what, error.repair))
            continue
        if view.error:
            problems.append(ContentError(where, f"the explorer {link.name!r} cannot show this: {view.error}"))
    return len(links), problems


def _run(kernel: Kernel, example: Example) -> list[Event]:
    try:
        return list(kernel.run(example.code, f"example {example.index + 1}"))
    except GradschoolError as error:
        return [Lost("worker", str(error))]


def _faults(example: Example, events: list[Event], where: str) -> list[ContentError]:
    lost = next((event for event in events if isinstance(event, Lost)), None)
    if lost is not None:
        return [ContentError(where, f"the example cost the kernel: {lost.message}", "Mend the example.")]
    failed = next((event for event in events if isinstance(event, Failed)), None)
    if failed is not None and not example.raises:
        line = example.line + failed.line if failed.line is not None else None
        spot = f"{where.rpartition(':')[0]}:{line}" if line else where
        return [ContentError(spot, f"the example raises {failed.last}", "Mend it, or mark the fence `.raises`.")]
    done = next((event for event in events if isinstance(event, Done)), None)
    if example.raises and (done is None or done.ok):
        return [ContentError(where, "the example is marked `.raises` and raises nothing", "Take the mark away.")]
    return []


def _output(example: Example, came: str, where: str) -> list[ContentError]:
    wanted = "\n".join(line.rstrip() for line in (example.output or "").split("\n")).rstrip("\n")
    if came == wanted:
        return []
    changes = difflib.unified_diff(wanted.split("\n"), came.split("\n"), "stated", "printed", lineterm="", n=0)
    shown = "\n    ".join(list(changes)[2:14])
    return [ContentError(where, f"the stated output is not what it prints\n    {shown}\n   ", "State what it prints.")]
