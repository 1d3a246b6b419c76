"""Keeps torch's compiler out of the warm process until a pause: it takes over a second to import.

torch's optimizers fetch `torch._dynamo` when they are first used, though only `torch.compile` needs it there. Until
`with_dynamo` they do without; what they compute is the same.
"""

from __future__ import annotations

import gc
import types
from collections.abc import Callable
from typing import Any

import torch
from torch.optim import optimizer as _optimizer

_ORIGINALS: list[tuple[types.FunctionType, types.CodeType]] = []


def without_dynamo() -> None:
    """Let optimizers step without the compiler."""
    for wrapped in _wrapped():
        wrapped.__dynamo_disable = wrapped  # noqa: SLF001  # where torch keeps what it fetched
    theirs, ours = _code_of_steps(), _use_grad(lambda: None).__code__
    for function in _functions(theirs) if theirs and theirs.co_freevars == ours.co_freevars else []:
        _ORIGINALS.append((function, function.__code__))
        function.__code__ = ours


def with_dynamo() -> None:
    """Undo that, for live kernels, where `torch.compile` must find things as torch left them."""
    for wrapped in _wrapped():
        vars(wrapped).pop("__dynamo_disable", None)
    for function, code in _ORIGINALS:
        function.__code__ = code
    _ORIGINALS.clear()


def _use_grad(func: Callable[..., Any]) -> types.FunctionType:
    """What torch wraps around `step`, less the graph breaks that tell a compiler where to stop."""

    def stepping(*args: Any, **kwargs: Any) -> Any:
        before = torch.is_grad_enabled()
        try:
            torch.set_grad_enabled(args[0].defaults["differentiable"])
            return func(*args, **kwargs)
        finally:
            torch.set_grad_enabled(before)

    assert isinstance(stepping, types.FunctionType)
    return stepping


def _code_of_steps() -> types.CodeType | None:
    wrap = getattr(_optimizer, "_use_grad_for_differentiable", None)
    return wrap(lambda: None).__code__ if wrap is not None else None


def _functions(code: types.CodeType) -> list[types.FunctionType]:
    everything = gc.get_objects()
    return [each for each in everything if type(each) is types.FunctionType and each.__code__ is code]


def _wrapped() -> list[Any]:
    """The functions behind `torch._disable_dynamo`, which all share one wrapper."""
    code = torch.optim.Optimizer.add_param_group.__code__
    if "fn" not in code.co_freevars:
        return []
    place = code.co_freevars.index("fn")
    return [each.__closure__[place].cell_contents for each in _functions(code) if each.__closure__]
