"""A scenario, and the answer as a scenario sees it. Authors know these words as `gradschool.scenarios`."""

from __future__ import annotations

import inspect
import random
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch

from gradschool.inside import measure as measuring
from gradschool.inside.forbidden import Watch
from gradschool.inside.measure import AtMost, Measured
from gradschool.inside.output import Capture

Observe = Callable[..., Mapping[str, object]]

# Kept from before any learner's code is loaded: patching torch changes nothing of what is observed.
# The generator itself: `torch.manual_seed` also walks over every accelerator, ten times slower.
_manual_seed = torch.default_generator.manual_seed
_get_rng_state = torch.get_rng_state
_set_rng_state = torch.set_rng_state
_Uncounted = torch._C._DisableTorchDispatch  # noqa: SLF001  # our own bookkeeping is no operator of the answer's
_equal = torch.equal
_isnan = torch.isnan
_Tensor = torch.Tensor


class Scenario:
    """One promise: its title, its cases from the smallest to the largest, and what is observed."""

    def __init__(
        self,
        title: str,
        observe: Observe,
        cases: tuple[tuple[Any, ...], ...],
        rtol: float | None = None,
        atol: float | None = None,
        names: tuple[str, ...] = (),
        stage: str = "",
    ) -> None:
        self.title, self.observe, self.cases, self.rtol, self.atol = title, observe, cases, rtol, atol
        self._names, self.stage = names, stage

    @property
    def headline(self) -> str:
        """The title, behind the stage of a lab that it is a gate of."""
        return f"{self.stage}: {self.title}" if self.stage else self.title

    def describe(self, case: tuple[Any, ...]) -> str:
        """The case as a learner reads it, `shape=(2, 3), dim=0`."""
        names = self._names or list(inspect.signature(self.observe).parameters)[1:]
        return ", ".join(f"{name}={value!r}" for name, value in zip(names, case, strict=False))


def scenario(
    title: str,
    cases: Iterable[tuple[Any, ...]] = ((),),
    rtol: float | None = None,
    atol: float | None = None,
    stage: str = "",
) -> Callable[[Observe], Scenario]:
    """Make a function that observes an answer into a scenario.

    Args:
        title: the promise that it checks, as it reads after a ✓ or ✗.
        cases: the function's arguments after `answer`, smallest first; the first failing one is shown.
        rtol: relative tolerance in place of the dtype's.
        atol: absolute tolerance in place of the dtype's.
        stage: of a lab, the stage that it is a gate of; the next stage runs when all gates of this one hold.
    """

    def decorate(observe: Observe) -> Scenario:
        return Scenario(title, observe, tuple(tuple(case) for case in cases), rtol, atol, stage=stage)

    return decorate


class Attempted:
    """What came of a call that may raise: a value, or an exception. `kind`: the class that it has to be, if any."""

    def __init__(self, value: object, raised: BaseException | None, kind: type[BaseException] | None) -> None:
        self.value, self.raised, self.kind = value, raised, kind


class Entry:
    """A learner's function or class: calls run on a random stream of their own, everything else passes through."""

    def __init__(self, itself: Any, seed: int, drew: Callable[[], None]) -> None:
        self._itself, self._seed, self._drew = itself, seed, drew

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it, with random numbers that are the same for everybody and leave the scenario's alone."""
        before = _get_rng_state()
        _manual_seed(self._seed)
        begun = _get_rng_state()
        try:
            return self._itself(*args, **kwargs)
        finally:
            with _Uncounted():
                drew = not _equal(_get_rng_state(), begun)
            if drew:
                self._drew()
            _set_rng_state(before)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._itself, name)


