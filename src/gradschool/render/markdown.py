"""Lesson and task prose for terminals: rich renderables, and the same as plain text for pipes and screen readers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from io import StringIO

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from rich import box
from rich.console import Console, ConsoleOptions, Group, JustifyMethod, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.segment import Segment
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from gradschool.render.maths import maths, maths_block
from gradschool.render.text import clean, speaks_unicode, to_ascii

THEME = "ansi_dark"  # the terminal's own colors
CODE_STYLE, MATHS_STYLE, LINK_STYLE, HEADING_STYLE = "bold cyan", "magenta", "underline", "bold"

# Rich breaks lines at every white space, no-break spaces included: a short formula holds together by this instead.
_TIED = "\ue000"
_LONGEST_TIED = 24


class Markdown:
    """Markdown with maths, as a rich renderable.

    Args:
        markdown: CommonMark with tables; `$…$` and `$$…$$` are maths.
        plain: no colors or weights carry meaning: code keeps its backticks and headings their `##`. None: where the
            console has no colors.
        theme: a pygments style for code.
    """

    def __init__(self, markdown: str, plain: bool | None = None, theme: str = THEME) -> None:
        self.markdown, self.plain, self.theme = markdown, plain, theme

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Rich's protocol: the blocks, one empty line between them."""
        plain = self.plain if self.plain is not None else console.no_color or console.color_system is None
        setting = _Setting(plain, options.ascii_only, self.theme, options.max_width)
        for place, block in enumerate(setting.blocks(_tree(self.markdown))):
            if place:
                yield Text("")
            for segment in console.render(block, options):
                yield segment if _TIED not in segment.text else segment._replace(text=segment.text.replace(_TIED, " "))

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Prose takes the width that it gets."""
        return Measurement(min(20, options.max_width), options.max_width)


def plain_markdown(markdown: str, width: int = 80, encoding: str = "utf-8") -> str:
    """The same as text without any styling, lines no longer than `width` where words allow it."""
    console = Console(file=StringIO(), width=width, color_system=None, no_color=True, highlight=False, markup=False)
    setting = _Setting(True, not speaks_unicode(encoding), THEME, width)
    blocks = setting.blocks(_tree(markdown))
    options = console.options.update(width=width)
    parts = ["".join(segment.text for segment in console.render(block, options)) for block in blocks]
    text = "\n\n".join("\n".join(line.rstrip() for line in part.rstrip("\n").split("\n")) for part in parts)
    text = text.replace(_TIED, " ")
    return text if speaks_unicode(encoding) else to_ascii(text)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table").use(deflist_plugin)
    return parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)


def _tree(markdown: str) -> SyntaxTreeNode:
    return SyntaxTreeNode(_parser().parse(markdown))


class _Setting:
    """How prose is set on one console."""

    def __init__(self, plain: bool, ascii_only: bool, theme: str, width: int) -> None:
        self.plain, self.ascii_only, self.theme, self.width = plain, ascii_only, theme, width

    # ------------------------------------------------------------------ blocks

    def blocks(self, node: SyntaxTreeNode) -> Iterator[RenderableType]:
        """A renderable for each block inside `node`."""
        for child in node.children:
            yield self.block(child)

    def block(self, node: SyntaxTreeNode) -> RenderableType:
        """One block."""
        if node.type == "heading":
            return self.heading(node)
        if node.type in ("fence", "code_block"):
            return self.code(node.content, node.info.split()[0] if node.info.split() else "text")
        if node.type in ("bullet_list", "ordered_list"):
            return self.list(node)
        if node.type in ("math_block", "math_block_label"):
            return self.formula(node.content)
        if node.type == "table":
            return self.table(node)
        if node.type == "dl":
            return self.definitions(node)
        if node.type == "blockquote":
            return _Quoted(self.stacked(node), "| " if self.ascii_only else "▌ ")
        if node.type == "hr":
            return Text(("-" if self.ascii_only else "─") * min(self.width, 40), style="dim")
        alone = _formula_alone(node)
        return self.formula(alone) if alone is not None else self.text(node)

    def stacked(self, node: SyntaxTreeNode) -> RenderableType:
        """The blocks inside a node under each other; a tight list has no empty lines between them."""
        parts: list[RenderableType] = []
        for place, child in enumerate(node.children):
            if place and not child.hidden and child.type not in ("bullet_list", "ordered_list"):
                parts.append(Text(""))
            parts.append(self.block(child))
        return Group(*parts)

    def heading(self, node: SyntaxTreeNode) -> Text:
        """A heading; in plain text by its `##`."""
        text = self.text(node)
        if self.plain:
            return Text(node.markup + " ").append_text(text)
        text.stylize(HEADING_STYLE if node.tag != "h1" else HEADING_STYLE + " underline")
        return text

    def code(self, code: str, language: str) -> RenderableType:
        """A fence, indented, never reflowed."""
        code = code.rstrip("\n")
        if self.plain or language in ("text", "output"):
            return Padding(Text(code, overflow="fold", style="none"), (0, 0, 0, 4))
        syntax = Syntax(code, language, theme=self.theme, background_color="default", word_wrap=True)
        return Padding(syntax, (0, 0, 0, 4))

    def formula(self, tex: str) -> RenderableType:
        """A formula that stands alone."""
        lines = maths_block(tex.strip(), ascii_only=self.ascii_only, width=max(20, self.width - 4))
        return Padding(Text("\n".join(lines), style="" if self.plain else MATHS_STYLE, overflow="fold"), (0, 0, 0, 4))

    def list(self, node: SyntaxTreeNode) -> RenderableType:
        """Bullets or numbers with their items hanging."""
        table = Table.grid(padding=(0, 1, 0, 0))
        table.add_column(justify="right", no_wrap=True)
        table.add_column(overflow="fold")
        start = int(node.attrs.get("start", 1))
        bullet = "-" if self.ascii_only or self.plain else "•"
        loose = any(not part.hidden for item in node.children for part in item.children if part.type == "paragraph")
        inner = _Setting(self.plain, self.ascii_only, self.theme, self.width - 5)
        for place, item in enumerate(node.children):
            if loose and place:
                table.add_row("", "")
            mark = f" {bullet}" if node.type == "bullet_list" else f" {start + place}."
            table.add_row(mark, inner.stacked(item))
        return table

    def definitions(self, node: SyntaxTreeNode) -> RenderableType:
        """Terms, each with its meaning indented below it."""
        inner = _Setting(self.plain, self.ascii_only, self.theme, self.width - 4)
        parts: list[RenderableType] = []
        for child in node.children:
            if child.type == "dt":
                parts += [Text("")] * bool(parts)
                term = self.text(child)
                term.stylize("" if self.plain else HEADING_STYLE)
                parts.append(term)
            else:
                parts.append(Padding(inner.stacked(child), (0, 0, 0, 4)))
        return Group(*parts)

    def table(self, node: SyntaxTreeNode) -> RenderableType:
        """A table that folds its cells to the width there is."""
        edges = box.ASCII2 if self.ascii_only else box.SIMPLE_HEAD
        table = Table(box=edges, pad_edge=False, show_edge=False, header_style="" if self.plain else "bold")
        head, *bodies = node.children
        for cell in head.children[0].children:
            align = str(cell.attrs.get("style", ""))
            justify: JustifyMethod = "right" if "right" in align else "center" if "center" in align else "left"
            table.add_column(self.text(cell), justify=justify, overflow="fold")
        for body in bodies:
            for row in body.children:
                table.add_row(*(self.text(cell) for cell in row.children))
        return table

    # ------------------------------------------------------------------ inline

    def text(self, node: SyntaxTreeNode) -> Text:
        """The inline content of a block; the source's lines flow together."""
        text = Text(overflow="fold")
        for child in node.children:
            self.inline(child, text, "")
        return text

    def inline(self, node: SyntaxTreeNode, text: Text, style: str) -> None:
        """Append one inline node to `text`."""
        if node.type in ("softbreak", "hardbreak"):
            text.append(" " if node.type == "softbreak" else "\n")
        elif node.type == "code_inline":
            text.append(f"`{node.content}`" if self.plain else node.content, _with(style, CODE_STYLE, self.plain))
        elif node.type.startswith("math"):
            formula = maths(node.content, self.ascii_only)
            tied = formula.replace(" ", _TIED) if len(formula) <= _LONGEST_TIED else formula
            text.append(tied, _with(style, MATHS_STYLE, self.plain))
        elif node.type == "image":
            text.append(f"[picture: {node.content}]", style)
        elif node.type in ("strong", "em"):
            self.emphasized(node, text, _with(style, "bold" if node.type == "strong" else "italic", self.plain))
        elif node.type == "link":
            self.link(node, text, style)
        elif node.children:
            for child in node.children:
                self.inline(child, text, style)
        else:
            text.append(clean(node.content), style)

    def emphasized(self, node: SyntaxTreeNode, text: Text, style: str) -> None:
        """Bold or italics; in plain text a bold phrase keeps its stars."""
        mark = "**" if self.plain and node.type == "strong" else ""
        text.append(mark)
        for child in node.children:
            self.inline(child, text, style)
        text.append(mark)

    def link(self, node: SyntaxTreeNode, text: Text, style: str) -> None:
        """A link's text; one to the web is told by its address where it cannot be clicked."""
        target = str(node.attrs.get("href", ""))
        web = target.startswith(("http://", "https://"))
        shown = _with(style, f"{LINK_STYLE} link {target}" if web else LINK_STYLE, self.plain)
        before = len(text)
        for child in node.children:
            self.inline(child, text, shown)
        if self.plain and web and text.plain[before:] != target:
            text.append(f" ({target})", style)


class _Quoted:
    """A block behind a bar."""

    def __init__(self, body: RenderableType, bar: str) -> None:
        self.body, self.bar = body, bar

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        lines = console.render_lines(self.body, options.update(width=options.max_width - len(self.bar)), pad=False)
        for line in lines:
            yield Segment(self.bar)
            yield from line
            yield Segment.line()


def _with(style: str, more: str, plain: bool) -> str:
    return style if plain else f"{style} {more}".strip()


def _formula_alone(node: SyntaxTreeNode) -> str | None:
    """The TeX of a paragraph that is one `$$…$$` and nothing else."""
    if node.type != "paragraph" or len(node.children) != 1:
        return None
    parts = [part for part in node.children[0].children if part.type != "softbreak"]
    alone = len(parts) == 1 and parts[0].type == "math_inline_double"
    return parts[0].content if alone else None
