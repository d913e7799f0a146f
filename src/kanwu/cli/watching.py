"""Watching: a workspace is read again whenever something in it changes, and the desk follows."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from pathlib import Path
from time import sleep

from kanwu.cli import INTERRUPTED
from kanwu.cli.output import as_they_are, in_lines, language, note
from kanwu.cli.progress import Progress
from kanwu.cli.running import engine
from kanwu.errors import UsageError, WorkspaceError
from kanwu.message import Message, say, trouble
from kanwu.workspace import find_root, open_workspace
from kanwu.workspace.indexed import Indexed
from kanwu.workspace.kept import error_of
from kanwu.workspace.running import Printing, refresh
from kanwu.workspace.settings import FILE
from kanwu.workspace.stamps import state_of

_WRITTEN = ("corrections", "imports", "audits", "schemas")
"""Folders in which a change makes the workspace another one."""


def watch(chosen: argparse.Namespace, printing: Printing) -> int:
    """Print what `extract` prints, then every document again that changes, until Ctrl+C.

    Raises:
        UsageError: It is no workspace, or words do not go together.
        WorkspaceError: Nothing can be kept there, so that it would all be read again each time.
    """
    if len(chosen.paths) > 1 or chosen.schema or chosen.shard or chosen.to:
        raise UsageError("--watch", *trouble("watch.one"))
    if not in_lines(chosen.format or "jsonl"):
        raise UsageError("--watch", *trouble("watch.table"))
    if chosen.interval <= 0:
        raise UsageError("--interval", *trouble("watch.interval", seconds=chosen.interval))
    root = find_root(Path(chosen.paths[0] if chosen.paths else "."))
    said = language(chosen.lang)
    hands, make = engine(chosen)
    here, state, first = open_workspace(root), _state(root), True
    wrong: dict[str, str | None] = {}  # what cannot be read is read again each time, and told once
    try:
        while True:
            progress = Progress(len(here.documents), said)
            count = 0
            found = refresh(here, printing=printing, make=make, hands=hands)
            with closing(found):
                for one in found:
                    progress.step()
                    told = error_of(one.problem).told(said) if one.problem is not None else None
                    if not first and (not one.read or (told and told == wrong.get(one.document))):
                        continue
                    wrong[one.document] = told
                    if one.data is not None or one.problem is not None:
                        count += 1
                        as_they_are([one.lines or b""])
                    if told is not None:
                        progress.say(f"kanwu: {told}")
            progress.clear()
            sys.stdout.flush()
            _sure(here)
            if count:
                note(say("watch.told" if first else "watch.again", count=count)[said])
            first = False
            sleep(chosen.interval)
            if (now := _state(root)) != state:
                here, state = open_workspace(root), now
            else:
                here.look_again()
    except KeyboardInterrupt:
        note(f"kanwu: {say('watch.stopped')[said]}")
        return INTERRUPTED


def _state(root: Path) -> list[str]:
    """The state of what people wrote in a workspace."""
    told = (root / FILE).stat()
    files = [line for name in _WRITTEN for line in state_of(root / name)]
    return [f"{told.st_size} {told.st_mtime_ns} {told.st_ino}", *files]


def _sure(here: Indexed) -> None:
    wrong = here.index.cache.trouble
    if wrong is not None and not here.index.cache.lasting:
        why = Message(wrong.told("zh"), wrong.told("en"))
        raise WorkspaceError("--watch", *trouble("watch.no-cache", why=why))
