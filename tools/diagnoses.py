"""Write docs/diagnoses.md: ten wrong answers to exercises of the course, and what the judge says of each.

python tools/diagnoses.py            write the page
python tools/diagnoses.py --check    fail if the page does not say what the judge says now
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from gradschool import worker as workers
from gradschool.content import load_course
from gradschool.judge import Judge
from gradschool.model import Course, Outcome, Submission
from gradschool.render.report import report_plain

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "diagnoses.md"
INTRODUCTION = """\
# Ten diagnoses

What the judge says of ten wrong answers.
None of them is stored with its exercise; the judge has never seen the text of any.

The first five do what a known mistake does, and get its name, however they are written:
the judge compares what code does, never how it looks.
The other five are nobody's known mistake.
There the judge says how what came relates to what is expected, and what an error of torch means.

Of each report the first promise that does not hold is shown, and the last line, without its seconds.
`python tools/diagnoses.py` writes this page, and the checks fail when it is not what the judge says.
"""


class Wrong(NamedTuple):
    """A wrong answer: to which exercise, what its author had in mind, and the code."""

    exercise: str
    thought: str
    code: str


NAMED = (
    Wrong(
        "softmax",
        "The formula, as it stands in the book.",
        """
import torch


def softmax(input, dim):
    odds = torch.e**input
    return odds / torch.sum(odds, dim=dim, keepdim=True)
""",
    ),
    Wrong(
        "silu",
        "The derivative is right on paper.",
        """
import torch


class SiLU(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(x):
        return x / (1 + torch.exp(-x))

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(inputs[0])

    @staticmethod
    def backward(ctx, upstream):
        x = ctx.saved_tensors[0]
        gate = x.sigmoid()
        return gate + x * gate * (1 - gate)
""",
    ),
    Wrong(
        "hvp",
        "A gradient, and then its product with `v`.",
        """
import torch


def hvp(f, x, v):
    slope = torch.func.grad(f)
    return v * slope(x)
""",
    ),
    Wrong(
        "linear",
        "Everything that `nn.Linear` has, but for one class.",
        """
import torch
from torch import nn


class Linear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        bound = in_features**-0.5
        self.weight = (torch.rand(out_features, in_features) * 2 * bound - bound).requires_grad_()
        self.bias = (torch.rand(out_features) * 2 * bound - bound).requires_grad_() if bias else None

    def forward(self, x):
        y = x @ self.weight.T
        return y if self.bias is None else y + self.bias
""",
    ),
    Wrong(
        "sequence_dataset",
        "Padded by hand, column by column.",
        """
import torch
from torch.utils.data import Dataset


class SequenceDataset(Dataset):
    def __init__(self, sequences, labels):
        if len(sequences) != len(labels):
            raise ValueError("every sequence has one label")
        self.pairs = list(zip(sequences, labels))

    def __len__(self):
        return len(self.pairs)

    def __getitem__(self, index):
        return self.pairs[index]


def pad_collate(batch, padding_value=0.0):
    sequences = [sequence for sequence, _ in batch]
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    padded = sequences[0].new_full((lengths.max(), len(batch), *sequences[0].shape[1:]), padding_value)
    for column, sequence in enumerate(sequences):
        padded[: len(sequence), column] = sequence
    return padded, lengths, torch.tensor([label for _, label in batch])
""",
    ),
)

TOLD = (
    Wrong(
        "softmax",
        "A mean where a sum belongs.",
        """
import torch


def softmax(input, dim):
    odds = (input - input.amax(dim, keepdim=True)).exp()
    return odds / odds.mean(dim, keepdim=True)
""",
    ),
    Wrong(
        "linear",
        "The weight is stored as it should be, and forgotten to be turned.",
        """
import torch
from torch import nn


class Linear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        bound = in_features**-0.5
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.empty(out_features).uniform_(-bound, bound)) if bias else None

    def forward(self, x):
        y = x @ self.weight
        return y if self.bias is None else y + self.bias
""",
    ),
    Wrong(
        "sequence_dataset",
        "Networks want features behind the time axis, so one is put there.",
        """
import torch
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import Dataset


class SequenceDataset(Dataset):
    def __init__(self, sequences, labels):
        if len(sequences) != len(labels):
            raise ValueError("one label for each sequence")
        self.sequences, self.labels = sequences, labels

    def __len__(self):
        return len(self.sequences)

    def __getitem__(self, index):
        return self.sequences[index], self.labels[index]


