"""Attention heat map: who looks at whom, and how sharply."""

from __future__ import annotations

import math
from typing import Annotated

import torch
from msgspec import Struct

from gradschool.inside import svg
from gradschool.inside.controls import Choice, Range, Step, Text, Unfit
from gradschool.inside.explorers import Picture
from gradschool.inside.grids import bar, brief, shade

MOST, WIDTH = 9, 32
MASKS = ("none", "causal", "window of 3", "last word is padding", "first word sees nothing")
KEYS = ("like finds like", "the word before", "random")


class Settings(Struct, frozen=True):
    """The words, what queries look for, what they may see, and how sharply they choose."""

    words: Annotated[str, Text("Words", "Up to nine; equal words get equal keys.")] = "the cat saw the other cat"
    keys: Annotated[str, Choice("Queries match", KEYS)] = "like finds like"
    mask: Annotated[str, Choice("Mask", MASKS)] = "causal"
    temperature: Annotated[float, Range("Temperature", 0.1, 10, 0.1, "Scores are divided by it, beside sqrt(d).")] = 1.0
    row: Annotated[int, Step("Query", help="Play: each word in turn looks back.")] = 5


def explore(settings: Settings) -> Picture:
    """Scores, mask, softmax: by torch, on queries and keys made from the words."""
    words = settings.words.split()
    if not 2 <= len(words) <= MOST:
        raise Unfit(f"Two to {MOST} words can be shown; these are {len(words)}.")
    weights = attended(words, settings)
    row = min(settings.row, len(words) - 1)
    drawings = [_heat(words, weights, row), _row(words, weights[row], row)]
    return Picture(_text(words, weights, row), svg.beside(drawings), _note(weights, row), {"row": len(words) - 1})


def attended(words: list[str], settings: Settings) -> torch.Tensor:
    """The weights, `(queries, keys)`; each row that may see something sums to one."""
    queries, keys = vectors(words, settings.keys)
    scores = queries @ keys.t() / math.sqrt(WIDTH) / settings.temperature
    return scores.masked_fill(~allowed(len(words), settings.mask), float("-inf")).softmax(-1)


def vectors(words: list[str], match: str) -> tuple[torch.Tensor, torch.Tensor]:
    """Queries and keys, `(words, WIDTH)` each."""
    known = {word: torch.randn(WIDTH) for word in dict.fromkeys(words)}
    keys = torch.stack([known[word] for word in words])
    if match == "random":
        return torch.randn(len(words), WIDTH) * 1.5, keys
    if match == "the word before":
        # Position is all that counts: a query is the key of the place before its own.
        places = torch.randn(len(words), WIDTH) * 1.3
        return places.roll(1, 0), places
    return keys * 0.6, keys


def allowed(length: int, mask: str) -> torch.Tensor:
    """Which key each query may see: bool, `(queries, keys)`."""
    every = torch.ones(length, length, dtype=torch.bool)
    if mask == "causal":
        return every.tril()
    if mask == "window of 3":
        return every.tril().triu(-2)
    if mask == "last word is padding":
        return every.index_fill(1, torch.tensor([length - 1]), value=False)
    if mask == "first word sees nothing":
        return every.tril(-1)
    return every


def entropy(weights: torch.Tensor) -> float:
    """In nats; NaN for a row that sees nothing."""
    return float(torch.special.entr(weights).sum())


def _note(weights: torch.Tensor, row: int) -> str:
    dead = weights.isnan().any(1).nonzero().flatten().tolist()
    if dead:
        return f"Row {dead[0]} may see nothing: softmax of nothing but -inf is NaN, and it spreads to every gradient."
    seen = int((weights[row] > 0).sum())
    spread, most = entropy(weights[row]), math.log(seen)
    if seen == 1:
        return "One key is all that this query may see: it gets the whole weight, whatever the score."
    said = f"Entropy {spread:.2f} of at most ln {seen} = {most:.2f} nats"
    return f"{said}: it looks at about {math.exp(spread):.1f} of {seen} words."


def _percent(weight: float) -> str:
    return "NaN" if math.isnan(weight) else f"{weight:.0%}"


# --------------------------------------------------------------------------- pictures


