"""A verdict in words: outcomes, the case that failed, the name of the bug and where it probably stands."""

from __future__ import annotations

import ast
import difflib
from typing import Any

import msgspec

from gradschool.judge.advice import advice
from gradschool.judge.observing import Seen
from gradschool.model import (
    Diagnosis,
    Difference,
    Exercise,
    ExerciseTexts,
    Item,
    Kind,
    Mistake,
    Outcome,
    Raised,
    Report,
    ScenarioReport,
    Submission,
)
from gradschool.wire import Message

MARK = "# <- here"
LONGEST_CODE = 1_000_000


def timed(report: Report, seconds: float) -> Report:
    """The same report with the time that it took."""
    return msgspec.structs.replace(report, seconds=round(seconds, 4))


def unreadable(exercise: Exercise, submission: Submission) -> Report | None:
    """What can be said without running anything: too large, or not Python."""
    if len(submission.code) > LONGEST_CODE:
        message = f"{submission.filename} has {len(submission.code):,} characters; the limit is {LONGEST_CODE:,}."
        return Report(exercise.id, Outcome.CRASHED, 0, 0, message=message)
    if not submission.code.strip():
        message = f"{submission.filename} is empty. `gradschool reset {exercise.id}` brings the starter back."
        return Report(exercise.id, Outcome.CRASHED, 0, 0, message=message)
    try:
        submission.code.encode("utf-8")
    except UnicodeEncodeError:
        return Report(exercise.id, Outcome.CRASHED, 0, 0, message=f"{submission.filename} is not valid UTF-8 text.")
    return None


def before_any_case(exercise: Exercise, seen: Seen) -> Report | None:
    """The report on code that could not be loaded, lacks what was asked, or ended the process at import."""
    if seen.loaded is None:
        outcome, said = _death(seen, exercise)
        return Report(exercise.id, outcome, 0, len(seen.scenarios), message=f"{said} while your file was loaded.")
    printed, total = seen.printed, len(seen.scenarios)
    if seen.loaded.get("raised"):
        raised = _raised(seen.loaded["raised"])
        outcome = _outcome_of(seen.loaded["raised"])
        row = ScenarioReport("your file can be loaded", outcome, raised=raised)
        return Report(exercise.id, outcome, 0, total, (row,), output=printed)
    if missing := [str(name) for name in seen.loaded.get("missing", [])]:
        defined = [str(name) for name in seen.loaded.get("defined", [])]
        return Report(exercise.id, Outcome.CRASHED, 0, total, message=_missing(missing[0], defined), output=printed)
    return None


def _missing(name: str, defined: list[str]) -> str:
    near = difflib.get_close_matches(name, defined, n=1)
    hint = (
        f" Did you mean to call `{near[0]}` that?" if near else " Define it at the top level, under exactly that name."
    )
    return f"Your file has no `{name}`.{hint}"


def verdict(exercise: Exercise, submission: Submission, seen: Seen, compared: Message, texts: ExerciseTexts) -> Report:
    """The full report from the examiner's comparison."""
    if "forged" in compared:
        message = "What came back from your program is not what a program that ran the scenarios sends."
        return Report(exercise.id, Outcome.FAILED, 0, len(seen.scenarios), message=message)
    rows = _scenarios(exercise, seen, compared["scenarios"], texts)
    failing = [row for row in rows if row.outcome is not Outcome.PASSED]
    total, passed = len(compared["scenarios"]), len(rows) - len(failing)
    return Report(
        exercise.id,
        _overall(failing) if failing or passed < total else Outcome.PASSED,
        passed,
        total,
        tuple(rows),
        diagnosis=_diagnosis(exercise, submission, compared, texts) if failing else None,
        output=seen.printed,
        warnings=seen.warnings,
        facts=seen.facts + _still_closed(exercise, seen, rows),
    )


def _scenarios(exercise: Exercise, seen: Seen, rows: list[Message], texts: ExerciseTexts) -> list[ScenarioReport]:
    """A row for each scenario that was reached; the one in which the process died says how."""
    reports: list[ScenarioReport] = []
    for row in rows:
        if row["outcome"] == "unseen":
            if _waits(exercise, seen, reports):
                break
            outcome, said = _death(seen, exercise)
            case = _case_text(seen) or row["case"]
            reports.append(ScenarioReport(row["title"], outcome, case, (Difference("process", "an answer", said),)))
            break
        reports.append(_scenario(exercise, row, texts))
    return reports


def _waits(exercise: Exercise, seen: Seen, reports: list[ScenarioReport]) -> bool:
    """Whether a lab stopped of itself, at a gate that does not hold."""
    failing = any(report.outcome is not Outcome.PASSED for report in reports)
    return exercise.kind is Kind.LAB and seen.finished and failing


def _still_closed(exercise: Exercise, seen: Seen, reports: list[ScenarioReport]) -> tuple[str, ...]:
    """Which stages of a lab wait for the one that does not hold yet."""
    if not _waits(exercise, seen, reports):
        return ()
    stages = dict.fromkeys(str(row.get("stage")) for row in seen.scenarios[len(reports) :])
    return (f"still closed: {', '.join(stages)}",) if stages else ()


