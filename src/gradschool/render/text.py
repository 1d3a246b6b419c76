"""Text that strangers wrote, made safe to show: no escape sequences, no control characters, no endless lines."""

from __future__ import annotations

import re

from gradschool.render.maths import maths

# CSI (colors, cursor), OSC (titles, links), DCS and friends, and two-character escapes; 8-bit forms as well.
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|(?=\x1b)|$)"
    r"|\x1b[ -/]*[0-~]?"
)
# Controls, and the marks that make text run backwards or hide: a learner must see what is there.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_PICTURES = {
    "✓": "ok", "✗": "no", "●": "*", "○": "o", "•": "-", "·": ".", "…": "...", "—": "-", "–": "-", "−": "-", "─": "-",
    "│": "|", "▌": "|", "→": "->", "←": "<-", "×": "x", "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~", "‘": "'", "’": "'",
    "“": '"', "”": '"', "∞": "inf", "√": "sqrt", "∑": "sum", "²": "^2", "³": "^3", "½": "1/2",
}  # fmt: skip
_TO_PICTURES = str.maketrans(_PICTURES)


def clean(text: str, limit: int = 20_000) -> str:
    """`text` as it may be shown: no escape sequences, other controls spelled out, cut after `limit` characters.

    A carriage return starts its line anew, as it would on a terminal, so a progress bar leaves its last state.
    """
    cut = len(text) - limit
    if cut > 0:
        text = text[:limit]
    text = _ESCAPES.sub("", text.replace("\r\n", "\n"))
    if "\r" in text:
        text = "\n".join(_after_returns(line) for line in text.split("\n"))
    text = _CONTROLS.sub(_spelled_out, text)
    return f"{text}\n… {cut:,} more characters" if cut > 0 else text


def inline(markdown: str, limit: int = 5000, ascii_only: bool = False) -> str:
    """Markdown of a sentence or two as plain text: maths set, stars gone, code in its backticks."""
    parts = re.split(r"(`[^`]*`)", clean(markdown, limit))
    for place in range(0, len(parts), 2):
        text = re.sub(r"(?<!\\)\$([^$\n]*[^$\s])\$(?!\d)", lambda match: maths(match[1], ascii_only), parts[place])
        parts[place] = re.sub(r"(?<![\w*])(\*\*?)(?=[^\s*])([^*\n]*[^\s*])\1(?![\w*])", r"\2", text)
    return "".join(parts)


def clip_lines(text: str, lines: int) -> str:
    """The first `lines` lines of `text`, and how many more there were."""
    every = text.splitlines()
    if len(every) <= lines:
        return "\n".join(every)
    return "\n".join([*every[:lines], f"… {len(every) - lines:,} more lines"])


def to_ascii(text: str) -> str:
    """`text` for a terminal that knows no more than ASCII; what has no likeness there becomes `?`."""
    return text.translate(_TO_PICTURES).encode("ascii", "replace").decode("ascii")


def speaks_unicode(encoding: str | None) -> bool:
    """Whether a stream of this encoding can show ✓, box drawing and maths."""
    return (encoding or "").lower().replace("-", "").startswith("utf")


def _after_returns(line: str) -> str:
    parts = [part for part in line.split("\r") if part]
    return parts[-1] if parts else ""


def _spelled_out(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
