"""Commented folders for authors to start from: a lesson, or an exercise of any kind."""

from __future__ import annotations

import re
from pathlib import Path

from gradschool.errors import UsageError
from gradschool.model import Kind

_ID = re.compile(r"[a-z][a-z0-9_]*")

_LESSON = """\
# {title}

Open with the question that this lesson answers.

```python
import torch

torch.arange(3)
```

```output
tensor([0, 1, 2])
```

Say, show, ask: one sentence a line.
**Try:** name a change that surprises.

## What goes wrong

```python .raises
torch.ones(2) + torch.ones(3)
```

```output
RuntimeError: The size of tensor a (2) must match the size of tensor b (3) at non-singleton dimension 0
```

## Words

a new word, its other forms
: What it means, in a sentence: the glossary is made of these.
"""

_TOML = """\
title = "{title}"
kind = "{kind}"
{entry}teaches = []                # words for the map, such as "keepdim"
needs = ["{lesson}"]        # lessons that should come before
difficulty = "medium"       # easy, medium, hard, expert
minutes = 15
{forbid}# limits = {{ seconds = 10, memory_mib = 1024 }}
"""

_TASK = """\
Write `{name}(input)`, which …

- `input`: a floating-point tensor of any shape.
- Returns a tensor of the same shape and dtype.

| call | result |
|---|---|
| `{name}(torch.tensor([1., 2.]))` | `tensor([2., 4.])` |
"""

_HINTS = "## 1\nA nudge: where to look.\n\n## 2\nThe idea.\n\n## 3\nNearly there: the call that does it.\n"

_PROGRAMS = {
    "starter.py": """\
import torch


def {name}(input: torch.Tensor) -> torch.Tensor:
    \"\"\"What it returns: shape, dtype.\"\"\"
    raise NotImplementedError("your turn")
""",
    "solution.py": """\
import torch


def {name}(input: torch.Tensor) -> torch.Tensor:
    \"\"\"What it returns: shape, dtype.\"\"\"
    return 2 * input
""",
    "scenarios.py": """\
\"\"\"What is observed of an answer to `{name}`. It never says what is right: the solution does.\"\"\"
import torch

from gradschool.scenarios import Answer, scenario


# The title is a promise; cases go from small to large, so that the first that fails is the counter-example.
@scenario("doubles every value, whatever the shape", cases=[((2,),), ((2, 3),), ((0, 3),)])
def values(answer: Answer, shape: tuple[int, ...]):
    numbers = answer.given(torch.randn(shape))  # `given`: must be left unchanged
    return {{"{name}(numbers)": answer.{name}(numbers)}}
""",
    "mistakes/squares_instead.py": """\
\"\"\"The values were squared, not doubled.

At 2 the two agree, which is why one example is never enough.
\"\"\"
import torch


def {name}(input):
    return input**2  # <- here
""",
    "accepted/by_adding.py": """\
\"\"\"A sum with itself.\"\"\"
import torch


def {name}(input):
    return input + input
""",
}

_ITEMS = """\
\"\"\"Each function is a question: its docstring asks and explains, its body is shown, what it returns is true.\"\"\"
import torch


def sum_of_integers():
    \"\"\"Which dtype has the sum?

    Integers are summed in int64, whatever their width.
    \"\"\"
    return torch.tensor([1, 2], dtype=torch.int8).sum().dtype
"""

_BELIEF = """\
\"\"\"A sum keeps the dtype of what it sums.

That is true of floating point only: integers are widened, so that a sum of many does not overflow.
\"\"\"
answers = {{"sum_of_integers": "int8"}}
"""

_QUESTIONS = """\
## sum_of_integers
Which dtype has the sum of int8 numbers?

- [ ] int8
  That is true of floating point only.
- [x] int64
  Integers are widened, so that a sum of many does not overflow.

```python
import torch
assert torch.tensor([1], dtype=torch.int8).sum().dtype == torch.int64
```
"""


def new_lesson(course: Path, module: str, name: str, title: str) -> Path:
    """Write a lesson's folder and return it.

    Raises:
        UsageError: the name is no id, or the folder is there already.
    """
    return _write(course / module / name, {"lesson.md": _LESSON.format(title=title)}, name)


def new_exercise(course: Path, module: str, lesson: str, name: str, title: str, kind: Kind) -> Path:
    """Write an exercise's folder, which holds as it is, and return it.

    Raises:
        UsageError: the name is no id, or the folder is there already.
    """
    written = kind.observed
    facts = {
        "title": title,
        "kind": kind.value,
        "lesson": lesson,
        "entry": f'entry = "{name}"\n' if written else "",
        "forbid": 'forbid = []                 # such as "softmax", "nn.Softmax"\n' if written else "",
    }
    files = {"exercise.toml": _TOML.format(**facts), "task.md": _TASK.format(name=name), "hints.md": _HINTS}
    if written:
        files |= {path: text.format(name=name) for path, text in _PROGRAMS.items()}
    else:
        files["task.md"] = "Answer before you run anything.\n"
        if kind is Kind.CHOOSE:
            del files["hints.md"]  # each choice has its own feedback
        questions = {"items.py": _ITEMS, "mistakes/keeps_its_dtype.py": _BELIEF.format()}
        files |= questions if kind is Kind.PREDICT else {"questions.md": _QUESTIONS}
    return _write(course / module / lesson / name, files, name)


def _write(folder: Path, files: dict[str, str], name: str) -> Path:
    if not _ID.fullmatch(name):
        raise UsageError(name, "this is no id", "Use small letters, digits and underscores: `batch_norm`.")
    if folder.exists():
        raise UsageError(folder, "it is there already", "Choose another name, or remove it first.")
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    return folder
