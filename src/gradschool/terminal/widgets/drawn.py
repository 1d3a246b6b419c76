"""Something that rich draws, drawn once for each width."""

from __future__ import annotations

from rich.console import RenderableType
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget
from typing_extensions import override


class Drawn(Widget):
    """A rich renderable as a widget. Textual's `Static` draws twice for every layout, and hands down a height that
    makes rich's `Padding` fill it; a long page of prose feels both.
    """

    def __init__(self, renderable: RenderableType, *, name: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=name, classes=classes)
        self._renderable = renderable
        self._drawn: tuple[int, list[Strip]] = (-1, [])

    def update(self, renderable: RenderableType) -> None:
        """Show something else."""
        self._renderable = renderable
        self._drawn = (-1, [])
        self.refresh(layout=True)

    def _strips(self, width: int) -> list[Strip]:
        if self._drawn[0] != width:
            options = self.app.console_options.update(highlight=False, width=width).reset_height()
            drawn = (_see_through(segment) for segment in self.app.console.render(self._renderable, options))
            lines = Segment.split_and_crop_lines(drawn, width, include_new_lines=False, pad=False)
            self._drawn = (width, [Strip(line) for line in lines])
        return self._drawn[1]

    @override
    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._strips(width))

    @override
    def render_line(self, y: int) -> Strip:
        strips = self._strips(self.content_size.width)
        style = self.rich_style
        strip = strips[y].apply_style(style) if y < len(strips) else Strip.blank(0)
        return strip.adjust_cell_length(self.content_size.width, style)


def _see_through(segment: Segment) -> Segment:
    """What rich leaves to the terminal's own background is left to what lies below the widget."""
    text, style, control = segment
    if style is None or style.bgcolor is None or not style.bgcolor.is_default:
        return segment
    return Segment(text, style.without_color + Style.from_color(style.color), control)