class Answer:
    """A learner's (or the solution's) program, as a scenario sees it."""

    def __init__(self, namespace: Mapping[str, Any], entry: tuple[str, ...], seed: int, watch: Watch) -> None:
        self._namespace, self.entry, self._seed, self._watch = namespace, entry, seed, watch
        self._given: list[tuple[str, torch.Tensor, torch.Tensor]] = []
        self._capture: Capture | None = None
        self._handed_in = True
        self.told: list[str] = []
        self.drew = False  # whether a call took random numbers from the global generator
        self._warned: list[warnings.WarningMessage] = []

    def __getattr__(self, name: str) -> Entry:
        if name not in self.entry:
            raise AttributeError(f"the exercise has no entry {name!r}, only {', '.join(self.entry)}")
        return Entry(self._namespace[name], self._seed, self._draw)

    def _draw(self) -> None:
        self.drew = True

    def itself(self, name: str) -> Any:
        """The function or class as it was written, for `issubclass` and `inspect`."""
        return self._namespace[name]

    def given(self, value: Any, name: str = "input") -> Any:
        """Register a tensor, or a nest of them, that the answer must leave as it is, and return it."""
        for path, tensor in _tensors(value, name):
            self._given.append((path, tensor, tensor.detach().clone()))
        return value

    def changed(self) -> list[str]:
        """The names of the given tensors that are no longer what they were, bit for bit."""
        return [name for name, now, before in self._given if not _same_bits(now.detach(), before)]

    def watched(self) -> list[str]:
        """The names of all the given tensors."""
        return [name for name, _, _ in self._given]

    def attempt(
        self, call: Callable[..., object], *args: Any, kind: type[BaseException] | None = None, **kwargs: Any
    ) -> Attempted:
        """Observe a call that may raise: its value, or that it refused (as `kind`, if one is named)."""
        try:
            return Attempted(call(*args, **kwargs), None, kind)
        except Exception as error:
            return Attempted(None, error, kind)

    def measure(self, call: Callable[[], Any], *, saves: bool = True) -> Measured:
        """Run `call` once: its result, and how many operators and bytes it took.

        Code with `torch.func.grad` in it needs `saves=False`: torch then refuses hooks on what is saved for backward.
        """
        return measuring.measure(call, saves=saves)

    def flops(self, call: Callable[[], Any]) -> int:
        """The floating-point operations of the products in `call`."""
        return measuring.count_flops(call)

    def at_most(self, limit: float, value: float, unit: str) -> AtMost:
        """Observe that `value` is within `limit`; `unit` is what is counted, in the plural."""
        return AtMost(value, limit, unit)

    def gate(self, limit: float, unit: str, cost: Callable[[], float]) -> AtMost:
        """As `at_most`, for a number that takes seconds to get, such as the errors of a trained network.

        It is worked out for what was handed in, and not again for our own programs that it is compared with: the limit
        is the same for all, and `verify` hands in the solution too.
        """
        return AtMost(cost() if self._handed_in else limit, limit, unit)

    def race(self, mine: Callable[[], Any], baseline: Callable[[], Any], against: str) -> None:
        """Tell the learner how much faster `mine` is than `baseline`. It is shown and decides nothing."""
        if not self._handed_in:
            return
        best, least, most = measuring.race(mine, baseline)
        self.told.append(
            f"{_ratio(best)} as fast as {against} ({_ratio(least)} to {_ratio(most)} in {measuring.ROUNDS} rounds)"
        )

    def tell(self, fact: str) -> None:
        """Show the learner a fact that decides nothing."""
        self.told.append(fact)

    def printed(self) -> str:
        """What was printed so far in this case."""
        return self._capture.text() if self._capture else ""

    def warned(self) -> list[str]:
        """The warnings given so far in this case."""
        return [str(warning.message) for warning in self._warned]

    def seed(self, number: int) -> None:
        """Start torch's, numpy's and Python's random numbers at `number`."""
        seed_everything(number)

    @contextmanager
    def unwatched(self) -> Iterator[None]:
        """Inside, the scenario itself may call what the answer must not."""
        with self._watch.paused():
            yield

    def begin(self, capture: Capture, warned: list[warnings.WarningMessage], handed_in: bool) -> None:
        """Start a case: nothing given yet, nothing printed, nothing warned. See `race` and `gate` for `handed_in`."""
        self._given, self._capture, self._warned, self._handed_in = [], capture, warned, handed_in


def _ratio(value: float) -> str:
    return f"{value:.1f}×" if value < 20 else f"{value:.0f}×"


def seed_everything(number: int) -> None:
    """Start torch's, numpy's and Python's random numbers at `number`."""
    _manual_seed(number)
    np.random.seed(number % 2**32)
    random.seed(number)


def _tensors(value: Any, name: str) -> Iterator[tuple[str, torch.Tensor]]:
    if isinstance(value, _Tensor):
        yield name, value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _tensors(part, f"{name}[{key!r}]")
    elif isinstance(value, list | tuple):
        for index, part in enumerate(value):
            yield from _tensors(part, f"{name}[{index}]")


def _same_bits(now: torch.Tensor, before: torch.Tensor) -> bool:
    if now.shape != before.shape or now.dtype != before.dtype:
        return False
    if _equal(now, before):
        return True
    if not now.is_floating_point():
        return False
    nan = _isnan(before)
    return _equal(_isnan(now), nan) and _equal(now[~nan], before[~nan])