def _scenario(exercise: Exercise, row: Message, texts: ExerciseTexts) -> ScenarioReport:
    differences = tuple(_with_reason(Difference(**part), texts) for part in row["differences"])
    if row["outcome"] == "forbidden":
        names = ", ".join(row["forbidden"])
        used = Difference("calls", "an answer without them", f"used {names}", "this exercise asks you to build it")
        return ScenarioReport(_title(row, texts), Outcome.FORBIDDEN, row["case"], (used,))
    if row["raised"]:
        raised = _signature(_raised(row["raised"]), exercise, texts)
        return ScenarioReport(_title(row, texts), _outcome_of(row["raised"]), row["case"], raised=raised)
    return ScenarioReport(_title(row, texts), Outcome(row["outcome"]), row["case"], differences)


def _title(row: Message, texts: ExerciseTexts) -> str:
    item = _item(row["title"], texts)
    return item.question.replace("\n", " ") if item else str(row["title"])


def _item(name: str, texts: ExerciseTexts) -> Item | None:
    return next((item for item in texts.items if item.name == name), None)


def _with_reason(difference: Difference, texts: ExerciseTexts) -> Difference:
    """After an answer to a question comes the reason: the item's own, or the chosen letter's feedback."""
    item = _item(difference.name, texts)
    if item is None or difference.got == "no answer yet":
        return difference if item is None else msgspec.structs.replace(difference, expected="an answer")
    chosen = next((choice for choice in item.choices if difference.got == repr(choice.letter)), None)
    if item.choices:
        note = chosen.feedback if chosen else f"answer with one of {', '.join(c.letter for c in item.choices)}"
        return msgspec.structs.replace(difference, expected="another choice", note=note)
    return msgspec.structs.replace(difference, note=item.why)


def _raised(told: Message) -> Raised:
    line, name, message = told.get("line"), str(told.get("type")), str(told.get("message"))
    return Raised(
        name,
        message,
        int(line) if isinstance(line, int) else None,
        tuple(str(frame) for frame in told.get("frames", ())),
        advice(name, message),
    )


def _signature(raised: Raised, exercise: Exercise, texts: ExerciseTexts) -> Raised:
    """A call that does not fit the learner's signature gets the one that the task asks for."""
    if raised.type != "TypeError" or raised.frames:
        return raised
    name = next((entry for entry in exercise.entry if raised.message.startswith((f"{entry}(", f"{entry}."))), None)
    asked = _asked(name, texts.starter) if name else None
    return (
        msgspec.structs.replace(raised, message=f"{raised.message}. The task asks for `{asked}`.", advice="")
        if asked
        else raised
    )


def _asked(name: str, starter: str) -> str | None:
    for node in ast.walk(ast.parse(starter)):
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return f"{name}({ast.unparse(node.args)})"
    return None


def _outcome_of(told: dict[str, Any]) -> Outcome:
    message = str(told.get("message", ""))
    if told.get("type") in ("MemoryError", "OutOfMemoryError") or "can't allocate memory" in message:
        return Outcome.OUT_OF_MEMORY
    return Outcome.CRASHED


def _death(seen: Seen, exercise: Exercise) -> tuple[Outcome, str]:
    """How the process ended, in words, when it should not have."""
    reason, status = (seen.ended.reason, seen.ended.status) if seen.ended else ("exit", 0)
    if reason == "time":
        return Outcome.TIMED_OUT, f"stopped after {exercise.limits.seconds:g} s"
    if reason == "memory":
        return Outcome.OUT_OF_MEMORY, f"stopped at {exercise.limits.memory_mib:,} MiB"
    if status < 0:
        names = {-6: "aborted (SIGABRT)", -11: "a segmentation fault (SIGSEGV)", -25: "too large a file (SIGXFSZ)"}
        return Outcome.CRASHED, f"the process ended: {names.get(status, f'signal {-status}')}"
    return Outcome.CRASHED, f"the process ended itself with status {status} instead of returning"


def _case_text(seen: Seen) -> str:
    if seen.begun is None:
        return ""
    number, index = seen.begun
    try:
        return str(seen.scenarios[number]["cases"][index])
    except (IndexError, KeyError, TypeError):
        return ""


def _overall(failing: list[ScenarioReport]) -> Outcome:
    """The gravest thing that happened names the whole: a call that was not allowed, then death, then difference."""
    outcomes = [row.outcome for row in failing]
    for grave in (Outcome.FORBIDDEN, Outcome.TIMED_OUT, Outcome.OUT_OF_MEMORY):
        if grave in outcomes:
            return grave
    return Outcome.FAILED if Outcome.FAILED in outcomes else Outcome.CRASHED


def _diagnosis(exercise: Exercise, submission: Submission, compared: Message, texts: ExerciseTexts) -> Diagnosis | None:
    by_slug = {mistake.slug: mistake for mistake in texts.mistakes}
    for slug in compared["mistakes"]:
        if slug in by_slug:
            mistake = by_slug[slug]
            line = None if exercise.kind.asks else probable_line(mistake, submission.code)
            return Diagnosis(slug, mistake.headline, mistake.explanation, line)
    return None


def probable_line(mistake: Mistake, code: str) -> int | None:
    """The learner's line that is most like the mistake's marked one; None where no line is much like it."""
    marked = [_bare(line.split(MARK)[0]) for line in mistake.code.splitlines() if MARK in line]
    best, found = 0.6, None
    for number, line in enumerate(code.splitlines(), 1):
        if not (bare := _bare(line)):
            continue
        likeness = max((difflib.SequenceMatcher(None, bare, mark).ratio() for mark in marked), default=0.0)
        if likeness > best:
            best, found = likeness, number
    return found


def _bare(line: str) -> str:
    return "".join(line.partition("#")[0].split())
