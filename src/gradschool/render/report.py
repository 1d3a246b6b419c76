"""A report as a learner reads it (promise, evidence, name, next step) and as machines get it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from gradschool.model import Diagnosis, Difference, Kind, Outcome, Raised, Report, ScenarioReport
from gradschool.render.text import clean, clip_lines, inline, speaks_unicode, to_ascii

if TYPE_CHECKING:
    from rich.text import Text

# What a line is about; faces give each its look.
STYLES = {
    "pass": "green",
    "fail": "red",
    "got": "red",
    "expected": "green",
    "name": "bold",
    "faint": "dim",
    "warn": "yellow",
    "": "",
}
_MARKS = {Outcome.PASSED: ("✓", "pass"), Outcome.BROKEN: ("!", "warn")}
_MOST_DIFFERENCES = 6
_MOST_OUTPUT_LINES = 20


class Part(Struct, frozen=True):
    """A piece of a line and what it is: a key of `STYLES`."""

    text: str
    style: str = ""


Line = tuple[Part, ...]


def report_lines(
    report: Report, width: int = 80, next_step: str = "", kind: Kind = Kind.IMPLEMENT, encoding: str = "utf-8"
) -> list[Line]:
    """The report as lines of at most `width` columns; `next_step` closes it if the face has one to offer.

    The diagnosis stands below the first promise that was not kept. `kind` is the exercise's: predictions and choices
    are answers that are right or wrong, not promises that hold.
    """
    unicode = speaks_unicode(encoding)
    report = readable(report, ascii_only=not unicode)
    lines: list[Line] = []
    if report.outcome == Outcome.BROKEN:
        lines += _broken(report, width)
    elif report.message:
        mark, style = _mark(report.outcome)
        lines += _hanging(f"{mark} ", report.message, width, style)
    diagnosis = report.diagnosis
    for scenario in _advised_once(report.scenarios):
        lines += _scenario(scenario, width, kind)
        if scenario.outcome != Outcome.PASSED and diagnosis:
            lines += _diagnosis(diagnosis, width)
            diagnosis = None
    if diagnosis:
        lines += _diagnosis(diagnosis, width)
    lines += _asides(report, width)
    if report.scenarios or not report.message:
        lines += [(), _summary(report, kind)]
    if next_step:
        lines += _wrapped(clean(next_step), width, "")
    if unicode:
        return lines
    return [tuple(Part(to_ascii(part.text), part.style) for part in each) for each in lines]


def report_text(
    report: Report, width: int = 80, next_step: str = "", kind: Kind = Kind.IMPLEMENT, encoding: str = "utf-8"
) -> Text:
    """The report as rich text, for a terminal of that encoding."""
    from rich.text import Text

    text = Text(overflow="fold")
    for place, each in enumerate(report_lines(report, width, next_step, kind, encoding)):
        if place:
            text.append("\n")
        for part in each:
            text.append(part.text, STYLES[part.style])
    return text


def report_plain(
    report: Report, width: int = 80, next_step: str = "", kind: Kind = Kind.IMPLEMENT, encoding: str = "utf-8"
) -> str:
    """The report as text without colors; it loses nothing by that."""
    lines = report_lines(report, width, next_step, kind, encoding)
    return "\n".join("".join(part.text for part in each).rstrip() for each in lines)


def report_json(report: Report) -> dict[str, Any]:
    """The report as the one object that `--json` prints.

    An exception stands among the differences, under the name `raised`. `message` is there only if there is one.
    """
    diagnosis = report.diagnosis
    told: dict[str, Any] = {
        "exercise": report.exercise,
        "outcome": str(report.outcome),
        "passed": report.passed,
        "total": report.total,
        "scenarios": [_scenario_json(scenario) for scenario in report.scenarios],
        "diagnosis": None,
        "output": report.output,
        "seconds": report.seconds,
    }
    if report.facts:
        told["facts"] = list(report.facts)
    if diagnosis:
        told["diagnosis"] = {
            "mistake": diagnosis.mistake,
            "headline": diagnosis.headline,
            "explanation": diagnosis.explanation,
            "line": diagnosis.line,
        }
    if report.message:
        told["message"] = report.message
    return told


def _scenario_json(scenario: ScenarioReport) -> dict[str, Any]:
    differences = [
        {"name": each.name, "expected": each.expected, "got": each.got, "note": each.note}
        for each in scenario.differences
    ]
    raised = scenario.raised
    if raised:
        note = "; ".join(part for part in (f"line {raised.line}" if raised.line else "", raised.advice) if part)
        got = f"{raised.type}: {raised.message}" if raised.message else raised.type
        differences.append({"name": "raised", "expected": "", "got": got, "note": note})
    return {
        "title": scenario.title,
        "outcome": str(scenario.outcome),
        "case": scenario.case,
        "differences": differences,
    }


# --------------------------------------------------------------------------- what strangers wrote, made readable


def readable(report: Report, ascii_only: bool = False) -> Report:
    """The same report with every text cleaned and cut to a length that can be read, and its markdown as plain text."""
    return replace(
        report,
        message=inline(report.message, 3000, ascii_only),
        scenarios=tuple(_readable_scenario(scenario, ascii_only) for scenario in report.scenarios),
        diagnosis=report.diagnosis
        and replace(
            report.diagnosis,
            headline=inline(report.diagnosis.headline, 500, ascii_only),
            explanation=inline(report.diagnosis.explanation, 5000, ascii_only),
        ),
        output=clip_lines(clean(report.output).rstrip(), _MOST_OUTPUT_LINES),
        warnings=tuple(dict.fromkeys(" ".join(clean(warning, 600).split()) for warning in report.warnings)),
    )


def _readable_scenario(scenario: ScenarioReport, ascii_only: bool) -> ScenarioReport:
    raised = scenario.raised
    return replace(
        scenario,
        title=inline(scenario.title, 500, ascii_only),
        case=clean(scenario.case, 500),
        differences=tuple(
            Difference(
                clean(d.name, 200), clean(d.expected, 1500), clean(d.got, 1500), inline(d.note, 1500, ascii_only)
            )
            for d in scenario.differences
        ),
        raised=raised
        and replace(
            raised,
            type=clean(raised.type, 200),
            message=clip_lines(clean(raised.message, 2000), 12),
            frames=tuple(clean(frame, 300) for frame in raised.frames),
            advice=inline(raised.advice, 1000, ascii_only),
        ),
    )


# --------------------------------------------------------------------------- one promise


def _advised_once(scenarios: tuple[ScenarioReport, ...]) -> Iterator[ScenarioReport]:
    """The same, without advice that was given above: one slip often stops many promises."""
    given: set[str] = set()
    for scenario in scenarios:
        raised = scenario.raised
        if raised and raised.advice in given:
            yield replace(scenario, raised=replace(raised, advice=""))
        else:
            yield scenario
        given.add(raised.advice if raised else "")


def _mark(outcome: Outcome) -> tuple[str, str]:
    return _MARKS.get(outcome, ("✗", "fail"))


def _scenario(scenario: ScenarioReport, width: int, kind: Kind) -> list[Line]:
    mark, style = _mark(scenario.outcome)
    if scenario.outcome == Outcome.PASSED:
        return _hanging(f"{mark} ", scenario.title, width, style, body="")
    lines = _beside(f"{mark} ", scenario.title, scenario.case, width, style, "name")
    stopped = scenario.outcome in (Outcome.TIMED_OUT, Outcome.OUT_OF_MEMORY, Outcome.FORBIDDEN)
    for difference in scenario.differences:
        if stopped or difference.name == "process":
            said = f"{difference.got}: {difference.note}" if difference.note else difference.got
            lines += _hanging("    ", said, width, "", body="got")
        elif kind.asks:
            lines += _answer(difference, kind, width)
    if not kind.asks and not stopped:
        lines += _differences(scenario.differences, width)
    return lines + (_raised(scenario.raised, width) if scenario.raised else [])


def _answer(difference: Difference, kind: Kind, width: int) -> list[Line]:
    """A wrong prediction or choice, and why."""
    if difference.got == "no answer yet":
        return [(Part("    no answer yet", "faint"),)]
    lines = _hanging("    your answer  ", difference.got, width, "", body="got", fold=False)
    if kind == Kind.PREDICT:
        lines += _hanging("    it gives     ", difference.expected, width, "", body="expected", fold=False)
    for paragraph in difference.note.split("\n\n"):
        lines += _paragraph(paragraph, width, "      ")
    return lines


def _differences(differences: tuple[Difference, ...], width: int) -> list[Line]:
    """Name, what came and what was expected, in columns where they fit side by side, else below each other."""
    differences = tuple(each for each in differences if each.name != "process")
    shown = differences[:_MOST_DIFFERENCES]
    if not shown:
        return []
    names, gots = max(len(each.name) for each in shown), max(len(each.got) for each in shown)
    expecteds = max(len(each.expected) for each in shown)
    multiline = any("\n" in each.got + each.expected + each.name for each in shown)
    side_by_side = not multiline and 4 + names + 3 + gots + 3 + len("expected ") + expecteds <= width
    lines: list[Line] = []
    for each in shown:
        if side_by_side:
            row = (Part(f"    {each.name:<{names}}   "), Part(f"{each.got:<{gots}}   ", "got"))
            lines.append((*row, Part("expected "), Part(each.expected, "expected")))
        else:
            lines += _wrapped(each.name, width, "    ")
            lines += _hanging("      got       ", each.got, width, "", body="got", fold=False)
            lines += _hanging("      expected  ", each.expected, width, "", body="expected", fold=False)
        lines += _wrapped(each.note, width, "      ") if each.note else []
    more = len(differences) - len(shown)
    if more > 0:
        lines.append((Part(f"    … and {more} more that differ{'s' if more == 1 else ''}", "faint"),))
    return lines


def _raised(raised: Raised, width: int) -> list[Line]:
    said = f"{raised.type}: {raised.message}" if raised.message else raised.type
    first, _, rest = said.partition("\n")
    where = f"your line {raised.line}" if raised.line else ""
    lines = _beside("    ", first, where, width, "", "got")
    for line in rest.splitlines():
        lines += _wrapped(line, width, "      ")
    if raised.frames:
        lines += _hanging("      ", raised.frames[-1], width, "faint", body="faint")
    if raised.advice:
        lines += _wrapped(raised.advice, width, "    ")
    return lines


def _diagnosis(diagnosis: Diagnosis, width: int) -> list[Line]:
    where = f"your line {diagnosis.line}" if diagnosis.line else ""
    lines = _beside("  ", diagnosis.headline, where, width, "", "name")
    for paragraph in diagnosis.explanation.split("\n\n"):
        lines += _paragraph(paragraph, width, "  ")
    return lines


def _paragraph(text: str, width: int, indent: str) -> list[Line]:
    """Prose flows together; code, tables and lists keep their lines."""
    source = text.split("\n")
    if any(line.startswith(("    ", "- ", "|", "```")) for line in source):
        return [(Part(f"{indent}{line}"),) for line in source if not line.startswith("```")]
    return _wrapped(" ".join(text.split()), width, indent)


# --------------------------------------------------------------------------- the rest


def _broken(report: Report, width: int) -> list[Line]:
    said = "This is our fault, not yours. Nothing was counted, and your answer is kept."
    repair = "`gradschool doctor` says what this machine lacks; then report it, with the line above."
    lines = _hanging("! ", said, width, "warn", body="warn")
    lines += _wrapped(report.message, width, "    ") if report.message else []
    return lines + _wrapped(repair, width, "  ")


def _asides(report: Report, width: int) -> list[Line]:
    lines: list[Line] = []
    for fact in report.facts:
        lines += _hanging("· ", fact, width, "faint", body="faint")
    for warning in report.warnings:
        lines += [(), *_hanging("! torch warned: ", warning, width, "warn", body="")]
    if report.output:
        lines += [(), (Part("Your code printed:", "faint"),)]
        lines += _hanging("    ", report.output, width, "", body="", fold=False)
    return lines


def _summary(report: Report, kind: Kind) -> Line:
    answers = kind.asks
    took = f"{report.seconds * 1000:.0f} ms" if report.seconds < 1 else f"{report.seconds:.1f} s"
    time = Part(f"   {took}" if report.seconds else "", "faint")
    if report.outcome == Outcome.PASSED:
        every = f"all {report.total} answers are right" if answers else f"all {report.total} promises hold"
        one = "the answer is right" if answers else "the promise holds"
        return (Part(f"✓ Passed: {one if report.total == 1 else every}.", "pass"), time)
    if report.outcome == Outcome.BROKEN:
        return (Part("Not judged.", "warn"),)
    how = {
        Outcome.FAILED: "Not yet",
        Outcome.CRASHED: "Not yet: it stopped with an error",
        Outcome.TIMED_OUT: "Stopped: it ran too long",
        Outcome.OUT_OF_MEMORY: "Stopped: it asked for too much memory",
        Outcome.FORBIDDEN: "Not yet: it calls what this exercise asks you to build",
    }[report.outcome]
    hold = f" {report.passed} of {report.total} {'right' if answers else 'promises hold'}." if report.total else ""
    return (Part(f"{how}.{hold}", "fail"), time)


# --------------------------------------------------------------------------- setting lines


def _wrapped(text: str, width: int, indent: str) -> list[Line]:
    lines: list[Line] = []
    for source in text.split("\n"):
        wrapped = textwrap.wrap(source, max(20, width - len(indent)), break_long_words=True, break_on_hyphens=False)
        lines += [(Part(indent + line),) for line in wrapped or [""]]
    return lines


def _hanging(first: str, text: str, width: int, style: str, body: str | None = None, fold: bool = True) -> list[Line]:
    """`text` after `first`, its further lines indented by as much. `fold` joins white space, as prose wants it."""
    body = style if body is None else body
    room = max(20, width - len(first))
    lines: list[Line] = []
    for source in text.split("\n"):
        if fold:
            pieces = textwrap.wrap(source, room, break_on_hyphens=False) or [""]
        else:
            pieces = [source[at : at + room] for at in range(0, len(source), room)] or [""]
        for piece in pieces:
            lead = Part(first, style) if not lines else Part(" " * len(first))
            lines.append((lead, Part(piece, body)))
    return lines


def _beside(first: str, left: str, right: str, width: int, style: str, body: str) -> list[Line]:
    """`left` with `right` at the right edge; below it where both don't fit."""
    if not right:
        return _hanging(first, left, width, style, body=body)
    gap = width - len(first) - len(left) - len(right)
    if gap >= 3 and "\n" not in left + right:
        return [(Part(first, style), Part(left, body), Part(" " * gap), Part(right, "faint"))]
    return _hanging(first, left, width, style, body=body) + _hanging(
        " " * len(first) + "  ", right, width, "faint", fold=False
    )
