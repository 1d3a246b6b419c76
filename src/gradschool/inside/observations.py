"""Values become data: a JSON tree and named tensors, with nothing in it that can act.

Every leaf is a small object with one key that says what it is: `v` a plain value, `f` a float, `t` a tensor (by its
number), `b` a count with its limit, `l` a sequence, `d` a mapping, `n` a name such as a dtype, `x` a refusal or an
exception class, `o` something that cannot be observed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from safetensors import TensorSpec as _TensorSpec
from safetensors import serialize as _serialize
from safetensors.torch import load as _load_tensors

from gradschool.inside.answers import Attempted
from gradschool.inside.measure import AtMost

Tree = dict[str, Any]

LARGEST_TENSOR = 64 * 1024 * 1024
DEEPEST = 12
LONGEST_TEXT = 100_000

# Kept from before any learner's code is loaded.
_Tensor = torch.Tensor
_NoOverride = torch._C.DisableTorchFunctionSubclass  # noqa: SLF001  # torch has no public name for it
_view_as_real = torch.view_as_real
_requires_grad = vars(torch._C.TensorBase)["requires_grad"].__get__  # noqa: SLF001  # a subclass may lie
_from_numpy = torch.from_numpy
_isinstance, _type, _len, _str, _repr, _id = isinstance, type, len, str, repr, id
_EXACT: tuple[type, ...] = (bool, int, str)


class Recorder:
    """Collects the tensors of one case while its values become a tree."""

    def __init__(self) -> None:
        self.tensors: dict[str, torch.Tensor] = {}

    def tree(self, value: Any, depth: int = 0) -> Tree:  # noqa: PLR0911  # one return for each kind of value
        """Describe `value`; exact types only, so that an object that pretends to be another one is seen as itself."""
        if depth > DEEPEST:
            return {"o": "a value nested too deeply"}
        kind = _type(value)
        if value is None:
            return {"v": None}
        if kind in _EXACT:
            return {"v": value if kind is not str else value[:LONGEST_TEXT]}
        if kind is float:
            return {"f": _repr(value)}
        if _isinstance(value, _Tensor):
            return self._tensor(value)
        if kind is Attempted:
            return self._attempted(value, depth)
        if kind is AtMost:
            return {"b": [float(value.value), float(value.limit), _str(value.unit)]}
        if kind is list:
            return {"l": [self.tree(part, depth + 1) for part in list.__iter__(value)]}
        if kind in (tuple, torch.Size) or (issubclass(kind, tuple) and hasattr(kind, "_fields")):
            return {"l": [self.tree(part, depth + 1) for part in tuple.__iter__(value)]}
        if issubclass(kind, dict):
            return {"d": [[self.tree(k, depth + 1), self.tree(v, depth + 1)] for k, v in dict.items(value)]}
        return self._rare(value, kind)

    def _rare(self, value: Any, kind: type) -> Tree:
        if kind in (torch.dtype, torch.device):
            return {"n": _str(value)}
        if value is ...:
            return {"n": "..."}
        if kind is type and issubclass(value, BaseException):
            return {"x": {"class": value.__name__, "bases": [base.__name__ for base in value.__mro__]}}
        if kind is np.ndarray or issubclass(kind, np.generic):
            try:
                return self._tensor(_from_numpy(np.array(value)))
            except TypeError:
                return {"o": f"a numpy {kind.__name__}"}
        return {"o": f"{_article(kind.__name__)} {kind.__name__}"}

    def _attempted(self, attempted: Attempted, depth: int) -> Tree:
        if attempted.raised is None:
            return self.tree(attempted.value, depth + 1)
        error = attempted.raised
        return {
            "x": {
                "class": _type(error).__name__,
                "bases": [base.__name__ for base in _type(error).__mro__],
                "message": message_of(error),
                "kind": attempted.kind.__name__ if attempted.kind else None,
            }
        }

    def _tensor(self, value: torch.Tensor) -> Tree:
        with _NoOverride():
            follows = bool(_requires_grad(value))
            plain = _Tensor.detach(value)
            if _type(plain) is not _Tensor:
                plain = _Tensor.as_subclass(plain, _Tensor)
            if plain.layout is not torch.strided or plain.is_meta or plain.is_quantized or plain.is_nested:
                return {"o": f"a {plain.layout} tensor on {plain.device} that cannot be read"}
            size = plain.numel() * plain.element_size()
            if size > LARGEST_TENSOR:
                return {"o": f"a tensor of shape {tuple(plain.shape)}, {size:,} bytes: too large to look at"}
            shape, dtype = list(plain.shape), _str(plain.dtype)
            if plain.is_complex():
                plain = _view_as_real(plain.resolve_conj())
            number = _str(_len(self.tensors))
            self.tensors[number] = plain.resolve_neg().to("cpu", copy=True).contiguous()
        return {"t": number, "shape": shape, "dtype": dtype, "grad": follows}


def blob_of(tensors: dict[str, torch.Tensor]) -> bytes:
    """What was recorded, as safetensors, for another process.

    The tensors are the recorder's: on the CPU, contiguous, each with a storage of its own. `safetensors.torch.save`
    would make sure of that, which takes ten times as long as saving them.
    """
    specs = {
        name: _TensorSpec(
            dtype=_str(tensor.dtype).removeprefix("torch."),
            shape=list(tensor.shape),
            data_ptr=tensor.data_ptr(),
            data_len=tensor.numel() * tensor.element_size(),
        )
        for name, tensor in tensors.items()
    }
    return bytes(_serialize(specs)) if specs else b""


def tensors_of(blob: bytes) -> dict[str, torch.Tensor]:
    """Read what `blob_of` wrote.

    Raises:
        ValueError: it is not that.
    """
    if not blob:
        return {}
    try:
        return _load_tensors(blob)
    except Exception as error:
        raise ValueError(f"not tensors: {error}") from error


def message_of(error: BaseException) -> str:
    """An exception's text, also where its `__str__` fails."""
    try:
        return _str(error)[:4000]
    except BaseException:
        return "(its message cannot be read)"


def _article(word: str) -> str:
    return "an" if word[:1].lower() in "aeiou" else "a"
