"""Keeps torch's compiler out of the warm process until a pause: it takes over a second to import.

torch's optimizers fetch `torch._dynamo` when they are first used, though only `torch.compile` needs it there, and
`backward(upstream)` fetches sympy, for a third of a second, to compare two shapes. Until `with_dynamo` they do without;
what they compute is the same.
"""

from __future__ import annotations

import gc
import sys
import types
from collections.abc import Callable
from functools import wraps
from typing import Any

import torch
from torch.optim import optimizer as _optimizer

_ORIGINALS: list[tuple[types.FunctionType, types.CodeType]] = []


def without_dynamo() -> None:
    """Let optimizers step and gradients flow without the compiler."""
    _without_symbols()
    for wrapped in _wrapped():
        wrapped.__dynamo_disable = wrapped  # noqa: SLF001  # where torch keeps what it fetched
    theirs, ours = _code_of_steps(), _use_grad(lambda: None).__code__
    for function in _functions(theirs) if theirs and theirs.co_freevars == ours.co_freevars else []:
        _ORIGINALS.append((function, function.__code__))
        function.__code__ = ours


def with_dynamo() -> None:
    """Undo that, for live kernels, where `torch.compile` must find things as torch left them."""
    _with_symbols()
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


def _without_symbols() -> None:
    """Let `backward(upstream)` ask for symbolic shapes only where a shape can be symbolic."""
    make_grads = getattr(torch.autograd, "_make_grads", None)
    if make_grads is None or hasattr(make_grads, "__wrapped__"):
        return

    @wraps(make_grads)
    def made(outputs: Any, grads: Any, is_grads_batched: bool) -> Any:
        loaded = "torch.fx.experimental.symbolic_shapes" in sys.modules
        if loaded or is_grads_batched or not all(map(_fits, outputs, grads)):
            return make_grads(outputs, grads, is_grads_batched=is_grads_batched)  # with its own messages
        return tuple(grads)

    torch.autograd._make_grads = made  # noqa: SLF001  # torch has no public switch


def _with_symbols() -> None:
    wrapped = getattr(getattr(torch.autograd, "_make_grads", None), "__wrapped__", None)
    if wrapped is not None:
        torch.autograd._make_grads = wrapped  # noqa: SLF001


def _fits(output: Any, grad: Any) -> bool:
    """Whether both are ordinary tensors of one shape, so that there is nothing to be made or refused."""
    ordinary = type(output) is type(grad) is torch.Tensor and output.layout is grad.layout is torch.strided
    return ordinary and output.shape == grad.shape and output.is_complex() == grad.is_complex()
