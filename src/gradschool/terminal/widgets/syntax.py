"""Python's syntax colors: what is found in the code, and what it looks like in each palette."""

from __future__ import annotations

from functools import cache

import tree_sitter_python
from rich.style import Style
from textual._text_area_theme import TextAreaTheme
from tree_sitter import Language, Query

QUERY = """
(string) @string
(interpolation "{" @plain "}" @plain)
(interpolation expression: (_) @plain)
(comment) @comment
[(integer) (float) (true) (false) (none)] @number
(call function: (identifier) @function)
(call function: (attribute attribute: (identifier) @function))
(function_definition name: (identifier) @function)
(class_definition name: (identifier) @type)
(type (identifier) @type)
(type (attribute attribute: (identifier) @type))
(decorator) @type
((identifier) @type (#match? @type "^[A-Z][A-Za-z]*[a-z]"))
((identifier) @number (#eq? @number "self"))
["and" "as" "assert" "async" "await" "break" "class" "continue" "def" "del" "elif" "else" "except" "finally" "for"
 "from" "global" "if" "import" "in" "is" "lambda" "nonlocal" "not" "or" "pass" "raise" "return" "try" "while"
 "with" "yield" "match" "case"] @keyword
"""


@cache
def python() -> Language:
    """The grammar, loaded once."""
    return Language(tree_sitter_python.language())


@cache
def query() -> Query:
    """What to look for, compiled once."""
    return Query(python(), QUERY)


def _palette(name: str, **styles: str) -> TextAreaTheme:
    looks = {group: Style.parse(style) for group, style in styles.items()}
    return TextAreaTheme(name=f"gradschool-{name}", syntax_styles=looks)


PALETTES = (
    _palette(
        "dark",
        keyword="#e59a78",
        string="#a8c58f",
        comment="italic #828894",
        number="#e5bd72",
        function="#8ab8de",
        type="#86c5c0",
        plain="#d8dbe1",
    ),
    _palette(
        "light",
        keyword="#a63c15",
        string="#3b6d24",
        comment="italic #6b6f77",
        number="#7d5700",
        function="#1d5f8f",
        type="#166a68",
        plain="#24262b",
    ),
    _palette("plain", keyword="bold", comment="italic"),
)
