"""TeX's maths as text: one line for prose and screen readers, several lines for a formula that stands alone."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from gradschool.render import symbols as known
from gradschool.render.boxes import EMPTY, Box, above_each_other, beside, fenced, grid, line, raised
from gradschool.render.tex import (
    Accented,
    Fenced,
    Fraction,
    Grid,
    Node,
    Root,
    Row,
    Scripted,
    Sign,
    parse,
    unknown_commands,
)

__all__ = ["maths", "maths_block", "unknown_commands"]


@lru_cache(maxsize=512)
def maths(tex: str, ascii_only: bool = False) -> str:
    r"""A formula in one line: `\frac{1}{n} \sum_i x_i^2` is `(1/n) ∑ᵢ xᵢ²`."""
    try:
        return "\n".join(_Layout(stack=False, ascii_only=ascii_only).lay(parse(tex)).lines).strip()
    except RecursionError:  # thousands of braces: nobody's formula
        return tex


@lru_cache(maxsize=128)
def maths_block(tex: str, ascii_only: bool = False, width: int = 80) -> tuple[str, ...]:
    """A formula that stands alone, fractions and matrices drawn over several lines where they fit into `width`."""
    try:
        box = _Layout(stack=True, ascii_only=ascii_only).lay(parse(tex))
    except RecursionError:
        return (tex,)
    if box.width > width:
        return (maths(tex, ascii_only),)
    return tuple(each.rstrip() for each in box.lines)


class _Layout:
    """How a formula is set: `stack` draws fractions upright; `ascii_only` uses no other characters."""

    def __init__(self, stack: bool, ascii_only: bool) -> None:
        self.stack, self.ascii_only = stack, ascii_only

    def lay(self, node: Node) -> Box:
        """The box of a part of a formula."""
        if isinstance(node, Sign):
            return line(node.ascii if self.ascii_only else node.text)
        if isinstance(node, Row):
            return self.row(node.items)
        if isinstance(node, Fraction):
            return self.fraction(node)
        if isinstance(node, Scripted):
            return self.scripted(node)
        if isinstance(node, Root):
            return self.root(node)
        if isinstance(node, Accented):
            return self.accented(node)
        if isinstance(node, Fenced):
            return fenced(self.delimiter(node.left), self.lay(node.body), self.delimiter(node.right), self.ascii_only)
        return self.grid(node)

    def flat(self, node: Node) -> str:
        """A part as one line, for scripts and what stands inside fractions."""
        return " ".join(_Layout(stack=False, ascii_only=self.ascii_only).lay(node).lines)

    def delimiter(self, text: str) -> str:
        return known.ASCII_DELIMITERS.get(text, text) if self.ascii_only else text

    # ------------------------------------------------------------------ side by side

    def row(self, items: tuple[Node, ...]) -> Box:
        """Things side by side, spaced as TeX spaces them."""
        roles = [self.role(item) for item in items]
        box = EMPTY
        before = ""
        for place, item in enumerate(items):
            role = roles[place]
            if role == "bin" and before in ("", "bin", "rel", "open", "punct", "func", "large"):
                role = "sign"
            after = roles[place + 1] if place + 1 < len(items) else ""
            if role == "slash" and after in ("large", "func"):
                role = "bin"
            piece = self.lay(item)
            multiplied = before in _FACTORS or after in _FACTORS
            if isinstance(item, Fraction) and item.bar and not self.stack and multiplied:
                piece = _parenthesized(piece)
            gap = _gap(before, role)
            if gap and (box.ends_in_space or piece.starts_with_space):
                gap = ""
            box = beside(box, line(gap), piece) if gap else beside(box, piece)
            before = role
        return box

    def role(self, node: Node) -> str:
        """What a part is spaced by."""
        if isinstance(node, Sign):
            named = node.role == "ord" and len(node.ascii) > 1 and node.ascii[0].isalpha()
            return "word" if self.ascii_only and named else node.role
        if isinstance(node, Scripted):
            return self.role(node.base)
        if isinstance(node, Row):
            return self.role(node.items[-1]) if len(node.items) == 1 else "ord"
        return {Fraction: "frac", Fenced: "fenced"}.get(type(node), "ord")

    # ------------------------------------------------------------------ the parts

    def fraction(self, node: Fraction) -> Box:
        above, below = self.flat(node.above), self.flat(node.below)
        if self.stack:
            bar = "" if not node.bar else "-" if self.ascii_only else "─"
            return above_each_other(above, below, bar)
        if not node.bar:
            return line(f"{above} over {below}")
        if not self.ascii_only and (above, below) in known.FRACTIONS:
            return line(known.FRACTIONS[above, below])
        if " " in above or isinstance(node.above, Fraction) or "/" in above:
            above = f"({above})"
        if not _is_one_factor(node.below, below):
            below = f"({below})"
        return line(f"{above}/{below}")

    def scripted(self, node: Scripted) -> Box:
        base = self.lay(node.base)
        if isinstance(node.base, Row) and len(node.base.items) > 1:
            base = _parenthesized(base)
        low = self.flat(node.low) if node.low is not None else ""
        high = self.flat(node.high) if node.high is not None else ""
        limits = self.stack and self.role(node.base) in ("large", "func") and base.height == 1
        if limits and not (self.low(low, True)[:1] != "_" and self.high(high)[:1] != "^"):
            return above_each_other(high, low, base.lines[0], pad=0)
        low_text = self.low(low, bool(high))
        high_text = self.high(high)
        if base.height > 1:
            return raised(beside(base, line(low_text)), high_text)
        return line(base.lines[0] + low_text + high_text)

    def low(self, text: str, more: bool) -> str:
        """Text as a subscript; in braces where Unicode has none and its end would be in doubt."""
        if not text:
            return ""
        mapped = _mapped(text, known.LOWERED, self.ascii_only)
        if mapped:
            return mapped
        return f"_{text}" if _is_word(text) and not (more and len(text) > 1) else f"_{{{text}}}"

    def high(self, text: str) -> str:
        """Text as a superscript; in parentheses where Unicode has none and its end would be in doubt."""
        if not text:
            return ""
        mapped = _mapped(text, known.RAISED, self.ascii_only)
        if mapped:
            return mapped
        if text.strip("'") == "":
            return text
        return f"^{text}" if _is_word(text) or _is_fenced(text) else f"^({text})"

    def root(self, node: Root) -> Box:
        body = self.flat(node.body)
        degree = self.flat(node.degree) if node.degree is not None else ""
        if self.ascii_only:
            return line(f"sqrt({body})" if not degree else f"root_{degree}({body})")
        sign = {"": "√", "3": "∛", "4": "∜"}.get(degree) or (_mapped(degree, known.RAISED, False) or degree) + "√"
        return line(f"{sign}{body}" if _is_one_factor(node.body, body) else f"{sign}({body})")

    def accented(self, node: Accented) -> Box:
        body = self.flat(node.body)
        name = known.ASCII_ACCENTS[node.mark]
        if self.ascii_only:
            return line(f"{name}({body})")
        if len(unicodedata.normalize("NFC", body)) == 1 or node.mark in ("\u0305", "\u0332"):
            mark = "\u0304" if node.mark == "\u0305" and len(body) == 1 else node.mark
            return line(unicodedata.normalize("NFC", "".join(letter + mark for letter in body)))
        if len(body) > 1 and isinstance(node.body, Scripted):  # the hat of x₁ sits on its x
            return line(unicodedata.normalize("NFC", body[0] + node.mark + body[1:]))
        return line(f"{name}({body})")

    def grid(self, node: Grid) -> Box:
        if self.stack:
            cells = [[self.lay(cell) for cell in row] for row in node.rows]
            return fenced(node.left, grid(cells, node.kind), node.right, self.ascii_only)
        gap = " " if node.kind == "matrix" else ""
        if node.kind == "cases":
            gap = "  "
        rows = [gap.join(self.flat(cell) for cell in row if cell.items) for row in node.rows]
        if node.kind == "aligned":
            rows = [self.flat(Row(tuple(item for cell in row for item in cell.items))) for row in node.rows]
        return line(node.left + "; ".join(rows) + node.right)


_FACTORS = ("ord", "word", "frac", "func", "large", "fenced", "open")


def _gap(before: str, role: str) -> str:
    """The space between two neighbors."""
    if not before or {"space", "slash"} & {before, role} or role in ("punct", "close") or before == "open":
        return ""
    if "rel" in (before, role) or "bin" in (before, role) or before == "punct":
        return " "
    if before == "sign":
        return ""
    if before in ("func", "large", "word"):
        return "" if role in ("open", "fenced") and before != "large" else " "
    if role in ("func", "large", "word", "frac"):
        return " "
    return " " if before == "frac" and role != "open" else ""


def _parenthesized(box: Box) -> Box:
    return fenced("(", box, ")", ascii_only=False) if box.lines != ("½",) else box


def _mapped(text: str, table: dict[str, str], ascii_only: bool) -> str:
    """`text` as raised or lowered characters; nothing where one of them does not exist."""
    if ascii_only:
        return ""
    tight = text.replace(" ", "")
    return "".join(table[each] for each in tight) if all(each in table for each in tight) else ""


def _is_word(text: str) -> bool:
    """One name or number: its end is in no doubt."""
    return (
        re.fullmatch(r"[0-9]+(\.[0-9]+)?|\w+|.", "".join(c for c in text if not unicodedata.combining(c))) is not None
    )


def _is_fenced(text: str) -> bool:
    return text.startswith("(") and text.find(")") == len(text) - 1


def _is_one_factor(node: Node, text: str) -> bool:
    """Whether a division or root by this needs no parentheses."""
    if isinstance(node, Row):
        first = node.items[0] if node.items else None
        differential = isinstance(first, Sign) and first.text in ("∂", "d") and len(node.items) == 2
        return differential or len(node.items) <= 1
    return not isinstance(node, Fraction) and " " not in text
