"""Course text, verdicts and kernel events as things that Textual can draw: the only door to `gradschool.render`."""

from __future__ import annotations

import os

from msgspec.structs import replace
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.text import Text

from gradschool import kernel
from gradschool.model import Exercise, Hint, Kind, Outcome, Report
from gradschool.render.markdown import Markdown
from gradschool.render.report import STYLES, report_lines
from gradschool.render.text import clean
from gradschool.terminal.words import about, title_of


def prose(markdown: str) -> RenderableType:
    """Course prose with its maths. Weights stay where there is no color, so nothing needs stars or backticks."""
    return Markdown(markdown, plain=False)


# --------------------------------------------------------------------------- an exercise


def heading(exercise: Exercise) -> RenderableType:
    """The head of an exercise's page."""
    return Text.assemble(
        (title_of(exercise), "bold"), (f"\n{exercise.difficulty.capitalize()}, {about(exercise)}", "dim")
    )


def remark(sign: str, good: bool, words: str) -> RenderableType:
    """A short verdict and what it means."""
    said = Text(sign, "bold green" if good else "bold red")
    return Group(said, prose(words)) if sign and words else prose(words) if words else said


def hint(one: Hint) -> RenderableType:
    """One hint."""
    return Group(Text(f"Hint {one.number} of {one.total}", style="bold"), prose(one.text))


class Verdict:
    """A report as wide as there is room. How it ended stands first, then what was not kept, then what was."""

    def __init__(self, report: Report, kind: Kind) -> None:
        self._kind = kind
        kept = [one for one in report.scenarios if one.outcome is Outcome.PASSED]
        broken = [one for one in report.scenarios if one.outcome is not Outcome.PASSED]
        self._report = replace(report, scenarios=(*broken, *kept))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Rich's protocol: its lines."""
        *lines, gap, summary = report_lines(self._report, options.max_width, kind=self._kind)
        text = Text()
        for line in (summary, gap, *lines):
            for part in line:
                text.append(part.text, STYLES[part.style])
            text.append("\n")
        yield text


def verdict(report: Report, kind: Kind) -> RenderableType:
    """The judge's verdict."""
    return Verdict(report, kind)


# --------------------------------------------------------------------------- an example


def stream(raw: str, most: int) -> RenderableType:
    """Printed text, at most its last `most` lines."""
    lines = clean(raw[-100_000:], 100_000).rstrip("\n").split("\n")
    text = Text("\n".join(lines[-most:]), overflow="fold")
    if len(lines) > most:
        return Group(Text(f"… {len(lines) - most:,} earlier lines are not shown", style="italic dim"), text)
    return text


class Figure:
    """A figure as wide as there is room: half blocks in color, dots without."""

    def __init__(self, png: bytes) -> None:
        self._png = png

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Rich's protocol: its lines."""
        from gradschool.render.figure import figure

        yield figure(self._png, width=min(options.max_width, 84), height=26, color="NO_COLOR" not in os.environ)


def shown(event: kernel.Shown) -> list[RenderableType]:
    """A displayed value or figure."""
    if event.png:
        return [Figure(event.png)]
    return [Text(clean(event.text), overflow="fold")] if event.text else []


def failed(event: kernel.Failed) -> RenderableType:
    """An exception with the way it came."""
    return Text(clean("\n".join(event.traceback) or event.last), overflow="fold")


def difference(own: str, solution: str) -> RenderableType:
    """Two programs beside each other where there is room, else in one column."""
    from gradschool.render.code import Diff

    return Diff(own, solution)
