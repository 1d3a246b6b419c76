"""What the live kernel tells of training, and what it leaves as it is; pausing; both in real processes."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import ANY

import pytest

from gradschool.kernel import Done, Event, Failed, Kernel, Lost, Run, Shown, Stream, Trained, transcript
from gradschool.worker import AnyWorker, own
from gradschool.worker.pool import Pool

MODEL = """
import time, torch
weight = torch.tensor(1.0, requires_grad=True)
optimizer = torch.optim.SGD([weight], lr=0.1)
def train(steps, pause=0.0):
    for _ in range(steps):
        optimizer.zero_grad()
        loss = weight**2
        loss.backward()
        optimizer.step()
        time.sleep(pause)
"""


@pytest.fixture(scope="module")
def worker() -> Iterator[AnyWorker]:
    with own() as worker:
        yield worker


@pytest.fixture
def kernel(worker: AnyWorker, tmp_path: Path) -> Iterator[Kernel]:
    with Kernel(lambda: worker.fork("live", {"folder": str(tmp_path)})) as kernel:
        assert list(kernel.run(MODEL))[-1] == Done(True, ANY)
        yield kernel


def ran(kernel: Kernel, code: str) -> list[Event]:
    return list(kernel.run(code, "example 1"))


def trained(events: list[Event]) -> list[Trained]:
    return [event for event in events if isinstance(event, Trained)]


def printed_until(run: Run, sign: str) -> None:
    for event in run:
        if isinstance(event, Stream) and sign in event.text:
            return
    raise AssertionError(f"{sign!r} was never printed")


# --------------------------------------------------------------------------- training


def test_training_tells_each_steps_loss_and_how_fast_it_goes(kernel: Kernel) -> None:
    told = trained(ran(kernel, "train(10, pause=0.06)"))
    points = [point for event in told for point in event.points]
    assert [step for step, _ in points] == list(range(1, 11))
    assert [loss for _, loss in points] == pytest.approx([0.64**step for step in range(10)], rel=1e-4)
    assert (told[-1].step, told[-1].loss) == (10, points[-1][1])
    assert all(0 < event.rate < 1 / 0.06 for event in told)


def test_fast_training_tells_at_most_twenty_times_a_second_and_never_loses_the_end(kernel: Kernel) -> None:
    events = ran(kernel, "train(3000)")
    told, done = trained(events), events[-1]
    assert isinstance(done, Done)
    assert len(told) <= 20 * done.seconds + 2
    assert told[-1].step == 3000
    steps = [step for event in told for step, _ in event.points]
    assert steps == sorted(set(steps))
    assert all(len(event.points) <= 48 for event in told)


@pytest.mark.parametrize(
    "code",
    ["1 + 1", "(weight**2).backward()", "train(1)", "optimizer.step()", "torch.autograd.grad(weight**2, weight)"],
)
def test_what_trains_nothing_tells_nothing(kernel: Kernel, code: str) -> None:
    assert trained(ran(kernel, code)) == []


def test_the_next_example_counts_from_the_beginning(kernel: Kernel) -> None:
    ran(kernel, "train(5)")
    assert trained(ran(kernel, "train(2)"))[-1].step == 2


def test_the_loss_is_what_backward_started_from_and_not_what_grad_did(kernel: Kernel) -> None:
    code = """
for _ in range(3):
    (weight * 0 + 7).backward()
    torch.autograd.grad(weight * 100, weight)
    optimizer.step()
"""
    assert trained(ran(kernel, code))[-1].loss == 7


@pytest.mark.parametrize("dtype", ["float64", "float16", "bfloat16"])
def test_losses_of_other_dtypes_are_read_right(kernel: Kernel, dtype: str) -> None:
    code = f"for _ in range(2):\n    ((weight * 0 + 1.5).to(torch.{dtype})).backward(); optimizer.step()"
    assert trained(ran(kernel, code))[-1].loss == 1.5


def test_a_loss_that_is_no_number_is_told_as_it_is(kernel: Kernel) -> None:
    loss = trained(ran(kernel, "for _ in range(2): (weight * float('nan')).backward(); optimizer.step()"))[-1].loss
    assert loss is not None
    assert math.isnan(loss)


def test_steps_without_a_scalar_loss_are_counted_all_the_same(kernel: Kernel) -> None:
    code = "for _ in range(3): (weight * torch.ones(2)).backward(torch.ones(2)); optimizer.step()"
    assert trained(ran(kernel, code))[-1] == Trained(3, None, ANY)


def test_a_learners_own_optimizer_counts_too(kernel: Kernel) -> None:
    code = """
