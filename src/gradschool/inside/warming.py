"""A rehearsal before the first fork: whatever torch and we import at first use is imported once, in the warm process.

With one thread this leaves nothing behind that a fork could trip over.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import torch
from torch.testing import _comparison

from gradschool.inside import cases, compare, examine, explorers, observe, system
from gradschool.inside.forbidden import Watch
from gradschool.inside.observations import blob_of, tensors_of

_STEP = 16 << 20  # bytes that are gathered in one pause: a job that comes meanwhile waits
_SCENARIOS = """
import torch
from gradschool.scenarios import Answer, scenario

@scenario("rehearses")
def rehearse(answer: Answer):
    layer = torch.nn.Linear(2, 2)
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
    x = answer.given(torch.ones(2, 2))
    loss = torch.nn.functional.cross_entropy(layer(x), torch.tensor([0, 1]))
    loss.backward()
    optimizer.step()
    return {"softmax": answer.softmax(x), "a": 1, "b": 0.5, "loss": loss}
"""
_ANSWER = "import torch\ndef softmax(x):\n    return torch.softmax(x, 0)"


def rehearse() -> None:
    """Observe and compare one small answer."""
    _spare_distributed()
    scenarios = cases.scenarios_of("implement", _SCENARIOS, "rehearsal.py", ())
    watch = Watch(("rms_norm",))  # has no kernel of its own: none may stay hooked in what live kernels are forked from
    namespace, _ = observe.load(_ANSWER, "rehearsal.py", ("softmax",), 100)
    program = cases.Program(namespace or {}, ("softmax",), watch, "rehearsal.py", 100)
    seen = examine.Observed()
    for record, tensors in cases.run(scenarios, program, seed=0):
        seen.add(record, tensors)
        side = compare.Side(record["seen"], tensors_of(blob_of(tensors)))
        assert compare.equal(side, side, None, None)


def in_the_pauses() -> Iterator[None]:
    """What the process for verdicts does once it serves, a step in each pause."""
    _rehearse_transforms()
    yield
    _preload_explorers()
    yield
    yield from _in_large_pages()


def _rehearse_transforms() -> None:
    """What `torch.func` imports at first use, torch's compiler among it: over a second, so in a pause."""
    x = torch.ones(2, 2)
    torch.func.jvp(torch.func.grad(_cubes), (x,), (x,))
    torch.func.vmap(torch.func.grad(_cubes))(x)


def _preload_explorers() -> None:
    """The explorers' modules: each is small, and together they take as long as a picture may."""
    for name in explorers.NAMES:
        import_module(f"{explorers.__name__}.{name}")


def _in_large_pages() -> Iterator[None]:
    """Gather what all forks share in large pages, a part at each step: forking and ending cost a third of it then."""
    gathered = 0
    for first, end in system.private_memory():
        for part in range(first, end, _STEP):
            stop = min(part + _STEP, end)
            system.collapse(part, stop)
            gathered += stop - part
            if gathered >= _STEP:
                gathered = 0
                yield


def _spare_distributed() -> None:
    """Let `torch.testing.assert_close` look for distributed tensors only where there can be any.

    It imports all of `torch.distributed.tensor` for that, for a second, and every submission that calls it would.
    """
    unwrap = getattr(_comparison, "_unwrap_dtensor_for_comparison", None)
    if unwrap is None:
        return

    def unwrap_what_there_is(actual: Any, expected: Any) -> Any:
        return unwrap(actual, expected) if "torch.distributed.tensor" in sys.modules else (actual, expected)

    _comparison._unwrap_dtensor_for_comparison = unwrap_what_there_is  # noqa: SLF001  # torch has no public switch


def _cubes(values: torch.Tensor) -> torch.Tensor:
    return (values**3).sum()
