"""Convolution stepper: a small window of weights that walks over an image, and the arithmetic of where it stands."""

from __future__ import annotations

from typing import Annotated

import torch
from msgspec import Struct

from gradschool.inside import svg
from gradschool.inside.controls import Range, Step, Unfit
from gradschool.inside.explorers import Picture

IMAGE = [
    [0, 0, 1, 2, 0, 0],
    [0, 1, 3, 3, 0, 0],
    [0, 2, 0, 3, 0, 0],
    [0, 0, 0, 3, 0, 0],
    [0, 0, 1, 3, 1, 0],
    [0, 2, 3, 3, 3, 2],
]
KERNELS = {
    1: [[2]],
    2: [[1, -1], [1, -1]],
    3: [[1, 0, -1], [2, 0, -2], [1, 0, -1]],
    4: [[1, 0, 0, -1]] * 4,
}


class Settings(Struct, frozen=True):
    """The arguments of `F.conv2d`, and which output cell is computed."""

    kernel: Annotated[int, Range("Kernel size", 1, 4)] = 3
    stride: Annotated[int, Range("Stride", 1, 3)] = 1
    padding: Annotated[int, Range("Padding", 0, 2)] = 1
    dilation: Annotated[int, Range("Dilation", 1, 3)] = 1
    step: Annotated[int, Step("Output cell", help="Play: the window walks, row by row.")] = 14


def explore(settings: Settings) -> Picture:
    """Convolve with torch, and show the one window that made the chosen cell."""
    image, kernel = torch.tensor(IMAGE), torch.tensor(KERNELS[settings.kernel])
    reach = settings.dilation * (settings.kernel - 1) + 1
    padded = torch.nn.functional.pad(image, [settings.padding] * 4)
    if reach > len(padded):
        raise Unfit(f"The window reaches over {reach} cells and the padded image has {len(padded)}: torch refuses too.")
    out = convolved(image, kernel, settings)
    step = min(settings.step, out.numel() - 1)
    row, column = divmod(step, out.shape[1])
    taps = window(settings, row, column)
    terms = [(int(padded[y, x]), int(weight)) for (y, x), weight in zip(taps, kernel.flatten(), strict=True)]
    drawings = [_walk(settings, padded, taps, kernel), _made(settings, out, step, terms)]
    text = _text(settings, padded, out, taps, terms, step)
    return Picture(text, svg.beside(drawings), _note(settings, out), {"step": out.numel() - 1})


def convolved(image: torch.Tensor, kernel: torch.Tensor, settings: Settings) -> torch.Tensor:
    """What `F.conv2d` gives, as whole numbers, shape `(height, width)`."""
    return torch.nn.functional.conv2d(
        image[None, None].double(), kernel[None, None].double(), None,
        settings.stride, settings.padding, settings.dilation,
    )[0, 0].round().long()  # fmt: skip


def window(settings: Settings, row: int, column: int) -> list[tuple[int, int]]:
    """The cells of the padded image that make the output cell, in the order of the kernel's weights."""
    return [
        (row * settings.stride + i * settings.dilation, column * settings.stride + j * settings.dilation)
        for i in range(settings.kernel)
        for j in range(settings.kernel)
    ]


def _size(settings: Settings) -> str:
    s = settings
    size = (len(IMAGE) + 2 * s.padding - s.dilation * (s.kernel - 1) - 1) // s.stride + 1
    return f"⌊({len(IMAGE)} + 2·{s.padding} − {s.dilation}·({s.kernel}−1) − 1) / {s.stride}⌋ + 1 = {size}"


def _note(settings: Settings, out: torch.Tensor) -> str:
    size = f"{len(IMAGE)}×{len(IMAGE)} in, {out.shape[0]}×{out.shape[1]} out"
    if settings.dilation > 1:
        reach = settings.dilation * (settings.kernel - 1) + 1
        return f"{size}: dilation spreads {settings.kernel} weights over {reach} cells at no cost."
    if settings.stride > 1:
        return f"{size}: stride {settings.stride} skips positions, and the floor leaves out what does not fit."
    if tuple(out.shape) == (len(IMAGE), len(IMAGE)):
        return (
            f"{size}: padding {settings.padding} makes up for what a kernel of {settings.kernel} takes from the edges."
        )
    return f"{size}: the window has fewer places than the image has cells."


# --------------------------------------------------------------------------- pictures