class Plain(torch.optim.Optimizer):
    def __init__(self, params): super().__init__(params, {})
    @torch.no_grad()
    def step(self): [p.sub_(0.1 * p.grad) for group in self.param_groups for p in group["params"]]
optimizer = Plain([weight])
train(4)
"""
    assert trained(ran(kernel, code))[-1].step == 4


def test_an_error_in_backward_or_in_a_step_shows_no_frame_of_ours(kernel: Kernel) -> None:
    code = "(weight * torch.ones(2)).backward()"
    head = ("Traceback (most recent call last):", '  File "example 1", line 1, in <module>', f"    {code}")
    (failed,) = [event for event in ran(kernel, code) if isinstance(event, Failed)]
    assert failed.traceback[:3] == head
    assert not any("gradschool" in line or "training" in line for line in failed.traceback)
    engine = """
import traceback
loss = weight**2
loss.backward()
try:
    loss.backward()
except RuntimeError:
    print(traceback.format_exc())
"""
    told = transcript(ran(kernel, engine))
    assert "second time" in told
    assert "gradschool" not in told


def test_the_learners_modes_and_profilers_see_nothing_of_it(kernel: Kernel) -> None:
    code = """
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode
seen = []
class Functions(TorchFunctionMode):
    def __torch_function__(self, function, types, args=(), kwargs=None):
        seen.append(function.__name__)
        return function(*args, **(kwargs or {}))
class Operators(TorchDispatchMode):
    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        seen.append(str(function))
        return function(*args, **(kwargs or {}))
loss = weight**2
with Functions(), Operators():
    loss.backward()
print([name for name in seen if name in ("numel", "data_ptr", "item", "detach") or "local_scalar" in name])
"""
    assert transcript(ran(kernel, code)) == "[]"


def test_the_loss_is_not_kept_alive(kernel: Kernel) -> None:
    code = """
import weakref
for _ in range(3):
    loss = weight**2
    loss.backward()
    optimizer.step()
seen = weakref.ref(loss)
del loss
seen() is None
"""
    assert [event.text for event in ran(kernel, code) if isinstance(event, Shown)] == ["True"]


def test_transforms_go_on_working(kernel: Kernel) -> None:
    code = "float(torch.func.grad(lambda w: w**2)(torch.tensor(3.0)))"
    assert [event.text for event in ran(kernel, code) if isinstance(event, Shown)] == ["6.0"]


def test_training_in_a_process_that_the_code_forked_tells_nothing(kernel: Kernel) -> None:
    code = """
import os
pid = os.fork()
if pid == 0:
    train(50)
    os._exit(0)
os.waitpid(pid, 0)
print("over")
"""
    events = ran(kernel, code)
    assert trained(events) == []
    assert transcript(events) == "over"


def test_being_watched_costs_a_small_part_of_the_smallest_step(kernel: Kernel) -> None:
    code = """
