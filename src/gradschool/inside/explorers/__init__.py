"""Interactive pictures, each in a file of its own here: `Settings`, and `explore(settings)` that computes the picture.

A module's docstring begins `Title: what it shows.`, and both are taken from there. `explore` returns a `Picture`; what
cannot be shown is an `Unfit`, said to the learner in a sentence.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType

import msgspec
import torch
from msgspec import Struct, structs

from gradschool.inside import controls
from gradschool.inside.controls import Unfit
from gradschool.model import View

NAMES = tuple(sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem != "__init__"))


class Picture(Struct, frozen=True):
    """What an explorer makes of its settings.

    Args:
        text: the argument in at most 80 columns.
        html: the same as pictures that lie beside or below each other, each at most 320 units wide.
        note: one sentence that says what is to be seen here.
        ends: the last position of each setting that can be played.
        at: where such a setting stands, if it is not where it was put.
    """

    text: str
    html: str
    note: str
    ends: dict[str, int] = {}
    at: dict[str, int] = {}


def view(name: str, given: Mapping[str, str]) -> View:
    """The explorer `name` with the settings in `given`. Whatever goes wrong is said in the view.

    Raises:
        KeyError: there is no such explorer.
    """
    if name not in NAMES:
        raise KeyError(name)
    module = import_module(f"{__name__}.{name}")
    try:
        settings = controls.read(module.Settings, given)
        picture = _computed(module, settings)
    except Unfit as error:
        return _failed(module, given, str(error))
    except MemoryError:
        return _failed(module, given, "That takes more memory than an explorer may have.")
    except Exception as error:  # a learner's expression raises anything, and torch refuses in its own words
        return _failed(module, given, f"{type(error).__name__}: {str(error).partition(chr(10))[0][:300]}")
    values = {key: controls.as_text(value) for key, value in msgspec.structs.asdict(settings).items()}
    for key, end in picture.ends.items():
        values[key] = str(picture.at.get(key, min(int(values[key]), end)))
    shown = controls.controls(module.Settings, values, picture.ends)
    return View(title_of(module)[0], picture.text.rstrip("\n"), picture.html, shown, values, picture.note)


def title_of(module: ModuleType) -> tuple[str, str]:
    """An explorer's title and what it shows, from its docstring."""
    title, _, summary = (module.__doc__ or "").partition("\n")[0].rstrip(".").partition(": ")
    return title, summary


def _computed(module: ModuleType, settings: Struct) -> Picture:
    """Compute the picture with torch as it comes, and leave what is global as it was (a notebook is somebody's)."""
    dtype = torch.get_default_dtype()
    try:
        torch.set_default_dtype(torch.float32)
        with torch.random.fork_rng(devices=[]), torch.enable_grad(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            torch.manual_seed(0)
            picture = module.explore(settings)
    finally:
        torch.set_default_dtype(dtype)
    assert isinstance(picture, Picture)
    return picture


def _failed(module: ModuleType, given: Mapping[str, str], error: str) -> View:
    defaults = {key: controls.as_text(value) for key, value in structs.asdict(module.Settings()).items()}
    values = defaults | {key: text[: controls.LONGEST] for key, text in given.items() if key in defaults}
    shown = controls.controls(module.Settings, values, {})
    return View(title_of(module)[0], "", "", shown, values, error=error)
