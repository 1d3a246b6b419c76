"""Small changes to a solution that should break it: one node of its syntax tree at a time."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from functools import partial

from msgspec import Struct

_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Pow: ast.Mult,
    ast.MatMult: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


class Mutant(Struct, frozen=True):
    """A changed solution: what was changed, in which line, and the whole program."""

    line: int
    change: str
    code: str


def mutants(code: str) -> Iterator[Mutant]:
    """Every program that differs from `code` by one small change, each once."""
    tree = ast.parse(code)
    seen = {ast.unparse(tree)}
    spots = [node for node in ast.walk(tree) if hasattr(node, "lineno") and not _is_text(node)]
    for place, node in enumerate(spots):
        for number, (change, _) in enumerate(_changes(node)):
            changed = copy.deepcopy(tree)
            twins = [each for each in ast.walk(changed) if hasattr(each, "lineno") and not _is_text(each)]
            list(_changes(twins[place]))[number][1]()
            try:
                text = ast.unparse(ast.fix_missing_locations(changed))
                compile(text, "mutant.py", "exec")
            except (SyntaxError, ValueError, TypeError):
                continue
            if text not in seen:
                seen.add(text)
                yield Mutant(getattr(node, "lineno", 1), change, text)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _changes(node: ast.AST) -> Iterator[tuple[str, Callable[[], None]]]:
    """What can be done to this node, in words, and how."""
    if isinstance(node, ast.BinOp):
        yield from _of_operation(node)
    elif isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARISONS:
        other = _COMPARISONS[type(node.ops[0])]
        yield f"another comparison in {ast.unparse(node)}", partial(node.ops.__setitem__, 0, other())
    elif isinstance(node, ast.Constant):
        yield from _of_constant(node)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not | ast.Invert):
        yield f"the sign dropped in {ast.unparse(node)}", lambda: _become(node, node.operand)
    elif isinstance(node, ast.Call):
        yield from _of_call(node)
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        turned = ast.UnaryOp(ast.Not(), node.test)
        yield f"the condition {ast.unparse(node.test)} turned round", lambda: setattr(node, "test", turned)


def _of_operation(node: ast.BinOp) -> Iterator[tuple[str, Callable[[], None]]]:
    said = ast.unparse(node)
    if (other := _OPERATORS.get(type(node.op))) is not None:
        yield f"another operator in {said}", partial(setattr, node, "op", other())
    yield f"the right side of {said} dropped", lambda: _become(node, node.left)
    yield f"the left side of {said} dropped", lambda: _become(node, node.right)


def _of_constant(node: ast.Constant) -> Iterator[tuple[str, Callable[[], None]]]:
    value = node.value
    if isinstance(value, bool):
        yield f"{value} turned into {not value}", lambda: setattr(node, "value", not value)
    elif isinstance(value, int):
        yield f"{value} turned into {value + 1}", lambda: setattr(node, "value", value + 1)
    elif isinstance(value, float):
        yield f"{value} doubled", lambda: setattr(node, "value", value * 2 or 1.0)


def _of_call(node: ast.Call) -> Iterator[tuple[str, Callable[[], None]]]:
    said = ast.unparse(node)
    if isinstance(node.func, ast.Attribute):
        owner = node.func.value
        yield f"the call dropped from {said}", lambda: _become(node, owner)
    if len(node.args) >= 2:
        swapped = [node.args[1], node.args[0], *node.args[2:]]
        yield f"two arguments of {said} swapped", lambda: setattr(node, "args", swapped)
    for place, keyword in enumerate(node.keywords):
        yield f"{keyword.arg} dropped from {said}", partial(node.keywords.__delitem__, place)


def _become(node: ast.AST, other: ast.AST) -> None:
    """Put `other` where `node` stands, by making `node` into it."""
    node.__class__ = type(other)
    node.__dict__ = dict(other.__dict__)