import timeit
from torch.optim.optimizer import _global_optimizer_post_hooks as hooks
(watch,) = hooks.values()
watching = min(timeit.repeat(lambda: watch(optimizer, (), {}), number=100, repeat=50))
stepping = min(timeit.repeat(lambda: train(1), number=100, repeat=20))
print(watching < stepping / 10)
"""
    assert transcript(ran(kernel, code)) == "True"


def test_a_stated_output_does_not_change_by_training(kernel: Kernel) -> None:
    assert transcript(ran(kernel, "train(20)\nprint('trained')")) == "trained"


# --------------------------------------------------------------------------- pausing


def test_a_tight_loop_can_be_paused_and_goes_on(kernel: Kernel) -> None:
    loop = "end = time.process_time() + 0.5\nwhile time.process_time() < end: pass"
    run = kernel.run(f"print('begun')\n{loop}\nprint('over')")
    printed_until(run, "begun")
    assert kernel.pause()
    began = time.monotonic()
    time.sleep(1.5)
    kernel.resume()
    assert transcript(list(run)) == "over"
    assert time.monotonic() - began > 1.5


def test_what_is_paused_can_be_interrupted(kernel: Kernel) -> None:
    run = kernel.run("print('begun')\nwhile True: pass")
    printed_until(run, "begun")
    kernel.pause()
    kernel.interrupt()
    assert [event.name for event in run if isinstance(event, Failed)] == ["KeyboardInterrupt"]
    assert not kernel.paused
    assert transcript(ran(kernel, "'alive'")) == "'alive'"


def test_what_is_paused_before_it_has_begun_can_be_interrupted(kernel: Kernel) -> None:
    for _ in range(10):
        run = kernel.run("while True: pass")
        kernel.pause()
        kernel.interrupt()
        assert isinstance(list(run)[-1], Done)


def test_nothing_is_paused_when_nothing_runs(kernel: Kernel) -> None:
    assert not kernel.pause()
    kernel.resume()
    assert transcript(ran(kernel, "'alive'")) == "'alive'"


def test_a_pause_that_comes_as_the_run_ends_does_not_freeze_the_next(kernel: Kernel) -> None:
    for _ in range(20):
        run = kernel.run("1")
        while not isinstance(event := next(run), Shown):
            pass
        kernel.pause()
        if not isinstance(event, Done):
            kernel.resume()
        assert isinstance(list(run)[-1], Done)
        assert isinstance(ran(kernel, "2")[-1], Done)


def test_a_pause_while_the_last_word_is_on_its_way_is_undone(kernel: Kernel) -> None:
    run = kernel.run("1")
    time.sleep(1)  # it is over, but nobody has read so yet
    kernel.pause()
    assert isinstance(list(run)[-1], Done)
    assert not kernel.paused
    assert transcript(ran(kernel, "'alive'")) == "'alive'"


def test_what_is_paused_can_be_restarted_away(kernel: Kernel) -> None:
    run = kernel.run("print('begun')\nwhile True: pass")
    printed_until(run, "begun")
    kernel.pause()
    kernel.restart()
    (lost,) = list(run)
    assert isinstance(lost, Lost)
    assert lost.reason == "restart"
    assert transcript(ran(kernel, "'alive'")) == "'alive'"


def test_letting_go_of_a_paused_run_ends_it(kernel: Kernel) -> None:
    with kernel.run("print('begun')\nwhile True: pass") as run:
        printed_until(run, "begun")
        kernel.pause()
    assert transcript(ran(kernel, "'alive'")) == "'alive'"


def test_workers_of_a_data_loader_are_paused_with_it(kernel: Kernel) -> None:
    code = """
import os
pid = os.fork()
if pid == 0:
    while True: print('child', flush=True); time.sleep(0.02)
try:
    while True: time.sleep(0.01)
finally:
    os.kill(pid, 9); os.waitpid(pid, 0)
"""
    run = kernel.run(code)
    printed_until(run, "child")
    kernel.pause()
    time.sleep(0.5)
    kernel.interrupt()
    rest = transcript([event for event in run if isinstance(event, Stream)])
    assert rest.count("child") < 20  # half a second of it would be 25


def test_a_process_of_the_pool_can_be_paused_too(tmp_path: Path) -> None:
    with Pool(ahead=1) as pool, Kernel(lambda: pool.fork("live", {"folder": str(tmp_path)})) as kernel:
        run = kernel.run("print('begun')\nwhile True: pass")
        printed_until(run, "begun")
        assert kernel.pause()
        kernel.interrupt()
        assert isinstance(list(run)[-1], Done)
