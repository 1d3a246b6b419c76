"""Expressions that a learner types into an explorer. Evaluated only in the explorers' confined process (or, in a
notebook, in the learner's own kernel).
"""

from __future__ import annotations

import ast
import math
from typing import Any

import torch

from gradschool.inside.controls import Unfit


def evaluate(code: str, names: dict[str, Any] | None = None) -> Any:
    """The value of the last expression in `code`; what stands before it (behind `;` or on lines above) is run first.

    Args:
        code: the learner's text.
        names: what is there beside torch; assignments end up in it.

    Raises:
        Unfit: it is no code, it has no value, or it raises (said in torch's own words).
    """
    namespace = {} if names is None else names
    namespace |= {"torch": torch, "F": torch.nn.functional, "nn": torch.nn, "math": math}
    try:
        program = ast.parse(code.strip(), "expression")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        said = error.msg if isinstance(error, SyntaxError) else str(error)
        raise Unfit(f"This is not Python yet: {said}.") from None
    if not program.body or not isinstance(last := program.body[-1], ast.Expr):
        raise Unfit("End with an expression: its value is what is looked at.")
    try:
        exec(compile(ast.Module(program.body[:-1], []), "expression", "exec"), namespace)
        return eval(compile(ast.Expression(last.value), "expression", "eval"), namespace)  # noqa: S307
    except MemoryError:
        raise Unfit("That takes more memory than an explorer may have.") from None
    except BaseException as error:
        raise Unfit(f"{type(error).__name__}: {str(error).strip().partition(chr(10))[0][:300]}") from None


def a_tensor(code: str, names: dict[str, Any] | None = None) -> torch.Tensor:
    """The same where a tensor must come of it.

    Raises:
        Unfit: something else came, or nothing.
    """
    value = evaluate(code, names)
    if not isinstance(value, torch.Tensor):
        raise Unfit(f"This gives a {type(value).__name__}; a tensor is wanted.")
    return value