def pad_collate(batch, padding_value=0.0):
    sequences, labels = zip(*batch)
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    return pad_sequence(sequences, True, padding_value).unsqueeze(2), lengths, torch.tensor(labels)
""",
    ),
    Wrong(
        "broken_attention",
        "The weights are given back as (keys, queries).",
        """
import torch
from torch import nn


class MultiHeadAttention(nn.Module):
    def __init__(self, embed_dim, num_heads, dropout=0.0):
        super().__init__()
        if embed_dim % num_heads:
            raise ValueError("the heads do not divide the width")
        self.num_heads, self.dropout = num_heads, nn.Dropout(dropout)
        self.q_proj, self.k_proj, self.v_proj, self.out_proj = (nn.Linear(embed_dim, embed_dim) for _ in range(4))

    def forward(self, query, key, value, is_real=None, causal=False):
        q, k, v = self.split(self.q_proj(query)), self.split(self.k_proj(key)), self.split(self.v_proj(value))
        scores = torch.einsum("bhqd,bhkd->bhqk", q, k) / q.shape[-1] ** 0.5
        seen = torch.ones_like(scores, dtype=torch.bool)
        if causal:
            seen = seen.tril()
        if is_real is not None:
            seen = seen & is_real[:, None, None]
        blind = ~seen.any(-1, keepdim=True)
        weights = scores.masked_fill(~seen & ~blind, -torch.inf).softmax(-1).masked_fill(blind, 0)
        output = torch.einsum("bhqk,bhkd->bqhd", self.dropout(weights), v)
        return self.out_proj(output.flatten(2)), weights.mT

    def split(self, x):
        return x.unflatten(-1, (self.num_heads, -1)).transpose(1, 2)
""",
    ),
    Wrong(
        "hvp",
        "The gradient of the gradient, one `detach` too early.",
        """
import torch


def hvp(f, x, v):
    x = x.detach().requires_grad_()
    (gradient,) = torch.autograd.grad(f(x), x, create_graph=True)
    return torch.autograd.grad(gradient.detach() @ v, x)[0]
""",
    ),
)


def said(wrong: Wrong, course: Course, judge: Judge) -> tuple[str, bool]:
    """What the judge says of an answer, up to the first broken promise, and whether it has a name for the bug.

    Raises:
        ValueError: the judge accepts the answer, or cannot judge it.
    """
    exercise = course.exercises[wrong.exercise]
    report = judge.judge(exercise, Submission(exercise.id, wrong.code.lstrip()))
    if report.outcome in (Outcome.PASSED, Outcome.BROKEN):
        raise ValueError(f"the wrong answer to {exercise.id} ({wrong.thought}) came to {report.outcome}")
    first = next(row for row in report.scenarios if row.outcome is not Outcome.PASSED)
    shown = replace(report, scenarios=(first,), seconds=0.0)
    return report_plain(shown, width=100, kind=exercise.kind), report.diagnosis is not None


def page() -> str:
    """The page, from answers handed in now.

    Raises:
        ValueError: an answer is not diagnosed as the page says that it is.
    """
    course, parts = load_course(), [INTRODUCTION]
    with workers.own() as warm, Judge(lambda: warm) as judge:
        for number, wrong in enumerate((*NAMED, *TOLD), 1):
            text, named = said(wrong, course, judge)
            if named != (wrong in NAMED):
                raise ValueError(f"the answer to {wrong.exercise} ({wrong.thought}) is named: {named}\n{text}")
            title = course.exercises[wrong.exercise].title
            code = f"```python\n{wrong.code.strip()}\n```"
            parts.append(f"\n## {number}. {title}\n\n{wrong.thought}\n\n{code}\n\n```text\n{text}\n```\n")
    return "".join(parts)


# What fresh seeds change: tensors, the first place that differs, numbers with a point, and where lines are broken.
_SEEDED = re.compile(
    r"tensor\(.*?\)|(all|\d+ of \d+) differ, first at .*? got\b|-?\d+\.\d*(e[+-]?\d+)?|\bgot\b", re.DOTALL
)


def words(text: str) -> str:
    """The page without what fresh seeds change."""
    return " ".join(_SEEDED.sub("", text).split())


def main(arguments: list[str]) -> int:
    """Write or check the page; return 0 if all is well."""
    made = page()
    if "--check" not in arguments:
        PAGE.write_text(made, "utf-8")
        return 0
    if PAGE.is_file() and words(PAGE.read_text("utf-8")) == words(made):
        return 0
    print("docs/diagnoses.md is not what the judge says: run `python tools/diagnoses.py`.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
