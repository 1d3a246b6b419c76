"""Sees which torch functions really ran, however they were spelled, and remembers the forbidden ones.

Two nets: the function mode sees the names of the Python API; a hook on the fused kernels behind them sees those, also
when the first net was switched off, in any thread. Classes such as `nn.Softmax` are noticed when one is constructed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from functools import partial, wraps
from types import FunctionType
from typing import Any

import torch
from torch.nn import functional
from torch.overrides import TorchFunctionMode, resolve_name
from torch.utils._python_dispatch import TorchDispatchMode

# The kernels that do a forbidden function's whole work. Composite functions have none: the function mode sees those.
KERNELS: dict[str, frozenset[str]] = {
    "softmax": frozenset({"_softmax", "_safe_softmax"}),
    "log_softmax": frozenset({"_log_softmax"}),
    "logsumexp": frozenset({"logsumexp", "_logcumsumexp", "logcumsumexp"}),
    "cross_entropy": frozenset({"nll_loss_forward", "nll_loss2d_forward"}),
    "silu": frozenset({"silu", "silu_"}),
    "gelu": frozenset({"gelu"}),
    "embedding": frozenset({"embedding"}),
    "batch_norm": frozenset(
        {
            "native_batch_norm",
            "_native_batch_norm_legit",
            "_native_batch_norm_legit_no_training",
            "_native_batch_norm_legit_functional",
            "cudnn_batch_norm",
            "miopen_batch_norm",
            "_batch_norm_with_update",
            "_batch_norm_no_update",
            "batch_norm_update_stats",
        }
    ),
    "layer_norm": frozenset({"native_layer_norm"}),
    "group_norm": frozenset({"native_group_norm"}),
    "scaled_dot_product_attention": frozenset(
        {
            "_scaled_dot_product_flash_attention",
            "_scaled_dot_product_flash_attention_for_cpu",
            "_scaled_dot_product_efficient_attention",
            "_scaled_dot_product_cudnn_attention",
            "_scaled_dot_product_attention_math",
            "_scaled_dot_product_fused_attention_overrideable",
        }
    ),
    "conv2d": frozenset({"convolution", "mkldnn_convolution", "_slow_conv2d_forward"}),
}


class Watch:
    """Notices forbidden calls while it is entered.

    Args:
        forbidden: `softmax` (a function, however spelled), `nn.Softmax` or `autograd.functional.hvp` (a class or a
            plain Python function, by its path below torch), `aten.name` (a dispatched operator).
    """

    def __init__(self, forbidden: tuple[str, ...]) -> None:
        functions = frozenset(name for name in forbidden if "." not in name)
        self._paths = tuple(name for name in forbidden if "." in name and not name.startswith("aten."))
        self._kernels: dict[str, str] = {
            name.removeprefix("aten."): name for name in forbidden if name.startswith("aten.")
        }
        for function in functions:
            self._kernels |= dict.fromkeys(KERNELS.get(function, ()), function)
        self._seen: dict[str, None] = {}
        self._paused = 0
        if any(not path.startswith(("nn.", "optim.")) for path in self._paths):
            import torch._dynamo  # noqa: F401  # it looks torch's functions up by name, and must find torch's own
        for path in self._paths:
            self._patch(path, path)
        # The function mode makes every call of torch's dearer, so it is left to what torch has in C as well.
        written = frozenset(filter(_only_in_python, functions))
        self._functions = functions - written
        for name in written:
            self._patch(f"nn.functional.{name}", f"F.{name}")

    def take(self) -> list[str]:
        """What was called since the last time, in order, and forget it."""
        seen, self._seen = list(self._seen), {}
        return seen

    def called(self, name: str) -> None:
        """Remember one forbidden call."""
        if not self._paused:
            self._seen[name] = None

    @property
    def noticed(self) -> bool:
        """Whether anything was called since the last `take`: the kernel behind a noticed function is no second call."""
        return bool(self._seen)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Notice nothing inside."""
        self._paused += 1
        try:
            yield
        finally:
            self._paused -= 1

    @contextmanager
    def on(self) -> Iterator[None]:
        """Watch inside; costs nothing where nothing is forbidden."""
        with ExitStack() as stack:
            if self._kernels:
                stack.enter_context(_hooked(self, self._kernels))
            if self._functions:
                stack.enter_context(_Functions(self, self._functions))
            yield

    def _patch(self, path: str, said: str) -> None:
        owner: Any = torch
        *way, name = path.split(".")
        for step in way:
            owner = getattr(owner, step)
        target, notice = getattr(owner, name), partial(self.called, said)
        if isinstance(target, type):
            target.__init__ = _noticed(target.__init__, notice)  # type: ignore[misc]  # also for its subclasses
        else:
            setattr(owner, name, _noticed(target, notice))


