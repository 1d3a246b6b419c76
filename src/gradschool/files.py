"""Writing a file whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import threading
from pathlib import Path

from gradschool.errors import StorageError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` in the file at `path`: whoever reads it, and whenever power fails, finds the old file or the new one.

    A link is followed, so that a file kept elsewhere stays there. An existing file keeps its permissions.

    Raises:
        StorageError: it cannot be written; what was there before still is.
    """
    target = Path(os.path.realpath(path))
    beside = target.with_name(f".gradschool-{os.getpid()}-{threading.get_ident()}.part")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(OSError):
            beside.chmod(target.stat().st_mode & 0o7777)
        beside.replace(target)
        _settle(target.parent)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()


def write_new(path: Path, data: bytes) -> bool:
    """Put `data` in a file that must not exist yet; False, and nothing done, where something of that name does.

    Raises:
        StorageError: it cannot be written; no part of it is left behind.
    """
    try:
        file = path.open("xb")
    except FileExistsError:
        return False
    except OSError as error:
        raise cannot_write(path, error) from error
    try:
        with file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _settle(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            path.unlink()
        raise cannot_write(path, error) from error
    return True


def make_folder(folder: Path) -> None:
    """The folder, made if it is missing, closed to others.

    Raises:
        StorageError: it cannot be made.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error


def cannot_write(path: Path, error: OSError) -> StorageError:
    """What to say of a file that could not be written."""
    if error.errno in _FULL:
        return StorageError(path, "there is no room to write it", "Free some space, then try again; nothing was lost.")
    if isinstance(error, FileNotFoundError):
        return StorageError(path, "its folder does not exist", "Make the folder, or name another.")
    if isinstance(error, IsADirectoryError):
        return StorageError(path, "is a folder", "Name a file in it.")
    if isinstance(error, FileExistsError | NotADirectoryError):
        return StorageError(path, "a file stands where a folder is needed", "Move that file, or name another folder.")
    said = error.strerror or type(error).__name__
    return StorageError(path, f"cannot be written ({said})", "Make it and its folder writable, or name another.")


def _settle(folder: Path) -> None:
    """Make a new name in `folder` survive a power cut, where the system can promise that."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
