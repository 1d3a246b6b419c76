"""The promises that every function on tensors keeps: authors declare what applies, and write what is special."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch

from gradschool.inside.answers import Answer, Scenario

Shape = tuple[int, ...]
Call = Callable[..., Any]
Draw = Callable[[Shape], torch.Tensor]

# Half results may be computed in half or in float32 and rounded: both are right.
_HALF_RTOL, _HALF_ATOL = 4e-2, 8e-3
LAYOUTS = ("transposed", "every second element", "behind an offset", "expanded", "channels last")


def common(  # noqa: PLR0913  # a declaration: all but two have a default and are named
    call: Call,
    shapes: Sequence[Any],
    *,
    arguments: Sequence[str] = ("input",),
    draw: Mapping[str, Draw] | None = None,
    empty: Sequence[Any] = (),
    dtypes: Sequence[torch.dtype] = (torch.float64, torch.float32, torch.bfloat16, torch.float16),
    gradient: Sequence[str] | None = None,
    layouts: Sequence[str] = LAYOUTS[:4],
    random: bool = False,
) -> list[Scenario]:
    """The common core of a function on tensors, as a list of scenarios to assign to a name in `scenarios.py`.

    Args:
        call: `lambda answer, input: answer.softmax(input, -1)`; gets one tensor for each of `arguments`.
        shapes: for one argument its shapes, for several tuples of shapes. Small and odd ones, and axes of size one.
        arguments: the names of the tensors, as the learner reads them.
        draw: how to draw an argument of a shape; a standard normal in float32 where nothing is said.
        empty: shapes without elements that are to work.
        dtypes: floating dtypes that come back as they went in.
        gradient: the arguments that a gradient reaches; all that are floating where nothing is said, `()` for none.
        layouts: which of `LAYOUTS` the first shape of two axes or more is read in.
        random: whether the function may take random numbers from the global generator.
    """
    made = _Core(call, [_several(shape, arguments) for shape in shapes], tuple(arguments), dict(draw or {}), random)
    strided = next((shape for shape in made.shapes if any(len(part) >= 2 for part in shape)), None)
    scenarios = [made.values("gives the right values for shapes of every kind", made.shapes)]
    if empty:
        scenarios.append(
            made.values("accepts inputs without elements", [_several(shape, arguments) for shape in empty])
        )
    if strided and layouts:
        scenarios.append(made.layouts(strided, layouts))
    if dtypes:
        scenarios.append(made.dtypes(dtypes))
    if gradient is None or gradient:
        scenarios.append(made.gradient(gradient))
    scenarios.append(made.purity())
    return scenarios


def _several(shape: Any, arguments: Sequence[str]) -> tuple[Shape, ...]:
    return (tuple(shape),) if len(arguments) == 1 else tuple(tuple(part) for part in shape)


class _Core:
    def __init__(
        self,
        call: Call,
        shapes: list[tuple[Shape, ...]],
        arguments: tuple[str, ...],
        draw: dict[str, Draw],
        random: bool,
    ) -> None:
        self.call, self.shapes, self.arguments, self.draw, self.random = call, shapes, arguments, draw, random

    def _made(self, shapes: tuple[Shape, ...]) -> list[torch.Tensor]:
        drawn = zip(self.arguments, shapes, strict=True)
        return [self.draw.get(name, torch.randn)(shape) for name, shape in drawn]

    def _given(self, answer: Answer, tensors: Sequence[torch.Tensor]) -> list[Any]:
        return [answer.given(tensor, name) for name, tensor in zip(self.arguments, tensors, strict=True)]

    @property
    def _name(self) -> str:
        return f"result for {', '.join(self.arguments)}"

    def values(self, title: str, shapes: list[tuple[Shape, ...]]) -> Scenario:
        def observe(answer: Answer, *shape: Shape) -> Mapping[str, object]:
            return {self._name: self.call(answer, *self._given(answer, self._made(shape)))}

        names = tuple(f"{name}.shape" for name in self.arguments)
        return Scenario(title, observe, tuple(shapes), None, None, names)

    def layouts(self, shape: tuple[Shape, ...], layouts: Sequence[str]) -> Scenario:
        def observe(answer: Answer, layout: str) -> Mapping[str, object]:
            tensors = [laid_out(tensor, layout) for tensor in self._made(shape)]
            return {self._name: self.call(answer, *self._given(answer, tensors))}

        fitting = [layout for layout in layouts if layout != "channels last" or any(len(part) == 4 for part in shape)]
        return Scenario("reads any layout in memory", observe, tuple((each,) for each in fitting), None, None)

    def dtypes(self, dtypes: Sequence[torch.dtype]) -> Scenario:
        def observe(answer: Answer, dtype: torch.dtype) -> Mapping[str, object]:
            tensors = [each.to(dtype) if each.is_floating_point() else each for each in self._made(self.shapes[-1])]
            return {self._name: self.call(answer, *self._given(answer, tensors))}

        return Scenario(
            "gives back the dtype that it gets", observe, tuple((each,) for each in dtypes), _HALF_RTOL, _HALF_ATOL
        )

    def gradient(self, reached: Sequence[str] | None) -> Scenario:
        def observe(answer: Answer) -> Mapping[str, object]:
            tensors = [each.double() if each.is_floating_point() else each for each in self._made(self.shapes[-1])]
            asked = {
                name: tensor.requires_grad_()
                for name, tensor in zip(self.arguments, tensors, strict=True)
                if tensor.is_floating_point() and (reached is None or name in reached)
            }
            result = self.call(answer, *tensors)
            result.backward(torch.randn(result.shape, dtype=result.dtype))  # all ones would hide many a wrong backward
            return {f"{name}.grad": tensor.grad for name, tensor in asked.items()}

        return Scenario("carries the right gradient, weighted unevenly from above", observe, ((),), 1e-5, 1e-7)

    def purity(self) -> Scenario:
        def observe(answer: Answer) -> Mapping[str, object]:
            given = self._given(answer, self._made(self.shapes[-1]))
            before = torch.get_default_dtype(), torch.is_grad_enabled()
            first = self.call(answer, *given)
            answer.drew = answer.drew and not self.random
            seen: dict[str, object] = {
                "takes random numbers": answer.drew,
                "default dtype and grad mode are left alone": (torch.get_default_dtype(), torch.is_grad_enabled())
                == before,
                "inputs still need no gradient": not any(tensor.requires_grad for tensor in given),
                "the same input gives the same result": bool(torch.equal(first, self.call(answer, *given))),
            }
            with torch.inference_mode():
                seen["result in inference mode"] = self.call(answer, *self._made(self.shapes[-1]))
            return seen

        return Scenario("leaves everything else as it was", observe, ((),), None, None)


def laid_out(tensor: torch.Tensor, layout: str) -> torch.Tensor:
    """The same kind of tensor in another layout; as it is where the layout needs more axes."""
    if layout == "every second element":
        return torch.stack([tensor, tensor], -1)[..., 0]
    if layout == "behind an offset":
        return torch.cat([tensor.flatten()[:1], tensor.flatten()])[1:].view(tensor.shape)
    if tensor.ndim >= 1 and layout == "expanded":
        return tensor[:1].expand(tensor.shape) if tensor.is_floating_point() else tensor
    if tensor.ndim >= 2 and layout == "transposed":
        return tensor.mT.contiguous().mT
    if tensor.ndim == 4 and layout == "channels last":
        return tensor.contiguous(memory_format=torch.channels_last)
    return tensor
