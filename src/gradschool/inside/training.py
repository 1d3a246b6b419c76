"""Watches training from beside it: counts optimizer steps, remembers the last loss, and says so now and then.

Optimizers have a hook for this. For the loss there is none: `backward` makes its first gradients by a function of its
own, which is told what it starts from and has returned before the engine runs, so that no traceback shows us.
What is read of a tensor is read from its memory, for modes, profilers and the learner's own hooks must not see it.
"""

from __future__ import annotations

import ctypes
import struct
import sys
import time
import weakref
from typing import Any

import torch
from torch.optim.optimizer import register_optimizer_step_post_hook

from gradschool.inside.streams import Output

EVERY = 0.05  # seconds between two messages
_MOST_POINTS = 48  # of the curve in one message
_READ: dict[torch.dtype, Any] = {torch.float32: ctypes.c_float, torch.float64: ctypes.c_double}
_HALVES = (torch.float16, torch.bfloat16)


class Training:
    """What is known of the training in the current run. One step alone is no training, and nothing is said of it."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self.begin()
        register_optimizer_step_post_hook(self._stepped)
        _watch_backward(self)

    def begin(self) -> None:
        """A run begins."""
        self._step = self._told = 0
        self._loss: float | None = None
        self._elsewhere: weakref.ref[torch.Tensor] | None = None  # a loss that is not in this machine's memory
        self._points: list[tuple[int, float]] = []
        self._stride = 1
        self._told_at = time.monotonic()

    def end(self) -> None:
        """The run is over: say what was not said yet."""
        if self._step > self._told and self._step > 1:
            self._tell(time.monotonic())

    def started_from(self, tensors: Any) -> None:
        """`backward` was called on these."""
        if len(tensors) != 1 or type(tensors[0]) is not torch.Tensor:
            return
        try:
            with torch._C.DisableTorchFunction():  # noqa: SLF001  the only way past the learner's modes
                self._loss, self._elsewhere = _scalar(tensors[0])
        except (RuntimeError, NotImplementedError):  # it has no memory: it stands for a tensor in a transform
            self._loss = self._elsewhere = None

    def _stepped(self, _optimizer: Any, _args: Any, _kwargs: Any) -> None:
        if torch.compiler.is_compiling():
            return
        self._step += 1
        now = time.monotonic()
        if self._step == 1:
            self._told_at = now - EVERY
            self._first_at = now
        if self._loss is not None and self._step % self._stride == 0:
            self._points.append((self._step, self._loss))
            if len(self._points) > _MOST_POINTS:
                self._points = self._points[1::2]
                self._stride *= 2
        if now - self._told_at >= EVERY and self._step > 1:
            self._tell(now)

    def _tell(self, now: float) -> None:
        since = self._told_at if self._told else self._first_at
        steps = self._step - (self._told or 1)
        rate = steps / (now - since) if now > since else 0.0
        loss = self._loss
        if self._elsewhere is not None and (tensor := self._elsewhere()) is not None:
            with torch._C._DisableTorchDispatch(), torch._C.DisableTorchFunction():  # noqa: SLF001  as above
                loss = float(tensor.item())
            self._points.append((self._step, loss))
        points, self._points = self._points, []
        self._told, self._told_at = self._step, now
        self._output.tell({"type": "trained", "step": self._step, "loss": loss, "rate": rate, "points": points})


def _scalar(tensor: torch.Tensor) -> tuple[float | None, weakref.ref[torch.Tensor] | None]:
    """A number on the processor as it is; a scalar elsewhere as a reference, since fetching it would make all wait."""
    if tensor.numel() != 1 or not tensor.dtype.is_floating_point or tensor.layout is not torch.strided:
        return None, None
    if tensor.device.type != "cpu":
        return None, weakref.ref(tensor)
    address = tensor.data_ptr()
    if address and tensor.dtype in _READ:
        return float(_READ[tensor.dtype].from_address(address).value), None
    if address and tensor.dtype in _HALVES:
        return _half(ctypes.c_uint16.from_address(address).value, tensor.dtype), None
    return None, None


def _half(bits: int, dtype: torch.dtype) -> float:
    if dtype is torch.float16:
        return float(struct.unpack("<e", struct.pack("<H", bits))[0])
    return float(struct.unpack("<f", struct.pack("<I", bits << 16))[0])


def _watch_backward(training: Training) -> None:
    """Have every `backward` (and no `torch.autograd.grad`) say what it starts from."""
    theirs = torch.autograd._make_grads  # noqa: SLF001  see the top of this file

    def _make_grads(outputs: Any, *arguments: Any, **named: Any) -> Any:
        if not torch.compiler.is_compiling() and sys._getframe(1).f_code.co_name == "backward":  # noqa: SLF001
            training.started_from(outputs)
        return theirs(outputs, *arguments, **named)

    torch.autograd._make_grads = _make_grads  # noqa: SLF001
