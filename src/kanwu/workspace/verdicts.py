"""Verdicts: what each correction file says, kept in the cache, so that a file is parsed once.

A file is known by its state and by this version of kanwu; what cannot be parsed, or was written just
now, is not kept. The cache may be deleted: the files are what counts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple, cast

from kanwu.anchor import Anchor
from kanwu.correction import Correction
from kanwu.reading import Value
from kanwu.workspace.cache import Cache
from kanwu.workspace.stamps import code_stamp, mark_of


class Packed(NamedTuple):
    """The corrections of one file."""

    file: str
    """Its path below the workspace."""
    mark: str
    """The state in which it was parsed; empty where it may still change."""
    document: str
    reviewer: str
    turning: bool
    """Whether any of them takes another back."""
    latest: str
    """When the last of them was made, ISO 8601; empty where there is none."""
    data: str

    @property
    def corrections(self) -> list[Correction]:
        """The corrections, as the file says them."""
        return [_unpacked(one, self.document, self.reviewer) for one in json.loads(self.data)]


def mark(path: Path) -> str:
    """What tells that a file is still what was parsed; empty where it may still change."""
    told = mark_of(path)
    return f"{told} {code_stamp().hex()}" if told else ""


def kept(cache: Cache) -> dict[str, Packed]:
    """What the cache holds, by file."""
    rows = cache.read("SELECT * FROM verdicts")
    return {str(row[0]): Packed(*cast(tuple[Any, ...], row)) for row in rows}


def keep(cache: Cache, found: Iterable[Packed], gone: Iterable[str]) -> None:
    """Keep what was parsed, and let go of files that are there no more."""
    new, old = list(found), [(file,) for file in gone]
    if new or old:
        cache.write(
            [
                ("INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?, ?, ?, ?)", new),
                ("DELETE FROM verdicts WHERE file = ?", old),
            ]
        )


def packed(file: str, mark: str, reviewer: str, corrections: Sequence[Correction]) -> Packed:
    """The corrections of one file, all of one document, as they are kept."""
    latest = max((one.at for one in corrections), default=None)
    return Packed(
        file=file,
        mark=mark,
        document=corrections[0].document if corrections else "",
        reviewer=reviewer,
        turning=any(one.takes_back for one in corrections),
        latest=latest.isoformat() if latest else "",
        data=json.dumps([_packed(one) for one in corrections], ensure_ascii=False),
    )


def _packed(one: Correction) -> list[object]:
    anchor = one.anchor
    return [
        one.id,
        one.verdict,
        one.at.isoformat(),
        one.field,
        one.item,
        one.was,
        _value(one.value),
        _value(one.should_be),
        one.note,
        one.of,
        one.replaces,
        one.rule,
        one.batch,
        anchor
        and [anchor.quote, anchor.before, anchor.after, anchor.start, anchor.path, anchor.sha256],
    ]


def _unpacked(told: Sequence[Any], document: str, reviewer: str) -> Correction:
    (
        identity,
        verdict,
        at,
        field,
        item,
        was,
        value,
        should_be,
        note,
        of,
        replaces,
        rule,
        batch,
        a,
    ) = told
    return Correction(
        id=identity,
        document=document,
        reviewer=reviewer,
        verdict=verdict,
        at=datetime.fromisoformat(at),
        field=field,
        item=item,
        was=was,
        value=_read(value),
        should_be=_read(should_be),
        note=note,
        of=of,
        replaces=replaces,
        rule=rule,
        batch=batch,
        anchor=a
        and Anchor(quote=a[0], before=a[1], after=a[2], start=a[3], path=tuple(a[4]), sha256=a[5]),
    )


def _value(value: Value | None) -> object:
    """A value as JSON: a number in a list, that it be told from words."""
    return [str(value)] if isinstance(value, Decimal) else value


def _read(told: Any) -> Value | None:
    return Decimal(told[0]) if isinstance(told, list) else cast("str | None", told)
