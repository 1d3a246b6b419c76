"""The trusted role: runs the solution on the same scenarios, compares, and finds the mistake that behaves the same.

It never runs a learner's code. What it holds of the solution, no submission can read: they are forks of the warm
process, not of this one.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from gradschool.inside import cases, items, programs
from gradschool.inside.answers import Scenario
from gradschool.inside.compare import Side, differences, equal
from gradschool.inside.crashes import crash_likeness
from gradschool.inside.forbidden import Watch
from gradschool.inside.observations import tensors_of
from gradschool.wire import Channel, Closed, Message

Case = tuple[int, int]
Key = str


class Observed:
    """What one program did in every case: `Side` where it returned, the exception's description where it raised."""

    def __init__(self) -> None:
        self.sides: dict[Case, Side] = {}
        self.raised: dict[Case, dict[str, Any]] = {}
        self.forbidden: dict[Case, list[str]] = {}

    @property
    def last(self) -> Case:
        """The last case that was seen; one before all where none was."""
        return max([*self.sides, *self.raised, *self.forbidden], default=(-1, -1))

    def add(self, record: Message, tensors: cases.Tensors) -> None:
        """Take what was seen in one case.

        Raises:
            ValueError, KeyError, TypeError: it is not such a frame (a forged one).
        """
        number, index = record["case"]
        case = (int(number), int(index))
        if record["raised"] is not None:
            self.raised[case] = dict(record["raised"])
        else:
            self.sides[case] = Side(dict(record["seen"]), tensors)
        if record.get("forbidden"):
            self.forbidden[case] = [str(name) for name in record["forbidden"]]


