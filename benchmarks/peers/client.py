"""Our side of torch_judge: our answers under its names, and the process that checks them.

The tasks' texts are those of its notebooks (TorchCode, `templates/`).
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any, Self

from msgspec import Struct

SHELL = Path(__file__).with_name("shell.py")


class Task(Struct, frozen=True):
    """One of its tasks that asks for the same as an exercise of ours.

    Attributes:
        name: the task.
        exercise: ours.
        adapter: code that follows an answer of ours and gives it the name and signature that the task asks for.
        beyond: our mistakes that break no sentence of the task's own text, with the reason.
        other_convention: why our right answers are wrong there, if its text wants something else.
    """

    name: str
    exercise: str
    adapter: str
    beyond: dict[str, tuple[str, ...]]
    other_convention: str = ""


SOFTMAX = Task(
    name="softmax",
    exercise="softmax",
    adapter="\n\ndef my_softmax(x, dim=-1):\n    return softmax(x, dim)\n",
    beyond={
        "it says nothing of dtypes": ("always_float32", "halves_left_in_float32", "epsilon_in_the_denominator"),
        "it says nothing of gradients": ("denominator_detached",),
        "it says nothing of the input": ("input_changed_in_place",),
    },
)

MULTIHEAD = Task(
    name="mha",
    exercise="multihead_attention",
    adapter="""

class MultiHeadAttention(MultiheadAttention):
    def __init__(self, d_model, num_heads):
        super().__init__(d_model, num_heads)

    W_q = property(lambda self: self.q_proj)
    W_k = property(lambda self: self.k_proj)
    W_v = property(lambda self: self.v_proj)
    W_o = property(lambda self: self.out_proj)
""",
    beyond={
        "it has no mask and no is_causal": (
            "causality_switches_the_mask_off",
            "float_triangle",
            "mask_added_as_a_number",
            "mask_after_the_softmax",
            "mask_inverted",
            "mask_switches_causality_off",
            "minus_1e9",
            "triangle_upside_down",
        ),
        "it has no bias argument": ("bias_argument_unused",),
        "all three inputs are always given": ("value_defaults_to_the_query",),
        "it does not ask for the refusal": ("heads_unchecked",),
    },
)

LINEAR = Task(
    name="linear",
    exercise="linear",
    adapter="\n\nclass SimpleLinear(Linear):\n    pass\n",
    beyond={
        "it has no bias argument": ("bias_always_made", "bias_without_a_name"),
        "it wants a bias of zeros": ("bias_starts_at_zero",),
        "it asks for no module": ("plain_tensors",),
        "it does not say how many axes the input has": ("mm_in_forward",),
    },
    other_convention="it wants normal weights and a bias of zeros",
)

TASKS = (SOFTMAX, MULTIHEAD, LINEAR)


class TorchJudge:
    """torch_judge in an IPython shell of the peers' environment. Use it by `with`."""

    def __init__(self, python: Path, variables: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [python, "-P", SHELL],
            env=variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def check(self, task: Task, code: str | None = None) -> dict[str, Any]:
        """Run `code` in its notebook, unless the last one is to be checked again, and call `check`."""
        request = {"task": task.name} | ({} if code is None else {"code": code + task.adapter})
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            return {"solved": False, "seconds": 0.0, "said": "the answer ended its process", "lost": True}
        reply = json.loads(line)
        assert isinstance(reply, dict)
        return reply

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
