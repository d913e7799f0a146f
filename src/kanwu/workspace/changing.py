"""Changing: settings that a reviewer sets at the desk, written to the file that they stand in."""

from __future__ import annotations

from pathlib import Path

from kanwu.workspace.files import read_text, write_whole
from kanwu.workspace.settings import FILE, Settings, parse_settings
from kanwu.workspace.tomledit import Setting, changed


def change_settings(root: Path, table: str, key: str, value: Setting | None) -> Settings:
    """Set one value of a workspace's `kanwu.toml`, or take it out; what the file then says.

    Comments stay. The new file is read before it is written, so that it can always be meant.

    Raises:
        WorkspaceError: It would not be meant, cannot be changed alone, or cannot be written.
    """
    text = changed(read_text(root / FILE, FILE), FILE, table, key, value)
    settings = parse_settings(text, FILE)
    write_whole(root / FILE, text.encode("utf-8"), FILE)
    return settings
