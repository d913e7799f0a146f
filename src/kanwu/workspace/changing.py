"""Changing: settings that a reviewer sets at the desk, written to the file that they stand in."""

from __future__ import annotations

import os
from pathlib import Path

from kanwu.workspace.files import read_text, write_whole
from kanwu.workspace.own import over, own_file
from kanwu.workspace.settings import FILE, OWN, Settings, parse_settings
from kanwu.workspace.tomledit import Setting, changed


def settings_of(root: Path) -> Settings:
    """A workspace's settings, with the reviewer's own where there are any.

    Raises:
        WorkspaceError: One of the two files is no TOML, or says something that cannot be meant.
    """
    return over(parse_settings(read_text(root / FILE, FILE), FILE), own_file(os.environ))


def change_settings(root: Path, table: str, key: str, value: Setting | None) -> Settings:
    """Set one value, or take it out: in the reviewer's own file, or else in `kanwu.toml`.

    Comments stay. The new file is read before it is written, so that it can always be meant.

    Raises:
        WorkspaceError: It would not be meant, cannot be changed alone, or cannot be written.
    """
    mine = (table or key) in OWN
    path = own_file(os.environ) if mine else root / FILE
    shown = str(path) if mine else FILE
    text = changed(read_text(path, shown) if path.exists() else "", shown, table, key, value)
    parse_settings(text, shown, schema="mine" if mine else None)
    write_whole(path, text.encode("utf-8"), shown)
    return settings_of(root)