class Examiner:
    """One exercise's solution and mistakes, ready to be compared with."""

    def __init__(self, setup: Message) -> None:
        self.kind, self.entry = str(setup["kind"]), tuple(setup["entry"])
        self.folder, self.forbid = Path(setup["folder"]), tuple(setup["forbid"])
        self.right: dict[str, str] = dict(setup.get("right", {}))
        self.scenarios = self._scenarios(setup)
        self.mistakes = {path.stem: path.read_text("utf-8") for path in sorted(self.folder.glob("mistakes/*.py"))}
        self.written = items.solution(self.truths) if self.kind == "predict" else ""
        self.seed = 0
        self._watch = Watch(self.forbid)  # one for all: it patches classes
        # For the solution once it was watched: half the time of a case goes into watching. What the classes that are
        # patched tell the other one meanwhile is taken, and forgotten, before that one is used again.
        self._blind = Watch(())
        self._proven = False
        self._wanted = Observed()
        self._wrong: dict[Key, Observed] = {}
        self._single: dict[tuple[Key, Case], Observed | None] = {}

    def _scenarios(self, setup: Message) -> list[Scenario]:
        if self.kind == "predict":
            self.truths = items.truths((self.folder / "items.py").read_text("utf-8"))
            return cases.scenarios_of(self.kind, "", "", tuple(self.truths))
        if self.kind == "choose":
            self.truths = {name: Side({"answer": {"v": letter}}, {}) for name, letter in self.right.items()}
            return cases.scenarios_of(self.kind, "", "", tuple(self.right))
        if self.kind == "test":
            self.variants = tuple(cases.Variant(**each) for each in setup["variants"])
            return cases.scenarios_of(self.kind, "", "", (), self.variants)
        path = self.folder / "scenarios.py"
        return cases.scenarios_of(self.kind, path.read_text("utf-8"), str(path), ())

    def prepare(self, seed: int) -> None:
        """Run the solution (and forget what the mistakes did) for a new seed."""
        self.seed, self._wrong, self._single = seed, {}, {}
        if self.kind == "test":
            self._wanted = self._told_apart()
        if self.kind in ("implement", "fix", "faster", "smaller", "lab"):
            watch = self._blind if self._proven else self._watch
            self._wanted = self._observe((self.folder / "solution.py").read_text("utf-8"), "solution.py", watch=watch)
            for case, raised in self._wanted.raised.items():
                raise BrokenExercise(f"the solution raises {raised['type']}: {raised['message']}", self._name(case))
            for case, names in self._wanted.forbidden.items():
                raise BrokenExercise(f"the solution itself uses {', '.join(names)}", self._name(case))
        self._proven = True

    def _told_apart(self) -> Observed:
        """What a good test says: every right variant passes, every wrong one fails."""
        seen = Observed()
        for number, promise in enumerate(self.scenarios):
            word, name = (
                ("fails", "the test on this mistake") if number else ("passes", "the test on a right implementation")
            )
            for index in range(len(promise.cases)):
                seen.sides[number, index] = Side({name: {"v": word}}, {})
        return seen

    def _name(self, case: Case) -> str:
        promise = self.scenarios[case[0]]
        return f"{promise.headline} ({promise.describe(promise.cases[case[1]])})"

    def _observe(self, source: str, name: str, last: Case | None = None, watch: Watch | None = None) -> Observed:
        """Run a program of ours on every case, or on those up to `last`: what was not seen is not compared."""
        seen = Observed()
        try:
            namespace = programs.load(source, name)
        except Exception as error:
            told = programs.describe(error, name)
            for number, promise in enumerate(self.scenarios):
                for index in range(len(promise.cases)):
                    seen.raised[number, index] = told
            return seen
        self._watch.take()
        program = self._program(namespace, name, watch or self._watch)
        for record, tensors in cases.run(self.scenarios, program, self.seed):
            if "stage" not in record:
                seen.add(record, tensors)
            if last is not None and tuple(record.get("case", ())) >= last:
                break
        return seen

    def _program(self, namespace: dict[str, Any], name: str, watch: Watch) -> cases.Program:
        program = cases.Program(namespace, self.entry, watch, name, 1 << 20)
        program.handed_in = False
        return program

    def holds(self, got: Observed, upto: int) -> bool:
        """Whether a lab may go on: every scenario before number `upto` is passed."""
        return all(self._row(number, got)["outcome"] == "passed" for number in range(upto))

    def compare(self, got: Observed) -> Message:
        """The verdict on what was seen: a row for each scenario, and the mistakes that behave the same, best first."""
        if self.kind in ("predict", "choose"):
            return self._compare_items(got)
        rows = [self._row(number, got) for number in range(len(self.scenarios))]
        failing = any(row["outcome"] != "passed" for row in rows)
        return {"scenarios": rows, "mistakes": self._matching(got) if failing else []}

    def _row(self, number: int, got: Observed) -> Message:
        promise = self.scenarios[number]
        row: Message = {"title": promise.headline, "case": "", "differences": [], "raised": None}
        for index, case in enumerate(promise.cases):
            found = self._found(number, index, got)
            if found:
                return row | {"case": promise.describe(case)} | found
        return row | {"outcome": "passed"}

    def _found(self, number: int, index: int, got: Observed) -> Message:
        """What is wrong in one case; empty if nothing is."""
        key, promise = (number, index), self.scenarios[number]
        if key in got.forbidden:
            return {"outcome": "forbidden", "forbidden": got.forbidden[key]}
        if key in got.raised:
            return {"outcome": "crashed", "raised": got.raised[key]}
        if key not in got.sides:
            return {"outcome": "unseen"}
        found = differences(self._wanted.sides[key], got.sides[key], promise.rtol, promise.atol)
        return {"outcome": "failed", "differences": found} if found else {}

    def _matching(self, got: Observed) -> list[str]:
        """Slugs of the mistakes that do what the learner's code did in every case that was seen, the likest first."""
        matches = []
        telling = self._telling_case(got)
        for slug, source in self.mistakes.items():
            if slug not in self._wrong or self._wrong[slug].last < got.last:  # seen no further than was needed then
                if telling and not self._alike_in(telling, slug, source, got):
                    continue
                self._wrong[slug] = self._observe(source, f"{slug}.py", got.last)
            likeness = self._likeness(self._wrong[slug], got)
            if likeness is not None:
                matches.append((-likeness, slug))
        return [slug for _, slug in sorted(matches)]

    def _telling_case(self, got: Observed) -> Case | None:
        """The first case in which the learner's code is wrong: most mistakes are not wrong there in the same way."""
        for number, promise in enumerate(self.scenarios):
            for case in ((number, index) for index in range(len(promise.cases))):
                if case in got.raised:
                    return case
                if case in got.sides and not equal(
                    self._wanted.sides[case], got.sides[case], promise.rtol, promise.atol
                ):
                    return case
        return None

    def _alike_in(self, case: Case, slug: str, source: str, got: Observed) -> bool:
        """Whether a mistake does in one case what the learner's code did; if not, the others need not be run."""
        if (slug, case) not in self._single:
            self._single[slug, case] = self._alone(case, source, f"{slug}.py")
        seen = self._single[slug, case]
        if seen is None:
            return True  # the full comparison says what that means
        only = Observed()
        only.sides = {key: side for key, side in got.sides.items() if key == case}
        only.raised = {key: told for key, told in got.raised.items() if key == case}
        only.forbidden = {key: names for key, names in got.forbidden.items() if key == case}
        return self._likeness(seen, only) is not None

    def _alone(self, case: Case, source: str, name: str) -> Observed | None:
        """What a program of ours does in one case; None if it cannot be loaded."""
        try:
            namespace = programs.load(source, name)
        except Exception:
            return None
        self._watch.take()
        seen = Observed()
        seen.add(*cases.one(self.scenarios, self._program(namespace, name, self._watch), self.seed, case))
        return seen

    def _likeness(self, wrong: Observed, got: Observed) -> float | None:
        """None where they differ in any case; else how alike their exceptions are (to rank several matches)."""
        alike = 0.0
        if not any(case in got.raised or case in got.sides for case in wrong.raised | wrong.sides):
            return None
        for case in got.raised | got.sides:
            if case in got.raised:
                likeness = crash_likeness(wrong.raised[case], got.raised[case]) if case in wrong.raised else None
                if likeness is None:
                    return None
                alike += likeness
            else:
                promise = self.scenarios[case[0]]
                if case not in wrong.sides or not equal(wrong.sides[case], got.sides[case], promise.rtol, promise.atol):
                    return None
        return alike if wrong.forbidden.keys() == got.forbidden.keys() else None

    def _compare_items(self, got: Observed) -> Message:
        rows, wrong = [], {}
        for number, promise in enumerate(self.scenarios):
            row: Message = {
                "title": promise.title,
                "case": "",
                "differences": [],
                "raised": got.raised.get((number, 0)),
            }
            answer = got.sides.get((number, 0))
            if answer is None:
                rows.append(row | {"outcome": "crashed" if row["raised"] else "unseen"})
            elif items.right(self.truths[promise.title], answer):
                rows.append(row | {"outcome": "passed"})
            else:
                wrong[promise.title] = answer
                shown = items.difference(promise.title, self.truths[promise.title], answer)
                rows.append(row | {"outcome": "failed", "differences": [shown]})
        return {"scenarios": rows, "mistakes": self._shared_beliefs(wrong)}

    def _shared_beliefs(self, wrong: dict[str, Side]) -> list[str]:
        """The mistakes whose answers agree with the learner's wrong ones, the widest agreement first."""
        shared = []
        for slug, source in self.mistakes.items():
            scenarios = [promise for promise in self.scenarios if promise.title in wrong]
            program = cases.Program(programs.load(source, f"{slug}.py"), (), Watch(()), f"{slug}.py", 1 << 20)
            count = believed = 0
            for record, tensors in cases.run(scenarios, program, 0):
                belief = Side(record["seen"], tensors)
                name = scenarios[record["case"][0]].title
                if belief.seen["answer"] != {"n": "..."}:
                    believed += 1
                    count += items.right(wrong[name], belief)
            if count:
                shared.append((-count, -count / max(believed, 1), slug))
        return [slug for _, _, slug in sorted(shared)]


