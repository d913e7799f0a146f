"""Options: the settings that can be set at the desk, and what each can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kanwu.message import LANGUAGES
from kanwu.workspace import Workspace
from kanwu.workspace.settings import OWN
from kanwu.workspace.tomledit import Setting
from kanwu_tui.words import Words

Name = Literal[
    "language", "theme", "keys", "ambiguous_width", "low_bandwidth", "reviewer", "keep_sources"
]


@dataclass(frozen=True, slots=True)
class Option:
    """One setting."""

    name: Name
    told: str
    """What it is now, in words."""
    value: Setting
    choices: Sequence[Setting] = ()
    """What it can be; empty where it is typed, or has a screen of its own."""
    overruled: str = ""
    """What of the environment goes before it at the next start; empty for nothing."""

    @property
    def own(self) -> bool:
        """Whether it is the reviewer's own, and not the workspace's."""
        return self.name in OWN

    def other(self, by: int) -> Setting:
        """The next choice, or the one before; round and round."""
        told = [(type(one), one) for one in self.choices]  # True is no 1
        at = told.index((type(self.value), self.value)) if self.value in self.choices else -1
        return self.choices[(at + by) % len(self.choices)]


def options_of(
    workspace: Workspace, words: Words, theme: str, themes: Sequence[str], overruled: Sequence[str]
) -> list[Option]:
    """Every setting as it is; `overruled` names the variables that are set in the environment."""
    settings = workspace.settings

    def over(variable: str) -> str:
        return variable if variable in overruled else ""

    kept, sparing = settings.keep_sources, settings.low_bandwidth
    wide = settings.ambiguous_width
    own: dict[Setting, str] = {
        "auto": words("option.auto"),
        True: words("option.on"),
        False: words("option.off"),
    }
    low: Setting = "auto" if sparing is None else sparing
    return [
        Option(
            "language",
            words("language.own"),
            words.language,
            LANGUAGES,
            over("KANWU_LANG"),
        ),
        Option("theme", theme, theme, themes, over("NO_COLOR")),
        Option("keys", words("option.keys-told", count=len(settings.keys)), ""),
        Option(
            "ambiguous_width", own["auto"] if wide == "auto" else str(wide), wide, ("auto", 1, 2)
        ),
        Option("low_bandwidth", own[low], low, ("auto", True, False)),
        Option(
            "reviewer", workspace.reviewer, workspace.reviewer, overruled=over("KANWU_REVIEWER")
        ),
        Option("keep_sources", own[kept], kept, (True, False)),
    ]
