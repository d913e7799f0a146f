"""Themes: ink on dark, ink on paper, or the terminal's own colours; the desk names no others."""

from __future__ import annotations

from collections.abc import Mapping

from textual.theme import Theme

INK = Theme(
    name="ink",
    primary="#7aa2c9",
    secondary="#9d8ec7",
    accent="#d8a657",
    foreground="#d6d2c8",
    background="#16181b",
    surface="#1d2024",
    panel="#262a2f",
    success="#8fb573",
    warning="#e0af68",
    error="#e57f76",
    dark=True,
)
PAPER = Theme(
    name="paper",
    primary="#2f5d8a",
    secondary="#6a4f9c",
    accent="#96650a",
    foreground="#2b2926",
    background="#f7f4ec",
    surface="#efebe0",
    panel="#e4dfd1",
    success="#41732b",
    warning="#9a6200",
    error="#b3382c",
    dark=False,
)

SAFE = Theme(
    name="colour-blind-safe",
    primary="#56b4e9",
    secondary="#cc79a7",
    accent="#e69f00",
    foreground="#e6e6e6",
    background="#14161a",
    surface="#1c1f24",
    panel="#2a2f37",
    success="#56b4e9",
    warning="#f0e442",
    error="#ec6620",
    dark=True,
)
"""After the palette of Okabe and Ito (2008): what is settled is blue, what is doubted yellow to orange."""
CONTRAST = Theme(
    name="high-contrast",
    primary="#8fd3ff",
    secondary="#ffb3e6",
    accent="#ffd75f",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#333333",
    success="#7dff7d",
    warning="#ffe75f",
    error="#ffa099",
    dark=True,
)
OWN = (INK, PAPER, SAFE, CONTRAST)
"""The desk's own themes; Textual's can be had besides."""


def fitting(environment: Mapping[str, str]) -> str:
    """The theme for a terminal: paper where it says that its ground is light.

    Far away, over SSH, the terminal's own sixteen colours: they cost half the bytes a key.

    >>> fitting({"COLORFGBG": "0;15"}), fitting({}), fitting({"SSH_CONNECTION": "10.0.0.1 22"})
    ('paper', 'ink', 'ansi-dark')
    """
    ground = environment.get("COLORFGBG", "").rpartition(";")[2]
    light = ground in {"7", "15"}
    if environment.get("SSH_CONNECTION"):
        return "ansi-light" if light else "ansi-dark"
    return "paper" if light else "ink"
