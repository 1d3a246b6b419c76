"""Counts what a call costs: operators, FLOPs, bytes. Counts repeat exactly; seconds never do, and decide nothing."""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves
from torch.utils.flop_counter import FlopCounterMode

ROUNDS = 7


class Measured:
    """A call's result and its costs; bytes are of storages, each counted once, parameters and inputs not at all."""

    def __init__(
        self, result: Any, operators: int, flops: int, peak_bytes: int, saved_bytes: int, largest: int
    ) -> None:
        self.result, self.operators, self.flops = result, operators, flops
        self.peak_bytes, self.saved_bytes, self.largest_bytes = peak_bytes, saved_bytes, largest


class AtMost:
    """An observation that holds when `value` is at most `limit`, whatever the solution's own value is."""

    def __init__(self, value: float, limit: float, unit: str) -> None:
        self.value, self.limit, self.unit = value, limit, unit


class _Ledger(TorchDispatchMode):  # type: ignore[no-untyped-call]  # torch leaves its class hook untyped
    """Counts operators and follows the storages that they make until they are let go."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.operators = self.live = self.peak = self.largest = 0
        self._known: set[int] = set()
        self.parameters: set[int] = set()

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        return False  # see forbidden.py

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self.operators += 1
        for leaf in tree_leaves((args, kwargs)):
            if isinstance(leaf, torch.Tensor):
                self._known.add(_address(leaf))
                if isinstance(leaf, torch.nn.Parameter):
                    self.parameters.add(_address(leaf))
        result = func(*args, **(kwargs or {}))
        for leaf in tree_leaves(result):
            if isinstance(leaf, torch.Tensor):
                self._add(leaf)
        return result

    def _add(self, tensor: torch.Tensor) -> None:
        address = _address(tensor)
        if address in self._known:
            return
        storage = tensor.untyped_storage()
        size = storage.nbytes()
        self._known.add(address)
        self.live += size
        self.peak, self.largest = max(self.peak, self.live), max(self.largest, size)
        weakref.finalize(storage, self._let_go, address, size)

    def _let_go(self, address: int, size: int) -> None:
        self._known.discard(address)
        self.live -= size


def _address(tensor: torch.Tensor) -> int:
    return int(tensor.untyped_storage()._cdata)  # noqa: SLF001  # the storage itself: an empty one has no data pointer


def measure(call: Callable[[], Any], *, saves: bool = True) -> Measured:
    """Run `call` once and count. Without `saves`, not what is saved for backward: `torch.func` allows no such hooks."""
    saved: dict[int, int] = {}

    def pack(tensor: torch.Tensor) -> torch.Tensor:
        saved[_address(tensor)] = tensor.untyped_storage().nbytes()
        return tensor

    hooks = torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor) if saves else nullcontext()
    with _Ledger() as ledger, hooks:
        result = call()
    # By storage: what a linear layer saves is its weight transposed, a view that is no `Parameter` itself.
    kept = sum(size for address, size in saved.items() if address not in ledger.parameters)
    return Measured(result, ledger.operators, 0, ledger.peak, kept, ledger.largest)


def count_flops(call: Callable[[], Any]) -> int:
    """The floating-point operations of matrix products, convolutions and attention in `call`."""
    with FlopCounterMode(display=False) as counter:
        call()
    return int(counter.get_total_flops())


def race(mine: Callable[[], Any], baseline: Callable[[], Any]) -> tuple[float, float, float]:
    """How many times faster `mine` is, best against best and the spread of the rounds: (best, least, most).

    The two run in turn, so that a busy machine slows both.
    """
    pairs = []
    for _ in range(ROUNDS):
        times = []
        for call in (mine, baseline):
            begun = time.perf_counter()
            call()
            times.append(time.perf_counter() - begun)
        pairs.append((max(times[0], 1e-9), max(times[1], 1e-9)))
    ratios = [slow / quick for quick, slow in pairs]
    return min(slow for _, slow in pairs) / min(quick for quick, _ in pairs), min(ratios), max(ratios)