def _walk(settings: Settings, padded: torch.Tensor, taps: list[tuple[int, int]], kernel: torch.Tensor) -> svg.Drawing:
    """The padded image with the window on it; the weights in the corners of the cells they meet."""
    side = len(padded)
    size = min(34.0, 300 / side)
    drawing = svg.Drawing(
        "The window on the image", f"Weights {kernel.tolist()} on cells {taps}.", 30 + side * size + 20
    )
    drawing.text(0, 14, f"image, padded by {settings.padding}; the weight in the corner", svg.MUTED)
    weights = {tap: int(weight) for tap, weight in zip(taps, kernel.flatten(), strict=True)}
    for y in range(side):
        for x in range(side):
            inside = settings.padding <= y < side - settings.padding and settings.padding <= x < side - settings.padding
            value = int(padded[y, x])
            left, top = x * size, 24 + y * size
            if (y, x) in weights:
                weight = weights[(y, x)]
                color = svg.ACCENT if weight > 0 else svg.WARM if weight < 0 else svg.MUTED
                drawing.cell(left, top, size, value, color, heat=0.32, stroke=color, stroke_width=1.5)
                drawing.text(
                    left + size - 3, top + size - 4, f"{weight:+d}" if weight else "0", color, 9, "end", bold=True
                )
            elif inside:
                drawing.cell(left, top, size, value, svg.INK, heat=0.03 + 0.12 * value)
            else:
                drawing.cell(left, top, size, value, "none", ink=svg.MUTED, stroke=svg.LINE, stroke_dasharray="2 3")
    (y1, x1), (y2, x2) = taps[0], taps[-1]
    drawing.rect(
        x1 * size, 24 + y1 * size, (x2 - x1 + 1) * size, (y2 - y1 + 1) * size, "none", svg.INK, rx=4, stroke_width=2
    )
    return drawing


def _made(settings: Settings, out: torch.Tensor, step: int, terms: list[tuple[int, int]]) -> svg.Drawing:
    side = max(out.shape)
    size = min(34.0, 300 / side)
    said = f"Output {out.tolist()}."
    drawing = svg.Drawing("The output so far", said, 96 + out.shape[0] * size)
    drawing.text(0, 14, f"output, {out.shape[0]}×{out.shape[1]}", svg.MUTED)
    most = max(int(out.abs().max()), 1)
    for place, value in enumerate(out.flatten().tolist()):
        row, column = divmod(place, out.shape[1])
        left, top = column * size, 24 + row * size
        if place == step:
            drawing.cell(left, top, size, value, svg.GOOD, ink=svg.PAPER)
        elif place < step:
            drawing.cell(left, top, size, value, svg.ACCENT if value >= 0 else svg.WARM, heat=0.5 * abs(value) / most)
        else:
            drawing.cell(left, top, size, "", "none", stroke=svg.LINE)
    y = 24 + out.shape[0] * size
    said = _sum(terms)
    drawing.text(0, y + 22, said, svg.INK, 12 if len(said) < 42 else 10.5, mono=True, bold=True)
    drawing.text(0, y + 42, "size along each side:", svg.MUTED, 11)
    drawing.text(0, y + 58, _size(settings), svg.INK, 11.5, mono=True)
    return drawing


def _sum(terms: list[tuple[int, int]]) -> str:
    parts = [
        f"{value}·{weight}" if weight >= 0 else f"{value}·({weight})" for value, weight in terms if weight and value
    ]
    shown = " + ".join(parts[:5]) + (" + …" if len(parts) > 5 else "")
    return f"{shown or '0'} = {sum(value * weight for value, weight in terms)}"


def _text(
    settings: Settings,
    padded: torch.Tensor,
    out: torch.Tensor,
    taps: list[tuple[int, int]],
    terms: list[tuple[int, int]],
    step: int,
) -> str:
    """Image and output beside each other, the window in brackets."""
    cells = [
        [f"[{value}]" if (y, x) in taps else f" {value} " for x, value in enumerate(row)]
        for y, row in enumerate(padded.tolist())
    ]
    width = out.shape[1]
    made = [f"{value}" if place <= step else "." for place, value in enumerate(out.flatten().tolist())]
    made[step] = f"({made[step]})"
    wide = max(map(len, made)) + 1
    rows = [
        "".join(f"{value:>{wide}}" for value in made[start : start + width]) for start in range(0, len(made), width)
    ]
    lines = [f"{'image, padded by ' + str(settings.padding):<36}output, {out.shape[0]}x{out.shape[1]}"]
    for place in range(max(len(cells), len(rows))):
        left = "".join(cells[place]) if place < len(cells) else ""
        lines.append(f"{left:<36}{rows[place] if place < len(rows) else ''}".rstrip())
    return "\n".join([*lines, _sum(terms), f"size: {_size(settings)}"])
