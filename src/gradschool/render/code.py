"""Programs on a terminal: one highlighted, or a learner's beside the solution."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Literal

from msgspec import Struct
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from gradschool.render.markdown import THEME
from gradschool.render.text import clean

SIDE_BY_SIDE = 110  # columns from which two programs fit beside each other


class DiffRow(Struct, frozen=True):
    """One row of two programs side by side. A line number of 0 means that this side has no line here."""

    change: Literal["same", "changed", "mine", "theirs"]
    left_number: int
    left: str
    right_number: int
    right: str


def diff_rows(mine: str, theirs: str) -> list[DiffRow]:
    """Two programs aligned line by line."""
    left, right = clean(mine).splitlines(), clean(theirs).splitlines()
    rows = []
    for tag, start, end, other_start, other_end in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        for offset in range(max(end - start, other_end - other_start)):
            at, other = start + offset, other_start + offset
            here, there = at < end, other < other_end
            change: Literal["same", "changed", "mine", "theirs"]
            change = "same" if tag == "equal" else "changed" if here and there else "mine" if here else "theirs"
            rows.append(
                DiffRow(
                    change,
                    at + 1 if here else 0,
                    left[at] if here else "",
                    other + 1 if there else 0,
                    right[other] if there else "",
                )
            )
    return rows


def plain_diff(mine: str, theirs: str, names: tuple[str, str] = ("yours", "the solution")) -> str:
    """Both programs in one column: `-` is only in the first, `+` only in the second."""
    lines = [f"- {names[0]}", f"+ {names[1]}", ""]
    return "\n".join(lines + [f"{mark} {line}".rstrip() for mark, _, line in _unified(diff_rows(mine, theirs))])


def highlighted(
    code: str, line_numbers: bool = False, marked: frozenset[int] = frozenset(), theme: str = THEME
) -> RenderableType:
    """A program with syntax colors; `marked` lines stand out."""
    return Syntax(
        clean(code).rstrip("\n"),
        "python",
        theme=theme,
        line_numbers=line_numbers,
        highlight_lines=set(marked),
        background_color="default",
        word_wrap=True,
    )


class Diff:
    """Two programs as a rich renderable: beside each other where the width allows it, else in one column."""

    def __init__(
        self, mine: str, theirs: str, names: tuple[str, str] = ("yours", "the solution"), theme: str = THEME
    ) -> None:
        self.mine, self.theirs, self.names, self.theme = mine, theirs, names, theme

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Rich's protocol."""
        rows = diff_rows(self.mine, self.theirs)
        left, right = _colored(self.mine, self.theme), _colored(self.theirs, self.theme)
        yield self._two(rows, left, right) if options.max_width >= SIDE_BY_SIDE else self._one(rows, left, right)

    def _two(self, rows: list[DiffRow], left: list[Text], right: list[Text]) -> Table:
        table = Table(box=None, pad_edge=False, expand=True, padding=(0, 1, 0, 0))
        for name in self.names:
            table.add_column("", justify="right", style="dim", no_wrap=True)
            table.add_column("", width=1)
            table.add_column(name, ratio=1, overflow="fold")
        for row in rows:
            mark = "-" if row.change in ("changed", "mine") else ""
            other = "+" if row.change in ("changed", "theirs") else ""
            table.add_row(
                str(row.left_number or ""),
                Text(mark, "red"),
                _line(left, row.left_number),
                str(row.right_number or ""),
                Text(other, "green"),
                _line(right, row.right_number),
            )
        return table

    def _one(self, rows: list[DiffRow], left: list[Text], right: list[Text]) -> Table:
        table = Table.grid(padding=(0, 1, 0, 0))
        table.add_column(width=1)
        table.add_column(overflow="fold")
        table.add_row(Text("-", "red"), Text(self.names[0], "dim"))
        table.add_row(Text("+", "green"), Text(self.names[1], "dim"))
        table.add_row("", "")
        for mark, number, _ in _unified(rows):
            style = {"-": "red", "+": "green", " ": ""}[mark]
            table.add_row(Text(mark, style), _line(right if mark == "+" else left, number))
        return table


def _unified(rows: list[DiffRow]) -> list[tuple[str, int, str]]:
    """(mark, line number on its side, line): what is mine before what is theirs, run by run."""
    lines: list[tuple[str, int, str]] = []
    pending: list[tuple[str, int, str]] = []
    for row in rows:
        if row.change == "same":
            lines += [*pending, (" ", row.left_number, row.left)]
            pending = []
            continue
        if row.left_number:
            lines.append(("-", row.left_number, row.left))
        if row.right_number:
            pending.append(("+", row.right_number, row.right))
    return lines + pending


def _colored(code: str, theme: str) -> list[Text]:
    syntax = Syntax("", "python", theme=theme, background_color="default")
    return list(syntax.highlight(clean(code)).split("\n", allow_blank=True))


def _line(lines: list[Text], number: int) -> Text:
    return lines[number - 1] if 0 < number <= len(lines) else Text("")
