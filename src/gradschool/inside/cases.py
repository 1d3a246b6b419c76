"""Runs an exercise's scenarios on one program and records what is seen, case by case."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

import torch

from gradschool.inside import programs
from gradschool.inside.answers import Answer, Scenario, scenario, seed_everything
from gradschool.inside.forbidden import Watch
from gradschool.inside.observations import Recorder
from gradschool.inside.output import Capture

Record = dict[str, Any]
Tensors = dict[str, torch.Tensor]
Begun = Callable[[int, int], None]
ROUNDS = 3  # seeds that a learner's test is tried with

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
        self.handed_in = True  # a program of ours, run to be compared with, need not show how fast or good it is


class Variant:
    """An answer to another exercise, right or wrong, that a learner's test has to tell apart."""

    def __init__(self, name: str, headline: str, right: bool, code: str, entry: str) -> None:
        self.name, self.headline, self.right, self.code, self.entry = name, headline, right, code, entry


def scenarios_of(
    kind: str, source: str, filename: str, items: tuple[str, ...], variants: tuple[Variant, ...] = ()
) -> list[Scenario]:
    """An exercise's scenarios in order: those of its file, one for each question, or one for each wrong variant."""
    if kind in ("predict", "choose"):
        return [_item_scenario(name) for name in items]
    if kind == "test":
        return variant_scenarios(variants)
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


def variant_scenarios(variants: tuple[Variant, ...]) -> list[Scenario]:
    """The learner's test passes all that is right, and catches each that is wrong."""
    right = {variant.name: variant for variant in variants if variant.right}

    def passes(answer: Answer, implementation: str) -> Mapping[str, object]:
        return {"the test on a right implementation": _tried(answer, right[implementation])}

    def catches(variant: Variant) -> Callable[[Answer], Mapping[str, object]]:
        return lambda answer: {"the test on this mistake": _tried(answer, variant)}

    wrong = [scenario(f"catches: {variant.headline}")(catches(variant)) for variant in variants if not variant.right]
    return [scenario("passes whatever is right", [(name,) for name in right])(passes), *wrong]


def _tried(answer: Answer, variant: Variant) -> str:
    """What the learner's test makes of a variant: the same in every round, or it is not to be relied on."""
    made = programs.load(variant.code, f"{variant.name}.py", name="variant")[variant.entry]
    test = answer.itself(answer.entry[0])
    verdicts = set()
    for round_ in range(ROUNDS):
        seed_everything(1000 + round_)
        try:
            test(_disguised(made))
            verdicts.add("passes")
        except Exception as error:
            if variant.right and "fails" not in verdicts:
                answer.tell(_complaint(error, test, variant.name))
            verdicts.add("fails")
    return verdicts.pop() if len(verdicts) == 1 else "passes with one seed and fails with another"


def _complaint(error: Exception, test: Any, variant: str) -> str:
    """What a test says against a right implementation, and where, so that its author need not guess."""
    code = getattr(test, "__code__", None)
    told = programs.describe(error, code.co_filename if code else "")
    said = f"{told['type']}: {told['message']}".strip().removesuffix(":")
    where = f", line {told['line']}" if told["line"] else ""
    return f"your test fails {variant}{where}: {said[:500]}"


def _disguised(made: Callable[..., Any]) -> Callable[..., Any]:
    """The variant without its name and text: a test has to call it to know it."""

    def fn(*args: Any, **kwargs: Any) -> Any:
        return made(*args, **kwargs)

    return fn


def run(
    scenarios: list[Scenario], program: Program, seed: int, begun: Begun = lambda _scenario, _case: None
) -> Iterator[tuple[Record, Tensors]]:
    """Observe every case of every scenario; `begun` is told before each. Cases share nothing but the program.

    A lab pauses where a stage ends, with a record of nothing but `stage`: how many scenarios are behind it.
    """
    for number, promise in enumerate(scenarios):
        if number and promise.stage != scenarios[number - 1].stage:
            yield {"stage": number}, {}
        for index in range(len(promise.cases)):
            begun(number, index)
            yield one(scenarios, program, seed, (number, index))


def one(scenarios: list[Scenario], program: Program, seed: int, place: tuple[int, int]) -> tuple[Record, Tensors]:
    """Observe a single case, exactly as `run` does when it comes to it."""
    number, index = place
    promise = scenarios[number]
    case_seed = (seed * 1_000_003 + number * 1009 + index) % 2**31
    record, tensors = _observe(promise, promise.cases[index], program, case_seed)
    return {"case": [number, index], **record}, tensors


def _observe(promise: Scenario, case: tuple[Any, ...], program: Program, seed: int) -> tuple[Record, Tensors]:
    _set_grad_enabled(True)
    _set_default_dtype(_float32)
    seed_everything(seed)
    answer = Answer(program.namespace, program.entry, seed + 1, program.watch)
    capture, recorder = Capture(program.output_limit), Recorder()
    record: Record = {"seen": {}, "raised": None}
    with warnings.catch_warnings(record=True) as warned, redirect_stdout(capture), redirect_stderr(capture):
        warnings.simplefilter("always")
        answer.begin(capture, warned, program.handed_in)
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
    record["told"] = answer.told
    return record, recorder.tensors
