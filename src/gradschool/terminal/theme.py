"""The app's two palettes, and which of them suits this terminal."""

from __future__ import annotations

from collections.abc import Mapping

from rich.terminal_theme import TerminalTheme
from textual.theme import Theme

DARK = Theme(
    name="dusk",
    primary="#f0906a",
    secondary="#82b1d8",
    accent="#f0906a",
    foreground="#d8dbe1",
    background="#14161b",
    surface="#1b1e25",
    panel="#252932",
    success="#93c88d",
    warning="#e5bd72",
    error="#ee7b76",
    dark=True,
    variables={
        "text": "#d8dbe1",
        "text-muted": "#8f959f",
        "text-disabled": "#747a85",
        "border": "#f0906a",
        "border-blurred": "#252932",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-background": "#33302f",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#22252c",
        "block-cursor-blurred-foreground": "#d8dbe1",
        "block-hover-background": "#20242b",
        "input-cursor-background": "#f0906a",
        "input-cursor-foreground": "#14161b",
        "input-cursor-text-style": "none",
        "input-selection-background": "#3d4a5a",
        "scrollbar": "#343945",
        "scrollbar-hover": "#4a5160",
        "scrollbar-active": "#f0906a",
        "scrollbar-background": "#14161b",
        "scrollbar-background-hover": "#14161b",
        "scrollbar-background-active": "#14161b",
        "scrollbar-corner-color": "#14161b",
        "link-color": "#82b1d8",
        "button-color-foreground": "#14161b",
        "button-focus-text-style": "bold",
    },
)

LIGHT = Theme(
    name="paper",
    primary="#b4421b",
    secondary="#1d5f8f",
    accent="#b4421b",
    foreground="#24262b",
    background="#fbfaf7",
    surface="#f3f1ec",
    panel="#e7e3db",
    success="#2c7438",
    warning="#855d00",
    error="#b3261e",
    dark=False,
    variables={
        "text": "#24262b",
        "text-muted": "#666a72",
        "text-disabled": "#7b7f87",
        "border": "#b4421b",
        "border-blurred": "#e7e3db",
        "block-cursor-foreground": "#000000",
        "block-cursor-background": "#f5dfd3",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#efece5",
        "block-cursor-blurred-foreground": "#24262b",
        "block-hover-background": "#f1eee8",
        "input-cursor-background": "#b4421b",
        "input-cursor-foreground": "#ffffff",
        "input-cursor-text-style": "none",
        "input-selection-background": "#cfe0ee",
        "scrollbar": "#d3cec4",
        "scrollbar-hover": "#b9b3a7",
        "scrollbar-active": "#b4421b",
        "scrollbar-background": "#fbfaf7",
        "scrollbar-background-hover": "#fbfaf7",
        "scrollbar-background-active": "#fbfaf7",
        "scrollbar-corner-color": "#fbfaf7",
        "link-color": "#1d5f8f",
        "button-color-foreground": "#ffffff",
        "button-focus-text-style": "bold",
    },
)

THEMES = (DARK, LIGHT)


def _sixteen(background: str, foreground: str, *colors: str) -> TerminalTheme:
    """What the sixteen colors of a terminal look like here: `gradschool.render` speaks of nothing else."""
    triples = [tuple(bytes.fromhex(color)) for color in (background, foreground, *colors)]
    # Black and white keep their places; the bright row repeats the normal one.
    normal = [triples[0], *triples[2:], triples[1]]
    return TerminalTheme(triples[0], triples[1], normal, normal)  # type: ignore[arg-type]


# red, green, yellow, blue, magenta, cyan
ANSI_DARK = _sixteen("14161b", "d8dbe1", "ee7b76", "93c88d", "e5bd72", "82b1d8", "c4a7e0", "86c5c0")
ANSI_LIGHT = _sixteen("fbfaf7", "24262b", "b3261e", "2c7438", "855d00", "1d5f8f", "7a3e96", "166a68")


def theme_for(environment: Mapping[str, str], light: bool | None = None) -> str:
    """The palette to begin with: GRADSCHOOL_THEME (`dark` or `light`), else COLORFGBG, else what the terminal answered.

    COLORFGBG is `foreground;background` in the sixteen colors; 7 and 15 are the white backgrounds.
    """
    wish = environment.get("GRADSCHOOL_THEME", "").lower()
    background = environment.get("COLORFGBG", "").rpartition(";")[2]
    if wish in ("light", "dark"):
        light = wish == "light"
    elif background:
        light = background in ("7", "15")
    return LIGHT.name if light else DARK.name
