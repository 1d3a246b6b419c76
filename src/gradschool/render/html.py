"""Prose and programs as HTML that reads without scripts and without inline styles: a strict policy can forbid both."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

from gradschool.render.maths import maths, maths_block

Resolve = Callable[[str], str]
_WEB = ("http://", "https://", "mailto:")


def prose(markdown: str, resolve: Resolve | None = None, lower: int = 0) -> str:
    """Markdown as HTML; raw HTML in it is shown as the text that it is.

    Args:
        markdown: CommonMark with tables; `$…$` and `$$…$$` are maths.
        resolve: gives the address for a link of the course; "" for one that leads nowhere, whose text then stays.
        lower: how many levels its headings sink, where they stand inside another page.
    """
    text: str = _parser().render(markdown, {"resolve": resolve, "lower": lower})
    return text


def inline(markdown: str) -> str:
    """A sentence or two, without a paragraph around it."""
    text: str = _parser().renderInline(markdown, {})
    return text


def program(code: str, language: str = "python") -> str:
    """A program, its syntax marked with pygments' short classes."""
    return f'<pre class="code"><code class="language-{escape(language)}">{_marked(code, language)}</code></pre>\n'


@lru_cache(maxsize=1024)
def _marked(code: str, language: str) -> str:
    return _marker()(code) if language in ("python", "python3", "py") else escape(code)


@lru_cache(maxsize=1)
def _marker() -> Callable[[str], str]:
    # By their own modules: `pygments.lexers` puts another module in its own place when it has loaded, and a thread that
    # waited for it meanwhile gets the one without names.
    from pygments import highlight  # type: ignore[import-untyped]
    from pygments.formatters.html import HtmlFormatter  # type: ignore[import-untyped]
    from pygments.lexers.python import PythonLexer  # type: ignore[import-untyped]

    lexer, formatter = PythonLexer(stripnl=False, ensurenl=False), HtmlFormatter(nowrap=True)
    return lambda code: str(highlight(code, lexer, formatter))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable("table")
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
    if isinstance(parser.renderer, _Renderer):  # it is: the plugin has put its own rules in front of ours
        for kind in ("math_inline", "math_inline_double", "math_block", "math_block_label"):
            parser.renderer.rules[kind] = getattr(parser.renderer, kind)
    return parser.use(deflist_plugin)


class _Renderer(RendererHTML):
    """The HTML of each kind of token that is not as CommonMark has it."""

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A program or another text that keeps its lines."""
        words = tokens[idx].info.split()
        return program(tokens[idx].content.rstrip("\n"), words[0] if words else "text")

    def code_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Indented lines."""
        return program(tokens[idx].content.rstrip("\n"), "text")

    def math_inline(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A formula in a sentence: readable text, which a script may set."""
        tex = tokens[idx].content
        return f'<span class="math" data-tex="{escape(tex)}">{escape(maths(tex))}</span>'

    def math_inline_double(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A formula that stands alone in its paragraph."""
        tex = tokens[idx].content.strip()
        lines = "\n".join(maths_block(tex, width=76))
        return f'<span class="math display" data-tex="{escape(tex)}" data-display="true">{escape(lines)}</span>'

    def math_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A formula between two lines of `$$`."""
        return f"<p>{self.math_inline_double(tokens, idx, options, env)}</p>\n"

    math_block_label = math_block

    def heading_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A heading with an address of its own."""
        tag = _sunk(tokens[idx].tag, env)
        named = tokens[idx + 1].content if idx + 1 < len(tokens) else ""
        return f'<{tag} id="{_slug(named)}">'

    def heading_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Its end."""
        return f"</{_sunk(tokens[idx].tag, env)}>\n"

    def link_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A link: into the course by its page's address, to the web in a tab of its own."""
        target = str(tokens[idx].attrs.get("href", ""))
        if target.startswith(_WEB):
            return f'<a href="{escape(target)}" target="_blank" rel="noreferrer noopener">'
        resolve = env.get("resolve")
        address = resolve(target) if resolve is not None else ""
        return f'<a href="{escape(address)}">' if address else "<a>"

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """The course has no images; what one would show is told."""
        return f'<span class="picture">[picture: {escape(tokens[idx].content)}]</span>'

    def td_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A cell: its side is a class, for a style attribute would be forbidden."""
        style = str(tokens[idx].attrs.get("style", ""))
        side = next((side for side in ("left", "center", "right") if side in style), "")
        return f'<{tokens[idx].tag} class="{side}">' if side else f"<{tokens[idx].tag}>"

    th_open = td_open


def _sunk(tag: str, env: Any) -> str:
    return f"h{min(6, int(tag[1]) + env.get('lower', 0))}"


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "section"
