"""Runs an exercise's scenarios on one program and records what is seen, case by case."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

import torch

from gradschool.inside import programs
from gradschool.inside.forbidden import Watch
from gradschool.inside.observations import Recorder
from gradschool.inside.output import Capture
from gradschool.inside.answers import Answer, Scenario, scenario, seed_everything

Record = dict[str, Any]
Begun = Callable[[int, int], None]

# Kept from before any learner's code is loaded.
_set_grad_enabled = torch.set_grad_enabled
_set_default_dtype = torch.set_default_dtype
_float32 = torch.float32


class Program:
    """A loaded answer: its namespace, the names that are asked of it, and the watch over what it calls."""

    def __init__(
        self, namespace: Mapping[str, Any], entry: tuple[str, ...], watch: Watch, filename: str, output_limit: int
    ) -> None:
        self.namespace, self.entry, self.watch = namespace, entry, watch
        self.filename, self.output_limit = filename, output_limit


def scenarios_of(kind: str, source: str, filename: str, items: tuple[str, ...]) -> list[Scenario]:
    """An exercise's scenarios in order: those of its file, or one for each item of a `predict` or `choose`."""
    if kind in ("predict", "choose"):
        return [_item_scenario(name) for name in items]
    namespace = programs.load(source, filename, name="gradschool_scenarios")
    found: list[Scenario] = []
    for value in namespace.values():
        several = value if isinstance(value, list) else [value]
        found += [one for one in several if isinstance(one, Scenario)]
    return found


def _item_scenario(name: str) -> Scenario:
    def observe(answer: Answer) -> Mapping[str, object]:
        answers = answer.itself("answers")
        return {"answer": answers.get(name, ...) if isinstance(answers, dict) else ...}

    return scenario(name)(observe)


def run(
    scenarios: list[Scenario], program: Program, seed: int, begun: Begun = lambda _scenario, _case: None
) -> Iterator[tuple[Record, bytes]]:
    """Observe every case of every scenario; `begun` is told before each. Cases share nothing but the program."""
    for number, promise in enumerate(scenarios):
        for index, case in enumerate(promise.cases):
            begun(number, index)
            case_seed = (seed * 1_000_003 + number * 1009 + index) % 2**31
            record, blob = _observe(promise, case, program, case_seed)
            yield {"case": [number, index], **record}, blob


def _observe(promise: Scenario, case: tuple[Any, ...], program: Program, seed: int) -> tuple[Record, bytes]:
    _set_grad_enabled(True)
    _set_default_dtype(_float32)
    seed_everything(seed)
    answer = Answer(program.namespace, program.entry, seed + 1, program.watch)
    capture, recorder = Capture(program.output_limit), Recorder()
    record: Record = {"seen": {}, "raised": None}
    with warnings.catch_warnings(record=True) as warned, redirect_stdout(capture), redirect_stderr(capture):
        warnings.simplefilter("always")
        answer.begin(capture, warned)
        try:
            with program.watch.on():
                seen = promise.observe(answer, *case)
            record["seen"] = {str(name): recorder.tree(value) for name, value in dict(seen).items()}
            changed = answer.changed()
            for name in answer.watched():
                record["seen"][f"{name} is left unchanged"] = {"v": name not in changed}
        except BaseException as error:
            record["raised"] = programs.describe(error, program.filename)
        _set_grad_enabled(True)
    record["forbidden"] = program.watch.take()
    record["warnings"] = sorted({f"{w.category.__name__}: {str(w.message)[:500]}" for w in warned})[:5]
    record["printed"] = capture.text()
    return record, recorder.blob()
