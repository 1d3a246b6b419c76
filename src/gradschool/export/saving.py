"""Exports as files: written whole, read back, never put over somebody's work."""

from __future__ import annotations

from pathlib import Path

from gradschool.errors import UsageError
from gradschool.export import notebook, percent
from gradschool.export.cells import Document
from gradschool.files import write_whole


def write(path: Path, text: str, overwrite: bool = False) -> None:
    """Write an exported lesson. One that stands there may be replaced as long as nobody has changed it.

    Raises:
        StorageError: it cannot be written; what was there before still is.
        UsageError: a file stands there that was changed since, or is another's, and `overwrite` was not said.
    """
    data = text.encode()
    if not overwrite and path.is_file():
        try:
            there = path.read_bytes()
        except OSError as error:
            raise UsageError(path, f"cannot be read ({error.strerror})", "Name another file.") from error
        if there == data:
            return
        if not _is_untouched(there):
            repair = "Name another file, or say that this one may be overwritten."
            raise UsageError(path, "it is not as an export left it, so somebody's work may be in it", repair)
    write_whole(path, data)


def read(path: Path) -> Document:
    """The exported lesson in a `.py` or `.ipynb` file, with all that was changed in it.

    Raises:
        UsageError: it cannot be read, or is not an exported lesson.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(path, f"byte {error.start} is not UTF-8", "Save it as UTF-8.") from error
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) else str(error)
        raise UsageError(path, f"cannot be read ({said})", "Name a lesson that was exported.") from error
    return notebook.from_notebook(text, path) if path.suffix == ".ipynb" else percent.from_percent(text, path)


def _is_untouched(data: bytes) -> bool:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    return notebook.is_untouched(text) if text.startswith("{") else percent.is_untouched(text)
