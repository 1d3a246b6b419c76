"""TeX's maths into a small tree. It never refuses: what it does not know is kept as its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from msgspec import Struct

from gradschool.render import symbols as known


class Sign(Struct, frozen=True):
    """One sign or word. `role` is what it is spaced by.

    ord, bin, rel, punct, open, close as in TeX; func and large operators; words; slashes; spaces.
    """

    text: str
    ascii: str
    role: str = "ord"


class Row(Struct, frozen=True):
    """Things side by side."""

    items: tuple[Node, ...]


class Fraction(Struct, frozen=True):
    """One thing over another; `bar` is False for binomials, which are fenced by themselves."""

    above: Node
    below: Node
    bar: bool = True


class Root(Struct, frozen=True):
    """A root; `degree` is None for the square root."""

    degree: Node | None
    body: Node


class Scripted(Struct, frozen=True):
    """A base with what hangs below and above it."""

    base: Node
    low: Node | None
    high: Node | None


class Accented(Struct, frozen=True):
    """A thing under a hat or bar, as a combining character."""

    mark: str
    body: Node


class Fenced(Struct, frozen=True):
    r"""`\left( … \right)`: delimiters that grow with what they hold."""

    left: str
    body: Node
    right: str


class Grid(Struct, frozen=True):
    """Rows of cells. `kind` is the environment: matrix, cases, aligned."""

    rows: tuple[tuple[Row, ...], ...]
    kind: str
    left: str = ""
    right: str = ""


Node = Sign | Row | Fraction | Root | Scripted | Accented | Fenced | Grid

_TOKEN = re.compile(r"\\[a-zA-Z]+\*?|\\.|[0-9]+(?:\.[0-9]+)?|\s+|.", re.DOTALL)
_FENCES = {
    "pmatrix": ("(", ")"), "bmatrix": ("[", "]"), "Bmatrix": ("{", "}"), "vmatrix": ("|", "|"), "Vmatrix": ("‖", "‖"),
    "cases": ("{", ""),
}  # fmt: skip
# What characters are spaced by; all others are ordinary. An exclamation mark closes what it follows.
_ROLES = {"+-*": "bin", "=<>": "rel", ",;:": "punct", "([": "open", ")]!": "close", "/": "slash", "~": "space"}


def parse(tex: str) -> Node:
    """The tree of a formula."""
    rows = _Parser(tex).rows(())
    return rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else Grid(rows, "aligned")


def unknown_commands(tex: str) -> list[str]:
    """The commands of a formula that would be shown by their bare name, for authors."""
    parser = _Parser(tex)
    parser.rows(())
    return parser.unknown


class _Parser:
    """A cursor over the tokens of one formula."""

    def __init__(self, tex: str) -> None:
        self.tokens = _TOKEN.findall(tex)
        self.at = 0
        self.unknown: list[str] = []

    # ------------------------------------------------------------------ tokens

    def peek(self) -> str:
        """The next token that is no white space; empty at the end."""
        while self.at < len(self.tokens) and self.tokens[self.at].isspace():
            self.at += 1
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        """The next token, consumed."""
        token = self.peek()
        self.at += 1
        return token

    def raw_group(self) -> str:
        """The text of a `{…}` as it is written, white space included."""
        if self.peek() != "{":
            return self.take()
        self.at += 1
        depth, start = 1, self.at
        while self.at < len(self.tokens) and depth:
            depth += {"{": 1, "}": -1}.get(self.tokens[self.at], 0)
            self.at += 1
        return "".join(self.tokens[start : self.at - 1 if not depth else self.at])

    # ------------------------------------------------------------------ structure

    def rows(self, ends: tuple[str, ...]) -> tuple[tuple[Row, ...], ...]:
        r"""Cells divided by `&` and `\\`, up to one of `ends` (consumed) or the end."""
        rows: list[list[Row]] = [[]]
        while True:
            rows[-1].append(self.row(("&", "\\\\", *ends)))
            token = self.take()
            if token == "\\\\":
                rows.append([])
            elif token != "&":
                break
        return tuple(tuple(row) for row in rows if any(cell.items for cell in row)) or ((Row(()),),)

    def row(self, ends: tuple[str, ...]) -> Row:
        """Things up to one of `ends` (left standing) or the end."""
        items: list[Node] = []
        while (token := self.peek()) and token not in ends:
            if token in ("^", "_", "'"):
                items.append(self.scripts(items.pop() if items else Row(())))
            elif token == "}":
                self.take()
            else:
                item = self.atom()
                if item is not None:
                    items.append(item)
        return Row(tuple(items))

    def scripts(self, base: Node) -> Node:
        """All that hangs at a base: `_`, `^` and primes, in any order."""
        low: Node | None = None
        high: list[Node] = []
        while (token := self.peek()) in ("^", "_", "'") and token:
            self.take()
            if token == "'":
                high.append(Sign("′", "'"))
            elif token == "^":
                high.append(self.argument())
            else:
                low = self.argument()
        above = None if not high else high[0] if len(high) == 1 else Row(tuple(high))
        return Scripted(base, low, above)

    def argument(self) -> Node:
        """What a command or script takes: a group or the next single thing."""
        if self.peek() == "{":
            self.take()
            row = self.row(("}",))
            self.take()
            return row.items[0] if len(row.items) == 1 else row
        token = self.peek()
        if len(token) > 1 and token[0].isdigit():  # `\frac12` takes one digit at a time
            self.tokens[self.at : self.at + 1] = [token[0], token[1:]]
        return self.atom() or Row(())

    def atom(self) -> Node | None:
        """The next single thing; None for what only steers TeX."""
        token = self.peek()
        if token == "{":
            inside = self.argument()  # `{,}` and `{=}` are ordinary signs, without space
            return Sign(inside.text, inside.ascii) if isinstance(inside, Sign) and inside.role != "word" else inside
        self.take()
        if not token:
            return None
        if token.startswith("\\"):
            return self.command(token[1:])
        return self.character(token)

    def character(self, token: str) -> Node:
        """A character that stands for itself."""
        if token == ":" and self.peek() == "=":
            self.take()
            return Sign(":=", ":=", "rel")
        for characters, role in _ROLES.items():
            if token in characters:
                return Sign(" " if token == "~" else "−" if token == "-" else token, token.replace("~", " "), role)
        return Sign(token, token)

    # ------------------------------------------------------------------ commands

    def command(self, name: str) -> Node | None:
        """What a command stands for; an unknown one is kept as its name."""
        sign = _sign(name)
        if sign is not None:
            return sign
        for names, handle in _COMMANDS:
            if name in names:
                return handle(self, name)
        self.unknown.append(name)
        return Sign(name, name, "word")

    def nothing(self, _: str) -> None:
        """Commands that only steer TeX."""

    def fraction(self, name: str) -> Node:
        r"""`\frac` and `\binom`."""
        bar = "frac" in name
        fraction = Fraction(self.argument(), self.argument(), bar)
        return fraction if bar else Fenced("(", fraction, ")")

    def root(self, _: str) -> Node:
        r"""`\sqrt`."""
        return Root(self.bracketed(), self.argument())

    def accent(self, name: str) -> Node:
        r"""`\hat` and its like."""
        return Accented(known.ACCENTS[name], self.argument())

    def words(self, name: str) -> Node:
        r"""`\text`, `\mathrm`, `\operatorname`: words as they are written."""
        words = re.sub(r"\\([%#_$& ])", r"\1", self.raw_group()).replace("\\,", " ").replace("$", "")
        return Sign(words, words, "func" if name.startswith("operatorname") else "word" if len(words) > 1 else "ord")

    def face(self, name: str) -> Node:
        r"""`\mathbb` and its like."""
        return _in_face(name, self.argument())

    def sized(self, _: str) -> Node:
        r"""A delimiter after `\big` and its like."""
        text = _delimiter(self.take())
        role = "open" if text in "([{⟨⌊⌈" else "close" if text in ")]}⟩⌋⌉" else "ord"
        return Sign(text, known.ASCII_DELIMITERS.get(text, text), role)

    def fenced(self, _: str) -> Node:
        r"""`\left( … \right)`."""
        left = _delimiter(self.take())
        body = self.row(("\\right",))
        self.take()
        return Fenced(left, body, _delimiter(self.take()))

    def held(self, _: str) -> Node:
        """Commands whose argument is all that text can show of them."""
        return self.argument()

    def colored(self, name: str) -> Node | None:
        r"""`\color` and `\textcolor`, without the color."""
        self.raw_group()
        return self.argument() if name == "textcolor" else None

    def over_or_under(self, name: str) -> Node:
        r"""`\overset`, `\underset`, `\stackrel`: as scripts."""
        script, base = self.argument(), self.argument()
        return Scripted(base, script, None) if name == "underset" else Scripted(base, None, script)

    def modulo(self, _: str) -> Node:
        r"""`\pmod`."""
        return Row((Sign("(mod ", "(mod ", "open"), self.argument(), Sign(")", ")", "close")))

    def begin(self, _: str) -> Node:
        r"""`\begin{name} … \end{name}`."""
        return self.environment(self.raw_group().strip().rstrip("*"))

    def environment(self, name: str) -> Node:
        r"""`\begin{name} … \end{name}`."""
        if name == "array":
            self.raw_group()
        rows = self.rows(("\\end",))
        self.raw_group()
        left, right = _FENCES.get(name, ("", ""))
        kind = "cases" if name == "cases" else "matrix" if "matrix" in name or name == "array" else "aligned"
        return Grid(rows, kind, left, right)

    def bracketed(self) -> Node | None:
        """An optional `[…]`."""
        if self.peek() != "[":
            return None
        self.take()
        row = self.row(("]",))
        self.take()
        return row


_COMMANDS: tuple[tuple[Collection[str], Callable[[_Parser, str], Node | None]], ...] = (
    (("frac", "dfrac", "tfrac", "cfrac", "binom", "tbinom", "dbinom"), _Parser.fraction),
    (("sqrt",), _Parser.root),
    (known.ACCENTS, _Parser.accent),
    ((*known.WORDS, "operatorname*"), _Parser.words),
    ((*known.SWITCHES, "", "\n", "right", "end", "nonumber", "notag", "hline"), _Parser.nothing),
    (known.FACES, _Parser.face),
    (known.SIZES, _Parser.sized),
    (("left",), _Parser.fenced),
    (("begin",), _Parser.begin),
    (("underbrace", "overbrace", "boxed", "phantom", "mathop", "mathbin", "mathrel"), _Parser.held),
    (("stackrel", "overset", "underset"), _Parser.over_or_under),
    (("color", "textcolor"), _Parser.colored),
    (("pmod",), _Parser.modulo),
)


def _sign(name: str) -> Sign | None:
    if name in known.GREEK:
        return Sign(known.GREEK[name], name)
    for role, table in (
        ("ord", known.ORDINARY),
        ("bin", known.BINARY),
        ("rel", known.RELATIONS),
        ("large", known.LARGE),
    ):
        if name in table:
            return Sign(*table[name], role)
    if name in known.FUNCTIONS:
        shown = {"argmax": "arg max", "argmin": "arg min", "limsup": "lim sup", "liminf": "lim inf"}.get(name, name)
        return Sign(shown, shown, "func")
    if name in known.SPACES:
        return Sign(known.SPACES[name], known.SPACES[name], "space")
    for role, delimiters in (("open", known.OPENING), ("close", known.CLOSING), ("ord", known.BARS)):
        if name in delimiters:
            text = delimiters[name]
            return Sign(text, known.ASCII_DELIMITERS.get(text, text), role)
    return None


def _delimiter(token: str) -> str:
    name = token.removeprefix("\\")
    if name == ".":
        return ""
    if token == "|":
        return "|"
    return known.OPENING.get(name) or known.CLOSING.get(name) or known.BARS.get(name) or name


def _in_face(face: str, body: Node) -> Node:
    """A letter in another alphabet where Unicode's common fonts have it; otherwise the plain letter."""
    letters = known.DOUBLE_STRUCK if face == "mathbb" else known.SCRIPT if face in ("mathcal", "mathscr") else {}
    if isinstance(body, Sign):
        return Sign(letters.get(body.text, body.text), body.ascii, body.role)
    if isinstance(body, Row):
        return Row(tuple(_in_face(face, item) for item in body.items))
    return body
