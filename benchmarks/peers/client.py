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
        breaks: our mistakes that break a sentence of the task's own text too; only these are held against it.
        other_convention: why our right answers are not right there, if its text wants something else.
    """

    name: str
    exercise: str
    adapter: str
    breaks: frozenset[str]
    other_convention: str = ""


# Not held against it: its text says nothing of dtypes, of gradients, or of leaving the input alone.
SOFTMAX = Task(
    name="softmax",
    exercise="softmax",
    adapter="\n\ndef my_softmax(x, dim=-1):\n    return softmax(x, dim)\n",
    breaks=frozenset(
        {
            "always_the_last_axis",
            "logarithms_returned",
            "maximum_without_keepdim",
            "nan_replaced_by_zero",
            "no_maximum_subtracted",
            "one_maximum_for_all",
            "scores_clamped",
            "sum_without_keepdim",
        }
    ),
)

# Not held against it: it has no masks, no bias argument and no defaults, and asks for no check of the width.
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
    breaks=frozenset(
        {
            "always_itself",
            "heads_by_reshape_alone",
            "length_taken_from_the_query",
            "merged_without_transposing",
            "no_output_projection",
            "not_scaled",
            "scaled_by_d",
            "scaled_by_the_whole_width",
            "softmax_over_the_queries",
            "value_argument_unused",
            "value_through_the_key_projection",
        }
    ),
)

# Not held against it: it has no bias argument, asks for no module, and does not say how many axes an input has.
LINEAR = Task(
    name="linear",
    exercise="linear",
    adapter="\n\nclass SimpleLinear(Linear):\n    pass\n",
    breaks=frozenset(
        {
            "all_zeros",
            "bound_from_outputs",
            "from_zero_to_one",
            "kaiming_default",
            "one_hundredth",
            "randn_not_scaled",
            "rewrapped_in_forward",
            "super_not_called",
            "weight_in_out",
        }
    ),
    other_convention="it asks for normal weights and a bias of zeros, we for uniform ones",
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