class BrokenExercise(Exception):
    """The exercise itself is wrong: our fault."""

    def __init__(self, what: str, where: str) -> None:
        super().__init__(f"{what}, in: {where}")


def serve(channel: Channel) -> None:
    """Answer comparisons until the channel closes. After each verdict the next seed is prepared while nobody waits.

    A seed is told before the solution runs on it, so that a submission may run at the same time, on another core.
    """
    setup, _ = channel.receive()
    # A lab's solution trains for seconds, a test has seeds of its own.
    renews = setup["kind"] not in ("lab", "test") and not setup.get("one_seed")
    try:
        examiner = Examiner(setup)
        seed = _fresh_seed()
        channel.send({"seed": seed, "solution": examiner.written})
        examiner.prepare(seed)
        channel.send({"ready": True})
        while True:
            request, blob = channel.receive()
            channel.send(_verdict(examiner, request, blob))
            if "upto" in request:
                continue
            seed = _fresh_seed() if renews else seed
            channel.send({"seed": seed})
            if renews:
                examiner.prepare(seed)
            channel.send({"ready": True})
    except Closed:
        return
    except Exception as error:
        channel.send({"broken": f"{type(error).__name__}: {error}"})


def _fresh_seed() -> int:
    return int.from_bytes(os.urandom(4), "big") >> 1


def _verdict(examiner: Examiner, request: Message, blob: bytes) -> Message:
    seen, start = Observed(), 0
    try:
        for record, size in request["seen"]:
            seen.add(record, tensors_of(blob[start : start + size]))
            start += size
        return {"go": examiner.holds(seen, int(request["upto"]))} if "upto" in request else examiner.compare(seen)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        return {"forged": f"{type(error).__name__}: {error}"}
