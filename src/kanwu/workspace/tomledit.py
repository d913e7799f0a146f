"""Tomledit: one value of a TOML file changed, with everything else as a person wrote it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence

import tomli_w

from kanwu.errors import WorkspaceError
from kanwu.message import say
from kanwu.workspace.files import toml_of

Setting = str | bool | int | Sequence[str]
_HEADER = re.compile(r"\s*\[")
_KEY = re.compile(r"""\s*([A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')\s*=""")


def changed(text: str, shown: str, table: str, key: str, value: Setting | None) -> str:
    """The text with one value set, in a table or (where `table` is empty) above all tables.

    None takes the value out. Comments, order and blank lines stay; a comment behind the value too.

    >>> changed('a = 1  # one', "f", "", "a", "two")
    'a = "two"  # one\\n'

    Raises:
        WorkspaceError: The text is no TOML, or is written so that no line can be changed alone.
    """
    wanted = toml_of(text, shown)
    inside = wanted.setdefault(table, {}) if table else wanted
    lines = text.splitlines()
    start, end = _section(lines, table)
    found = _entry(lines, start, end, key)
    new = [] if value is None else [_written(key, value)]
    if found:
        first, last, comment = found
        lines[first:last] = [f"{line}{comment}" for line in new]
    elif start <= len(lines):
        at = _after_last(lines, start, end)
        lines[at:at] = new
    elif new:
        lines += [*([""] if lines else []), f"[{table}]", *new]
    if isinstance(inside, dict):
        inside.pop(key, None)
        if value is not None:
            inside[key] = value if isinstance(value, (str, bool, int)) else list(value)
    made = "\n".join(lines) + "\n"
    try:
        if _filled(tomllib.loads(made)) == _filled(wanted):
            return made
    except tomllib.TOMLDecodeError:
        pass
    place = f"{shown} [{table}]" if table else shown
    by_hand = say("error.settings.by-hand", line=_written(key, value if value is not None else ""))
    raise WorkspaceError(place, say("error.settings.not-alone", name=key), by_hand)


def _filled(table: dict[str, object]) -> dict[str, object]:
    """A table without the empty ones in it."""
    return {key: value for key, value in table.items() if value != {}}


def _section(lines: Sequence[str], table: str) -> tuple[int, int]:
    """The lines, from and to, of a table; behind the last line where there is none."""
    headers = [i for i, line in enumerate(lines) if _HEADER.match(line)]
    if not table:
        return 0, headers[0] if headers else len(lines)
    for header in headers:
        if re.fullmatch(rf"\s*\[\s*{re.escape(table)}\s*\]\s*(#.*)?", lines[header]):
            return header + 1, next((i for i in headers if i > header), len(lines))
    return len(lines) + 1, len(lines) + 1


def _entry(lines: Sequence[str], start: int, end: int, key: str) -> tuple[int, int, str] | None:
    """The lines, from and to, that give a key its value, and the comment behind it."""
    for first in range(start, min(end, len(lines))):
        named = _KEY.match(lines[first])
        if named is None or next(iter(tomllib.loads(f"{named[1]} = 0"))) != key:
            continue
        for last in range(first + 1, end + 1):
            value = "\n".join(lines[first:last])
            for cut in (*(m.start() for m in re.finditer(r"\s*#", value)), len(value)):
                if _is_toml(value[:cut]) and "\n" not in value[cut:]:
                    return first, last, value[cut:]
    return None


def _is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _after_last(lines: Sequence[str], start: int, end: int) -> int:
    """Where to put one more line: behind the last that says something."""
    told = [
        i for i in range(start, end) if lines[i].strip() and not lines[i].lstrip().startswith("#")
    ]
    return told[-1] + 1 if told else start if start else end


def _written(key: str, value: Setting) -> str:
    name = tomli_w.dumps({key: 0})[:-5]
    if isinstance(value, (str, bool, int)):
        return f"{name} = {_scalar(value)}"
    return f"{name} = [{', '.join(map(_scalar, value))}]"


def _scalar(value: str | bool | int) -> str:
    return tomli_w.dumps({"_": value})[4:].strip()
