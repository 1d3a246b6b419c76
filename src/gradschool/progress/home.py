"""The folder in which a learner's data lives."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from gradschool.errors import StorageError


def home_folder() -> Path:
    """`GRADSCHOOL_HOME` if it is set, else the user's data folder for gradschool. It need not exist yet.

    Raises:
        StorageError: this account has no home folder.
    """
    named = os.environ.get("GRADSCHOOL_HOME", "").strip()
    try:
        return Path(named).expanduser().absolute() if named else _data_folder()
    except RuntimeError as error:
        raise StorageError(named, "no home folder is known for this account", "Set GRADSCHOOL_HOME to one.") from error


def _data_folder() -> Path:
    if sys.platform != "linux":
        import platformdirs

        return Path(platformdirs.user_data_dir("gradschool", appauthor=False))
    # What platformdirs answers here (a test compares them), without the 15 ms that importing it costs every command.
    base = Path(os.environ.get("XDG_DATA_HOME", ""))
    return (base if base.is_absolute() else Path.home() / ".local/share") / "gradschool"
