"""Drawing: SVG with presentation attributes only, in the colors of whatever page it stands in.

A drawing is at most `WIDE` units wide, so that two stand beside each other in a column of prose and one fills a phone,
with its text at full size in both. Colors are variables that a page may define; what stands behind the comma is for a
page that does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

WIDE = 320

INK = "var(--gs-ink,#1d2433)"
MUTED = "var(--gs-muted,#5c6675)"
LINE = "var(--gs-line,#c9d0da)"
PANEL = "var(--gs-panel,#eef1f5)"
PAPER = "var(--gs-paper,#ffffff)"
ACCENT = "var(--gs-accent,#2563c9)"
WARM = "var(--gs-warm,#b4530a)"
GOOD = "var(--gs-good,#1a7f4b)"
BAD = "var(--gs-bad,#c02434)"
VIOLET = "var(--gs-violet,#7c3fb5)"
COLORS = (ACCENT, WARM, GOOD, VIOLET, BAD, MUTED)  # for things that are told apart, in this order
SANS = "var(--gs-sans,system-ui,sans-serif)"
MONO = "var(--gs-mono,ui-monospace,Menlo,Consolas,monospace)"

Point = tuple[float, float]


class Drawing:
    """One picture that is being drawn; `html()` is what came of it.

    Args:
        title: what it is, for those who hear it.
        desc: what it shows, in words.
        height: in units, as `width`.
    """

    def __init__(self, title: str, desc: str, height: float, width: float = WIDE) -> None:
        self.title, self.desc, self.width, self.height = title, desc, width, height
        self._parts: list[str] = []

    # ------------------------------------------------------------------ shapes

    def rect(
        self, x: float, y: float, w: float, h: float, fill: str = "none", stroke: str = "none", **more: object
    ) -> None:
        """A box. `more`: further attributes, `_` for `-`, and `title` for what is said of it."""
        self._add(
            "rect", {"x": x, "y": y, "width": max(w, 0), "height": max(h, 0), "fill": fill, "stroke": stroke}, more
        )

    def line(self, start: Point, end: Point, stroke: str = LINE, width: float = 1, **more: object) -> None:
        """A straight line."""
        ends = {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1]}
        self._add("line", {**ends, "stroke": stroke, "stroke-width": width}, more)

    def circle(self, center: Point, radius: float, fill: str = INK, stroke: str = "none", **more: object) -> None:
        """A dot."""
        self._add("circle", {"cx": center[0], "cy": center[1], "r": radius, "fill": fill, "stroke": stroke}, more)

    def path(self, d: str, stroke: str = INK, width: float = 1.5, fill: str = "none", **more: object) -> None:
        """A path, as SVG writes it."""
        self._add("path", {"d": d, "stroke": stroke, "stroke-width": width, "fill": fill}, more)

    def curve(self, points: Sequence[Point], stroke: str = INK, width: float = 1.5, **more: object) -> None:
        """A line through points."""
        if points:
            d = "M" + "L".join(f"{_short(x)} {_short(y)}" for x, y in points)
            self._add(
                "path",
                {"d": d, "stroke": stroke, "stroke-width": width, "fill": "none", "stroke-linejoin": "round"},
                more,
            )

    def area(self, points: Sequence[Point], fill: str, **more: object) -> None:
        """A filled shape."""
        d = "M" + "L".join(f"{_short(x)} {_short(y)}" for x, y in points) + "Z"
        self._add("path", {"d": d, "fill": fill}, more)

    def arrow(self, start: Point, end: Point, stroke: str = INK, width: float = 1.5, bend: float = 0) -> None:
        """An arrow; `bend` lifts its middle, in units to the left of its direction."""
        (x1, y1), (x2, y2) = start, end
        length = max(((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5, 1e-6)
        nx, ny = (y2 - y1) / length, -(x2 - x1) / length
        cx, cy = (x1 + x2) / 2 + nx * bend, (y1 + y2) / 2 + ny * bend
        d = f"M{_short(x1)} {_short(y1)}Q{_short(cx)} {_short(cy)} {_short(x2)} {_short(y2)}"
        self.path(d, stroke, width)
        back = max(((x2 - cx) ** 2 + (y2 - cy) ** 2) ** 0.5, 1e-6)
        ux, uy = (x2 - cx) / back, (y2 - cy) / back
        size = 3.5 + width
        left = (x2 - size * ux + size * 0.55 * uy, y2 - size * uy - size * 0.55 * ux)
        right = (x2 - size * ux - size * 0.55 * uy, y2 - size * uy + size * 0.55 * ux)
        self.area([(x2, y2), left, right], stroke)

    def text(
        self, x: float, y: float, said: object, fill: str = INK, size: float = 12, anchor: str = "start", **more: object
    ) -> None:
        """A line of text on the baseline `y`. `mono=True` for code and numbers, `bold=True` for what matters."""
        if more.pop("mono", False):
            more["font_family"] = MONO
        if more.pop("bold", False):
            more["font_weight"] = 600
        self._add("text", {"x": x, "y": y, "fill": fill, "font-size": size, "text-anchor": anchor}, more, str(said))

    def cell(
        self,
        x: float,
        y: float,
        size: float,
        said: object = "",
        fill: str = PANEL,
        heat: float | None = None,
        **more: object,
    ) -> None:
        """A square of a grid with a number in it. `heat`: how much of `fill` is laid on, from 0 to 1."""
        stroke, ink = str(more.pop("stroke", "none")), str(more.pop("ink", INK))
        inset = 0.75
        opacity = {"fill_opacity": round(heat, 3)} if heat is not None else {}
        if heat is not None and heat > 0.55:
            ink = PAPER
        title = more.pop("title", None)
        if heat is not None:
            self.rect(x + inset, y + inset, size - 2 * inset, size - 2 * inset, PANEL, rx=3)
        self.rect(
            x + inset, y + inset, size - 2 * inset, size - 2 * inset, fill, stroke, rx=3, title=title, **opacity, **more
        )
        if said != "":
            letters = len(str(said))
            small = min(12.0, size * 0.46, size * 1.5 / max(letters, 1))
            self.text(x + size / 2, y + size / 2 + small * 0.36, said, ink, round(small, 1), "middle", mono=True)

    # ------------------------------------------------------------------ out

    def html(self) -> str:
        """The picture as one element."""
        w, h = _short(self.width), _short(self.height)
        head = f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {w} {h}" width="{w}" height="{h}"'
        head += f' font-family="{SANS}">'
        said = f"<title>{escape(self.title, quote=False)}</title><desc>{escape(self.desc, quote=False)}</desc>"
        return f"{head}{said}{''.join(self._parts)}</svg>"

    def _add(self, tag: str, first: dict[str, object], more: dict[str, object], said: str = "") -> None:
        title = more.pop("title", None)
        pairs = {**first, **{name.replace("_", "-"): value for name, value in more.items()}}
        words = "".join(f' {name}="{_attribute(value)}"' for name, value in pairs.items() if not _idle(name, value))
        inner = escape(said, quote=False) + (f"<title>{escape(str(title), quote=False)}</title>" if title else "")
        self._parts.append(f"<{tag}{words}>{inner}</{tag}>" if inner else f"<{tag}{words}/>")


def beside(drawings: Iterable[Drawing]) -> str:
    """Drawings beside each other where there is room, below each other where there is none."""
    return "\n".join(drawing.html() for drawing in drawings)


def _idle(name: str, value: object) -> bool:
    return (name, value) in (("stroke", "none"), ("text-anchor", "start"))


def _attribute(value: object) -> str:
    return _short(value) if isinstance(value, int | float) else escape(str(value))


def _short(value: float) -> str:
    return str(value) if type(value) is int else f"{value:.2f}".rstrip("0").rstrip(".")
