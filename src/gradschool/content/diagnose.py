"""What is wrong with a TOML file that msgspec refused: every key, with its line and the repair."""

from __future__ import annotations

import difflib
import re
from typing import Any, get_args

import msgspec
from msgspec import Struct
from msgspec.structs import FieldInfo, fields

from gradschool.errors import ContentError

# What each key has to be, as an author reads it.
_MUST_BE = {
    "title": "one line of text",
    "summary": "one line of text",
    "id": "a folder's name in lower case, such as 'custom_functions'",
    "number": "text such as '1.10', in quotation marks",
    "kind": "'implement', 'fix', 'predict', 'choose', 'test', 'faster', 'smaller' or 'lab'",
    "entry": "the name that the answer defines, or a list of names",
    "teaches": "a list of words",
    "needs": "a list of lesson ids",
    "difficulty": "'easy', 'medium', 'hard' or 'expert'",
    "minutes": "a whole number from 1 to 600",
    "forbid": "a list of names",
    "limits": "a table such as { seconds = 10, memory_mib = 1024 }",
    "seconds": "a number",
    "memory_mib": "a whole number",
    "output_mib": "a number",
    "subject": "the id of the exercise that a test tells right from wrong for",
    "format": "1, the only format that this gradschool reads",
    "opening": "the id of the question that the lesson asks first",
    "placement": "the id of the exercise that tells where in the module to start",
    "modules": "a list of [[modules]] tables",
    "lessons": "a list of [[modules.lessons]] tables",
    "exercises": 'a list of { number = "…", id = "…" } tables',
}


def toml_problems(where: str, text: str, table: dict[str, Any], shape: type[Struct]) -> list[ContentError]:
    """Every problem of a parsed TOML file, in the file's order where lines tell."""
    lines = text.splitlines()
    found = _table_problems(lines, 1, table, shape)
    return [ContentError(f"{where}:{line}", what, repair) for line, what, repair in found]


def line_of(lines: list[str], key: str, value: object = None, near: int = 1) -> int:
    """The line of `key = …` (of `key = "value"`) that is nearest to line `near`; else `near` itself."""
    wanted = rf"(?<![\w-])[\"']?{re.escape(key)}[\"']?\s*="
    if value is not None:
        wanted += rf"\s*[\"']{re.escape(str(value))}[\"']"
    hits = [number for number, line in enumerate(lines, 1) if re.search(wanted, line.partition(" #")[0])]
    hits += [
        number
        for number, line in enumerate(lines, 1)
        if value is None and re.match(rf"\s*\[+[\w.]*\b{re.escape(key)}\]", line)
    ]
    return min(hits, key=lambda hit: (abs(hit - near), hit)) if hits else near


def did_you_mean(word: str, known: list[str], otherwise: str = "") -> str:
    """The repair for a mistyped word."""
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return f"Did you mean {close[0]!r}?" if close else otherwise


def name_problems(lines: list[str], ids: list[str], numbers: list[str]) -> list[ContentError]:
    """Ids and numbers of course.toml that are malformed, or given away twice (at the line of the last)."""
    problems = []
    for key, values, pattern, rule in (
        ("id", ids, "[a-z][a-z0-9_]*", "Ids are unique over modules, lessons and exercises."),
        ("number", numbers, r"[0-9]+(\.[0-9A-Z]+)?", "Numbers are unique over lessons and exercises."),
    ):
        for value in dict.fromkeys(values):
            line = line_of(lines, key, value, near=len(lines))
            if not re.fullmatch(pattern, value):
                repair = f"It must be {_MUST_BE[key]}."
                problems.append(ContentError(f"course.toml:{line}", f"{key!r} is {value!r}", repair))
            if values.count(value) > 1:
                problems.append(ContentError(f"course.toml:{line}", f"the {key} {value!r} is there twice", rule))
    return problems


def _table_problems(
    lines: list[str], near: int, table: dict[str, Any], shape: type[Struct]
) -> list[tuple[int, str, str]]:
    if isinstance(table.get("id"), str):
        near = line_of(lines, "id", table["id"], near)
    known = {field.name: field for field in fields(shape)}
    found = []
    for key in table.keys() - known.keys():
        repair = did_you_mean(key, list(known), f"The keys are {', '.join(known)}.")
        found.append((line_of(lines, key, near=near), f"unknown key {key!r}", repair))
    for name, field in known.items():
        if name in table:
            found += _value_problems(lines, near, table[name], field)
        elif field.required:
            found.append((near, f"the key {name!r} is missing", f"It must be {_MUST_BE[name]}."))
    return sorted(found)


def _value_problems(lines: list[str], near: int, value: Any, field: FieldInfo) -> list[tuple[int, str, str]]:
    line = line_of(lines, field.name, near=near)
    inner = _struct_in(field.type)
    tables = value if isinstance(value, list) else [value]
    if inner and tables and all(isinstance(each, dict) for each in tables):
        return [problem for each in tables for problem in _table_problems(lines, line, each, inner)]
    try:
        msgspec.convert(value, field.type)
    except msgspec.ValidationError:
        return [(line, f"{field.name!r} is {value!r}", f"It must be {_MUST_BE[field.name]}.")]
    return []


def _struct_in(annotation: Any) -> type[Struct] | None:
    """The struct that a field holds, by itself or in a tuple."""
    for each in (annotation, *get_args(annotation)):
        if isinstance(each, type) and issubclass(each, Struct):
            return each
    return None
