"""Identity: who decides, as a folder name."""

from __future__ import annotations

import getpass
import os
import re
import subprocess
import unicodedata
from pathlib import Path


def reviewer_of(asked: str | None, configured: str | None, root: Path) -> str:
    """`--as NAME`, else KANWU_REVIEWER, else kanwu.toml, else git's user.name, else the login name."""
    for name in (asked, os.environ.get("KANWU_REVIEWER"), configured):
        if name and slug(name):
            return slug(name)
    return slug(_git_name(root) or "") or slug(_login()) or "reviewer"


def slug(name: str) -> str:
    """A name that can be a folder everywhere, and never `_sources`.

    >>> slug("Li Wen"), slug("李 文"), slug("../../etc"), slug("_sources")
    ('li-wen', '李-文', 'etc', 'sources')
    """
    folded = unicodedata.normalize("NFKC", name).lower()
    return re.sub(r"[^\w]+", "-", folded).strip("-_")[:64]


def _git_name(root: Path) -> str | None:
    try:
        asked = subprocess.run(
            ["git", "config", "user.name"],
            cwd=root,
            capture_output=True,
            encoding="utf-8",
            timeout=5,
            check=False,
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return None
    return asked.stdout.strip() or None


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