def _heat(words: list[str], weights: torch.Tensor, row: int) -> svg.Drawing:
    left = 62.0
    size = min(36.0, (svg.WIDE - left) / len(words))
    top = 50.0
    rows = "; ".join(
        f"{word}: {', '.join(_percent(value) for value in each)}"
        for word, each in zip(words, weights.tolist(), strict=True)
    )
    drawing = svg.Drawing(
        "Who looks at whom", brief(f"Rows are queries, columns keys. {rows}.", 700), top + size * len(words) + 22
    )
    drawing.text(left, 11, "keys", svg.MUTED, 11)
    for place, word in enumerate(words):
        x = left + (place + 0.5) * size
        drawing.text(x - 3, top - 5, brief(word, 7), svg.INK, 11, transform=f"rotate(-35 {x - 3:g} {top - 5:g})")
        y = top + place * size
        drawing.text(
            left - 6,
            y + size / 2 + 4,
            brief(word, 8),
            svg.WARM if place == row else svg.INK,
            12,
            "end",
            bold=place == row,
        )
        for key, weight in enumerate(weights[place].tolist()):
            title = f"{word} looks at {words[key]}: {_percent(weight)}"
            said = _percent(weight).removesuffix("%") if weight >= 0.005 or math.isnan(weight) else ""
            x = left + key * size
            if math.isnan(weight):
                drawing.cell(x, y, size, "NaN", svg.BAD, ink=svg.PAPER, title=title)
            elif weight == 0:
                drawing.cell(x, y, size, "", "none", stroke=svg.LINE, stroke_dasharray="2 3", title=title)
            else:
                drawing.cell(x, y, size, said, svg.ACCENT, heat=weight**0.7, title=title)
    drawing.rect(
        left - 1, top + row * size - 1, size * len(words) + 2, size + 2, "none", svg.WARM, rx=4, stroke_width=2
    )
    drawing.text(left, drawing.height - 6, "rows: queries, in percent; dashed: masked", svg.MUTED, 11)
    return drawing


def _row(words: list[str], weights: torch.Tensor, row: int) -> svg.Drawing:
    drawing = svg.Drawing(f"Where “{words[row]}” looks", f"Entropy {entropy(weights):.2f} nats.", 62 + 26 * len(words))
    drawing.text(0, 14, f"query {row}, “{brief(words[row], 12)}”, looks at", svg.WARM, 12, bold=True)
    for place, (word, weight) in enumerate(zip(words, weights.tolist(), strict=True)):
        y = 40 + 26 * place
        drawing.text(56, y, brief(word, 8), svg.INK, 12, "end")
        drawing.rect(64, y - 11, 200, 14, svg.PANEL, rx=3)
        if math.isnan(weight):
            drawing.rect(64, y - 11, 200, 14, svg.BAD, rx=3, fill_opacity=0.4)
        else:
            drawing.rect(64, y - 11, 200 * weight, 14, svg.ACCENT, rx=3)
        drawing.text(
            svg.WIDE,
            y,
            "masked" if weight == 0 else _percent(weight),
            svg.MUTED if weight == 0 else svg.INK,
            12,
            "end",
            mono=True,
        )
    seen = int((weights > 0).sum())
    sum_ = float(weights.sum())
    said = f"sums to {sum_:.3g}; entropy {entropy(weights):.2f} of {math.log(max(seen, 1)):.2f} nats"
    drawing.text(0, drawing.height - 6, said, svg.MUTED, 11)
    return drawing


def _text(words: list[str], weights: torch.Tensor, row: int) -> str:
    lines = [f"{'':<12}" + "".join(f"{brief(word, 6):>7}" for word in words)]
    for place, (word, each) in enumerate(zip(words, weights.tolist(), strict=True)):
        cells = "".join(
            f"{'NaN' if math.isnan(weight) else '·' if weight == 0 else shade(weight) + f'{weight:4.0%}':>7}"
            for weight in each
        )
        lines.append(f"{'> ' if place == row else '  '}{brief(word, 9):<10}{cells}")
    lines += ["", f"query {row}, {words[row]}:"]
    for word, weight in zip(words, weights[row].tolist(), strict=True):
        drawn = "" if math.isnan(weight) else bar(weight, 40)
        lines.append(f"  {brief(word, 9):<10}{'masked' if weight == 0 else _percent(weight):>7} {drawn}".rstrip())
    return "\n".join(lines)