def _only_in_python(name: str) -> bool:
    """Whether `F.name` is all there is of a function: no other spelling leads around it."""
    in_c = (torch._C._VariableFunctions, torch._C._nn, torch.Tensor, torch)  # noqa: SLF001  # where the others would be
    return isinstance(getattr(functional, name, None), FunctionType) and not any(hasattr(each, name) for each in in_c)


def _noticed(original: Callable[..., Any], notice: Callable[[], None]) -> Callable[..., Any]:
    @wraps(original)
    def noticing(*args: Any, **kwargs: Any) -> Any:
        notice()
        return original(*args, **kwargs)

    return noticing


class _Functions(TorchFunctionMode):
    def __init__(self, watch: Watch, names: frozenset[str]) -> None:
        super().__init__()
        self._watch, self._names = watch, names

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        name = getattr(func, "__name__", "")
        if name.rstrip("_") in self._names or name in self._names:
            self._watch.called((resolve_name(func) or name).replace("torch.nn.functional.", "F."))
        return func(*args, **(kwargs or {}))


# A dispatch mode would see every operator, and cost as much as the operators do. A kernel of ours at a key that every
# call passes below autograd costs nothing until that operator is called. One library, because a key has one kernel.
_LIBRARY: Any = torch.library.Library("aten", "IMPL")  # type: ignore[no-untyped-call]
_KEY = "BackendSelect"
_BELOW = torch._C._dispatch_keyset_full_after(torch._C.DispatchKey.BackendSelect)  # noqa: SLF001  # no public name
_HOOKS: dict[str, bool] = {}  # the operators that were asked for, and whether all their overloads could be hooked
_watching: list[_Kernels] = []  # who is told, innermost last


@contextmanager
def _hooked(watch: Watch, kernels: dict[str, str]) -> Iterator[None]:
    """Tell `watch` when one of `kernels` runs inside."""
    told = _Kernels(watch, kernels)
    # What torch itself selects a backend for (operators that make tensors from nothing) has a kernel there already.
    seen_otherwise = [kernel for kernel in kernels if not _hook(kernel)]
    _watching.append(told)
    try:
        with _Dispatched(told) if seen_otherwise else nullcontext():
            yield
    finally:
        _watching.pop()


def _hook(kernel: str) -> bool:
    """Hook an operator's overloads for as long as this process lives; False if torch has the key for itself."""
    if kernel not in _HOOKS:
        packet = getattr(torch.ops.aten, kernel, None)  # torch does not know every name in every version
        overloads = [getattr(packet, name) for name in packet.overloads()] if packet is not None else []
        # TorchScript has overloads on plain numbers, which never reach the dispatcher.
        overloads = [overload for overload in overloads if torch._C._dispatch_has_kernel(overload.name())]  # noqa: SLF001
        taken = torch._C._dispatch_has_kernel_for_dispatch_key  # noqa: SLF001  # torch has no public name for it
        _HOOKS[kernel] = not any(taken(overload.name(), _KEY) for overload in overloads)
        for overload in overloads if _HOOKS[kernel] else []:
            _LIBRARY.impl(overload, partial(_pass_on, kernel, overload), _KEY, with_keyset=True)
    return _HOOKS[kernel]


def _pass_on(kernel: str, overload: Any, keys: Any, *args: Any, **kwargs: Any) -> Any:
    if _watching:
        _watching[-1].ran(kernel)
    return overload.redispatch(keys & _BELOW, *args, **kwargs)


class _Kernels:
    """Tells a watch which of its kernels ran, in the words that a learner reads."""

    def __init__(self, watch: Watch, kernels: dict[str, str]) -> None:
        self._watch, self._kernels = watch, kernels

    def ran(self, kernel: str) -> None:
        if kernel in self._kernels and not self._watch.noticed:
            name, operator = self._kernels[kernel], f"aten.{kernel}"
            self._watch.called(name if name == operator else f"{name} (the operator {operator})")


class _Dispatched(TorchDispatchMode):  # type: ignore[no-untyped-call]  # torch leaves its class hook untyped
    def __init__(self, told: _Kernels) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._told = told

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        return False  # otherwise torch wraps the method below in one that imports torch._dynamo, for over a second

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self._told.ran(func._schema.name.removeprefix("aten::"))  # noqa: SLF001  # the only name an operator has
        return func(*args, **(kwargs or {}))
