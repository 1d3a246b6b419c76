"""A figure as characters: half blocks in color, braille dots without, letters where that is all there is."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text

if TYPE_CHECKING:
    from PIL.Image import Image

_RAMP = " .:-=+*#%@"  # from white paper to black ink
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))


def figure(png: bytes, width: int = 72, height: int = 24, color: bool = True, ascii_only: bool = False) -> Text:
    """A picture in at most `width` by `height` characters.

    Args:
        png: the file's bytes; what cannot be read as a picture is said in its place.
        width: characters across.
        height: lines.
        color: half blocks of two colors each; without, dots where the picture is dark.
        ascii_only: letters by darkness, for terminals that know nothing else.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(BytesIO(png)) as opened:
            picture = _on_paper(opened)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return Text("[a figure that cannot be shown here]", style="dim")
    across, down = (1, 1) if ascii_only else (1, 2) if color else (2, 4)
    # A character is about twice as high as wide.
    scale = min(width / picture.width, height * 2 / picture.height)
    columns = max(1, round(picture.width * scale))
    rows = max(1, round(picture.height * scale / 2))
    small = picture.resize((columns * across, rows * down), Image.Resampling.BOX)
    if ascii_only:
        return _letters(small)
    if not color:
        return _braille(small)
    # Shrinking pales thin lines: the darkest of what is left becomes dark again, hues kept.
    return _half_blocks(ImageOps.autocontrast(small, cutoff=(0.5, 0), preserve_tone=True))


def _on_paper(picture: Image) -> Image:
    """The picture in RGB, what is transparent white."""
    from PIL import Image

    layered = picture.convert("RGBA")
    paper = Image.new("RGBA", layered.size, (255, 255, 255, 255))
    return Image.alpha_composite(paper, layered).convert("RGB")


def _half_blocks(picture: Image) -> Text:
    text = Text(no_wrap=True, end="")
    pixels = picture.tobytes()
    stride = picture.width * 3
    for row in range(0, picture.height, 2):
        if row:
            text.append("\n")
        for at in range(row * stride, row * stride + stride, 3):
            below = at + stride
            upper = f"#{pixels[at : at + 3].hex()}"
            lower = f"#{pixels[below : below + 3].hex()}"
            text.append("▀", Style(color=upper, bgcolor=lower))
    return text


def _braille(picture: Image) -> Text:
    from PIL import ImageOps

    dark = ImageOps.autocontrast(picture.convert("L"), cutoff=1).convert("1")
    pixels = dark.convert("L").tobytes()
    lines = []
    for row in range(0, dark.height, 4):
        line = ""
        for column in range(0, dark.width, 2):
            code = 0x2800
            for down in range(4):
                for across in range(2):
                    if not pixels[(row + down) * dark.width + column + across]:
                        code |= _DOTS[down][across]
            line += chr(code)
        lines.append(line)
    return Text("\n".join(lines), no_wrap=True, end="")


def _letters(picture: Image) -> Text:
    from PIL import ImageOps

    pixels = ImageOps.autocontrast(picture.convert("L"), cutoff=1).tobytes()
    letters = "".join(_RAMP[round((255 - value) * (len(_RAMP) - 1) / 255)] for value in pixels)
    rows = [letters[at : at + picture.width] for at in range(0, len(letters), picture.width)]
    return Text("\n".join(row.rstrip() for row in rows), no_wrap=True, end="")
