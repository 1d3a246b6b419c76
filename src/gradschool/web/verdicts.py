"""A report for a page: its facts as they are, its prose as HTML."""

from __future__ import annotations

from typing import Any

import msgspec

from gradschool.model import ExerciseTexts, Item, Outcome, Report, ScenarioReport
from gradschool.render import html


def facts(report: Report) -> dict[str, Any]:
    """The report as data."""
    told: dict[str, Any] = msgspec.to_builtins(report)
    return told


def prose(report: Report, texts: ExerciseTexts, answers: dict[str, str], resolve: html.Resolve) -> dict[str, Any]:
    """The report's sentences as HTML. `resolve` gives the addresses of the course's own links.

    `titles`, `raised` and `notes` have an entry for each scenario, `said` one for each question that was answered:
    what to read now, right or wrong.
    """
    diagnosis = report.diagnosis
    told: dict[str, Any] = {
        "message": html.inline(report.message),
        "headline": html.inline(diagnosis.headline) if diagnosis else "",
        "explanation": html.prose(diagnosis.explanation) if diagnosis else "",
        "titles": [html.inline(row.title) for row in report.scenarios],
        "raised": [html.prose(row.raised.advice) if row.raised else "" for row in report.scenarios],
        "notes": [[html.inline(one.note) for one in row.differences] for row in report.scenarios],
        "facts": [html.inline(fact) for fact in report.facts],
    }
    rows = zip(texts.items, report.scenarios, strict=False)
    told["said"] = {item.name: _said(item, row, answers.get(item.name, ""), resolve) for item, row in rows}
    return told


def _said(item: Item, row: ScenarioReport, given: str, resolve: html.Resolve) -> dict[str, Any]:
    """What to say under a question."""
    right = row.outcome is Outcome.PASSED
    words = next((choice.feedback for choice in item.choices if choice.letter == given), "")
    if not item.choices:
        words = item.why if right else " ".join(one.note for one in row.differences)
    elif right and item.why:
        words = f"{words}\n\n{item.why}"
    return {"right": right, "answered": bool(given), "html": html.prose(words, resolve)}
