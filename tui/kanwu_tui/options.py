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

Name = Literal["language", "theme", "keys", "reviewer", "keep_sources"]


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
        at = list(self.choices).index(self.value) if self.value in self.choices else -1
        return self.choices[(at + by) % len(self.choices)]


def options_of(
    workspace: Workspace, words: Words, theme: str, themes: Sequence[str], overruled: Sequence[str]
) -> list[Option]:
    """Every setting as it is; `overruled` names the variables that are set in the environment."""
    settings = workspace.settings

    def over(variable: str) -> str:
        return variable if variable in overruled else ""

    kept = settings.keep_sources
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
            "reviewer", workspace.reviewer, workspace.reviewer, overruled=over("KANWU_REVIEWER")
        ),
        Option("keep_sources", words("option.on" if kept else "option.off"), kept, (True, False)),
    ]
