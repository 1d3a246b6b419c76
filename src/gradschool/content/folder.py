"""Where the course lies."""

# As in course.py: pathlib would cost every command more than it gives.
# ruff: noqa: PTH100, PTH111, PTH118, PTH120
from __future__ import annotations

import os


def default_folder() -> str:
    """The folder of the course: GRADSCHOOL_COURSE if that is set, else the one that came with the package."""
    own = os.environ.get("GRADSCHOOL_COURSE")
    if own:
        return os.path.abspath(os.path.expanduser(own))
    return os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "course")
