"""Answers to questions as the Python file that is handed in, and back: `answers = {"item": value}`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping

NUMBERS = {"nan": 'float("nan")', "inf": 'float("inf")', "-inf": 'float("-inf")'}
SIZE = re.compile(r"(?:torch\.)?Size\(\[(.*)\]\)")  # as torch itself prints a shape
SHORT = {long: short for short, long in NUMBERS.items()}


def written(names: Iterable[str], answers: Mapping[str, str]) -> str:
    """The file for what was typed into each field. A field left empty is `...`; what is no literal is a string."""
    lines = [f"    {name!r}: {_value(answers.get(name, '').strip())},\n" for name in names]
    return "answers = {\n" + "".join(lines) + "}\n"


def _value(typed: str) -> str:
    if not typed:
        return "..."
    if (size := SIZE.fullmatch(typed)) is not None:
        typed = f"({size[1]},)" if size[1].strip() and "," not in size[1] else f"({size[1]})"
    if typed.lower() in NUMBERS:
        return NUMBERS[typed.lower()]
    try:
        ast.literal_eval(typed)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return repr(typed)
    return typed


def read(code: str) -> dict[str, str]:
    """What stands in the fields for this file; nothing for a file that is something else."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError):
        return {}
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Dict):
            return dict(_entries(statement.value))
    return {}


def _entries(table: ast.Dict) -> Iterable[tuple[str, str]]:
    for key, value in zip(table.keys, table.values, strict=True):
        if not (isinstance(key, ast.Constant) and isinstance(key.value, str)):
            continue
        if isinstance(value, ast.Constant) and value.value is Ellipsis:
            continue
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield key.value, value.value
        else:
            source = ast.unparse(value)
            yield (
                key.value,
                next((short for short, long in NUMBERS.items() if long == source.replace("'", '"')), source),
            )
