"""Sampler: what temperature, top-k and top-p leave of a distribution over the next word.

The logits are real: log counts of which word follows which in the text of Python's own documentation.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from functools import lru_cache
from typing import Annotated

import torch
from msgspec import Struct

from gradschool.inside import svg
from gradschool.inside.controls import Choice, Range, Step
from gradschool.inside.explorers import Picture
from gradschool.inside.grids import bar, brief

WORDS = ("the", "a", "is", "to", "if", "of", "an", "this", "it", "can")
SHOWN, DRAWS = 12, 8


class Settings(Struct, frozen=True):
    """The word before, and what is done to the logits of the word after it."""

    word: Annotated[str, Choice("The word before", WORDS)] = "if"
    temperature: Annotated[float, Range("Temperature", 0.1, 3.0, 0.1)] = 0.8
    top_k: Annotated[int, Range("Top k", 0, SHOWN, help="Keep the k likeliest; 0 keeps all.")] = 8
    top_p: Annotated[float, Range("Top p", 0.05, 1.0, 0.05, "Keep the likeliest until they hold p together.")] = 0.9
    seed: Annotated[int, Step("Seed", help="Play: other draws from the same distribution.")] = 0


class Odds(Struct, frozen=True):
    """The words by likelihood; their odds before anything, after the temperature, and after the cuts.

    `cut`: for each word what took it out, "" for those that stayed.
    """

    words: list[str]
    plain: list[float]
    tempered: list[float]
    kept: list[float]
    cut: list[str]


def explore(settings: Settings) -> Picture:
    """Temper, cut, renormalize and draw: each by torch."""
    odds = chances(settings)
    generator = torch.Generator().manual_seed(settings.seed)
    drawn = [
        odds.words[place] for place in torch.multinomial(torch.tensor(odds.kept), DRAWS, True, generator=generator)
    ]
    drawings = [_bars(settings, odds), _draws(settings, odds, drawn)]
    return Picture(_text(settings, odds, drawn), svg.beside(drawings), _note(odds), {"seed": 99})


@lru_cache(maxsize=1)
def followers() -> dict[str, Counter[str]]:
    """For each of `WORDS` how often each word follows it."""
    from pydoc_data.topics import topics

    found = {word: Counter[str]() for word in WORDS}
    for text in topics.values():
        words = re.findall(r"[a-z]+", text.lower())
        for one, other in itertools.pairwise(words):
            if one in found:
                found[one][other] += 1
    return found


def logits_of(word: str) -> tuple[list[str], torch.Tensor]:
    """The words that follow, likeliest first (ties by the alphabet), and their logits."""
    ranked = sorted(followers()[word].items(), key=lambda pair: (-pair[1], pair[0]))
    return [name for name, _ in ranked], torch.tensor([float(count) for _, count in ranked]).log()


def chances(settings: Settings) -> Odds:
    """The distribution at each stage. Top-p counts what the temperature and top-k left."""
    words, logits = logits_of(settings.word)
    tempered = (logits / settings.temperature).softmax(0)
    open_ = torch.ones(len(words), dtype=torch.bool)
    if settings.top_k:
        open_[settings.top_k :] = False
    left = (logits / settings.temperature).masked_fill(~open_, float("-inf")).softmax(0)
    # A word stays if those before it hold less than p: the one that crosses the line is in.
    nucleus = left.cumsum(0) - left < settings.top_p
    kept = left * nucleus
    cut = [
        "top k" if not held else "top p" if not within else ""
        for held, within in zip(open_.tolist(), nucleus.tolist(), strict=True)
    ]
    return Odds(words, logits.softmax(0).tolist(), tempered.tolist(), (kept / kept.sum()).tolist(), cut)


def _note(odds: Odds) -> str:
    left = sum(not cut for cut in odds.cut)
    head = odds.kept[0]
    if left == 1:
        return f"Only “{odds.words[0]}” is left: every draw is the same."
    tail = 1 - sum(odds.plain[:left])
    said = f"{left} of {len(odds.words)} words are left; the tail that was cut held {tail:.0%}"
    return f"{said}. “{odds.words[0]}” now has {head:.0%}."


# --------------------------------------------------------------------------- pictures


def _bars(settings: Settings, odds: Odds) -> svg.Drawing:
    shown = min(SHOWN, len(odds.words))
    said = "; ".join(f"{odds.words[place]} {odds.kept[place]:.0%}" for place in range(shown) if not odds.cut[place])
    drawing = svg.Drawing(f"What follows “{settings.word}”", f"After the cuts: {said}.", 46 + 22 * shown + 38)
    drawing.text(0, 14, f"… {settings.word} ▁", svg.ACCENT, 13, bold=True)
    drawing.text(svg.WIDE, 14, "outline: as counted", svg.MUTED, 11, "end")
    most = max(*odds.plain, *odds.kept)
    left, span = 92.0, 176.0
    for place in range(shown):
        y = 28 + 22 * place
        gone = odds.cut[place]
        drawing.text(left - 8, y + 13, brief(odds.words[place], 11), svg.MUTED if gone else svg.INK, 12, "end")
        drawing.rect(left, y + 2, span * odds.plain[place] / most, 15, "none", svg.MUTED, rx=2, stroke_dasharray="2 2")
        drawing.rect(left, y + 4, span * odds.kept[place] / most, 11, svg.ACCENT, rx=2)
        label = f"cut: {gone}" if gone else f"{odds.kept[place]:.1%}"
        drawing.text(svg.WIDE, y + 14, label, svg.BAD if gone else svg.INK, 11, "end", mono=not gone)
    rest = len(odds.words) - shown
    y = 28 + 22 * shown
    kept = sum(odds.kept[shown:])
    drawing.text(left - 8, y + 14, f"{rest} more", svg.MUTED, 12, "end")
    drawing.text(svg.WIDE, y + 14, f"{kept:.1%} of {sum(odds.plain[shown:]):.1%}", svg.MUTED, 11, "end", mono=True)
    return drawing


def _draws(settings: Settings, odds: Odds, drawn: list[str]) -> svg.Drawing:
    """The nucleus as one bar cut into words, and what was drawn from it."""
    drawing = svg.Drawing("What is drawn", f"Seed {settings.seed}: {', '.join(drawn)}.", 270)
    drawing.text(0, 14, "what is left, as one bar of length 1", svg.MUTED)
    x = 0.0
    for place, share in enumerate(odds.kept[:40]):
        width = share * svg.WIDE
        if share and width > 0.3:
            drawing.rect(
                x,
                22,
                max(width - 1, 0.4),
                30,
                svg.ACCENT,
                rx=2,
                fill_opacity=0.95 - 0.65 * min(place / 10, 1),
                title=f"{odds.words[place]} {share:.1%}",
            )
            if width > 7.5 * len(odds.words[place]) + 4:
                ink = svg.PAPER if place < 4 else svg.INK
                drawing.text(x + width / 2, 41, odds.words[place], ink, 11, "middle")
        x += width
    drawing.text(0, 80, f"{DRAWS} draws with seed {settings.seed}", svg.MUTED)
    for place, word in enumerate(drawn):
        column, row = place % 2, place // 2
        left, top = column * (svg.WIDE / 2), 90 + row * 34
        drawing.rect(left, top, svg.WIDE / 2 - 8, 28, svg.PANEL, rx=6)
        drawing.text(left + 10, top + 18, f"{settings.word} ", svg.MUTED, 12)
        drawing.text(left + 14 + 7 * len(settings.word), top + 18, brief(word, 14), svg.ACCENT, 12, bold=True)
    drawing.text(0, 244, f"softmax(logits / {settings.temperature:g})", svg.INK, 12, mono=True)
    cuts = [f"top k = {settings.top_k}" if settings.top_k else "no top k", f"top p = {settings.top_p:g}"]
    drawing.text(0, 262, f"then {', then '.join(cuts)}", svg.INK, 12, mono=True)
    return drawing


def _text(settings: Settings, odds: Odds, drawn: list[str]) -> str:
    lines = [f"{settings.word} …{'':<18}counted  tempered      kept"]
    most = max(odds.kept)
    for place in range(min(SHOWN, len(odds.words))):
        gone = odds.cut[place]
        tail = f"cut by {gone}" if gone else bar(odds.kept[place] / most, 26)
        numbers = f"{odds.plain[place]:>8.1%} {odds.tempered[place]:>9.1%} {odds.kept[place]:>9.1%}"
        lines.append(f"  {brief(odds.words[place], 16):<18}{numbers}  {tail}".rstrip())
    rest = slice(SHOWN, None)
    sums = [sum(part[rest]) for part in (odds.plain, odds.tempered, odds.kept)]
    lines.append(f"  {f'{max(len(odds.words) - SHOWN, 0)} more':<18}{sums[0]:>8.1%} {sums[1]:>9.1%} {sums[2]:>9.1%}")
    return "\n".join([*lines, "", brief(f"{DRAWS} draws, seed {settings.seed}: {' '.join(drawn)}", 80)])
