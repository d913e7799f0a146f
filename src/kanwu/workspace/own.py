"""Own: what a reviewer wants of every workspace on this machine; it goes before `kanwu.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from kanwu.errors import WorkspaceError
from kanwu.message import say
from kanwu.workspace.files import read_text, toml_of, user_folder
from kanwu.workspace.settings import OWN, Settings, parse_settings


def own_file(environment: Mapping[str, str]) -> Path:
    """Where a reviewer's own settings stand: `kanwu/desk.toml` among those of other programs."""
    return user_folder(environment, ("XDG_CONFIG_HOME", "APPDATA"), ".config") / "desk.toml"


def over(settings: Settings, path: Path) -> Settings:
    """A workspace's settings, with the reviewer's own in their place where there are any.

    Keys are taken one by one: an act that the own file does not name keeps what the workspace says.

    Raises:
        WorkspaceError: The own file is no TOML, or says something that cannot be meant.
    """
    if not path.is_file():
        return settings
    shown = str(path)
    text = read_text(path, shown)
    table = toml_of(text, shown)
    for key in table:
        if key not in OWN:
            known = say("error.settings.own", keys=", ".join(OWN))
            raise WorkspaceError(shown, say("error.settings.not-own", name=key), known)
    own = parse_settings(text, shown, schema=settings.schema)
    found: dict[str, object] = {key: getattr(own, key) for key in table}
    if "keys" in table:
        found["keys"] = {**settings.keys, **own.keys}
    return replace(settings, **found)  # type: ignore[arg-type]
