"""Emulator: as much of a terminal as the desk writes to."""

from __future__ import annotations

import re
import unicodedata

from rich.cells import cell_len

_CODE = re.compile(r"\x1b\[([\d;]*)([A-Za-z@])|\r|\n|[^\x1b]")
_OFF = {"22": {"1", "2"}, "23": {"3"}, "24": {"4"}, "27": {"7"}, "29": {"9"}}


class Screen:
    """As much of a terminal as is written to: it knows cells, colours, and what half a character is."""

    def __init__(self, columns: int, rows: int, *, wide: bool = False) -> None:
        self.columns = columns
        self.cells = [["?"] * columns for _ in range(rows)]
        self.looks = [[("?", "?", "?")] * columns for _ in range(rows)]
        self.x = self.y = 0
        self.wide = wide
        self._attributes: set[str] = set()
        self._colour = self._ground = ""

    def write(self, codes: str) -> None:
        for match in _CODE.finditer(codes):
            told, kind = match[1], match[2]
            if match[0] in "\r\n":
                self.x, self.y = (0, self.y) if match[0] == "\r" else (self.x, self.y + 1)
            elif kind == "m":
                self._pen(told.split(";"))
            elif kind == "H":
                y, _, x = told.partition(";")
                self.x, self.y = int(x or 1) - 1, int(y or 1) - 1
            elif kind == "C":
                self.x += int(told or 1)
            elif kind in {"X", "K"}:
                count = int(told) if told else self.columns - self.x
                assert self.x + count <= self.columns
                for x in range(self.x, self.x + count):
                    self._put(x, " ")
                    self.looks[self.y][x] = ("", "", self._ground)
            elif kind in {"P", "@"}:
                self._push(int(told or 1), inserts=kind == "@")
            elif kind is None:
                self._character(match[0])
            else:
                raise AssertionError(match[0])

    def _push(self, count: int, *, inserts: bool) -> None:
        cells, looks = self.cells[self.y], self.looks[self.y]
        for row, blank in ((cells, "?"), (looks, ("?", "?", "?"))):
            gone = len(row) - count if inserts else self.x
            assert cells is not row or row[self.x] != "", "cuts a character"
            assert cells is not row or gone + count == len(row) or row[gone + count] != ""
            assert cells is not row or row[gone] != "", "cuts a character"
            del row[gone : gone + count]
            at = self.x if inserts else len(row)
            row[at:at] = [blank] * count

    def _pen(self, parts: list[str]) -> None:
        while parts:
            one = parts.pop(0)
            if one in {"", "0"}:
                self._attributes, self._colour, self._ground = set(), "", ""
            elif one in _OFF:
                self._attributes -= _OFF[one]
            elif one in {"38", "48"}:
                more = [one, *parts[: 2 if parts[0] == "5" else 4]]
                del parts[: len(more) - 1]
                if one == "38":
                    self._colour = ";".join(more)
                else:
                    self._ground = ";".join(more)
            elif one in {"39", "49"}:
                self._colour, self._ground = (
                    ("", self._ground) if one == "39" else (self._colour, "")
                )
            elif 30 <= int(one) <= 37 or 90 <= int(one) <= 97:
                self._colour = one
            elif 40 <= int(one) <= 47 or 100 <= int(one) <= 107:
                self._ground = one
            else:
                self._attributes.add(one)

    def _character(self, c: str) -> None:
        size = cell_len(c)
        if self.wide and unicodedata.east_asian_width(c) == "A" and size:
            size = 2
        if not size:
            self.cells[self.y][self.x - 1 - (self.cells[self.y][self.x - 1] == "")] += c
            return
        assert self.x + size <= self.columns, "wraps at the edge"
        self._put(self.x, c, size)
        self.x += size

    def _put(self, x: int, c: str, size: int = 1) -> None:
        row = self.cells[self.y]
        if row[x] == "" and x:
            row[x - 1] = " "  # half a character is blanked
        if x + size < self.columns and row[x + size] == "":
            row[x + size] = " "
        attributes, colour, ground = self._attributes, self._colour, self._ground
        if "7" in attributes and colour[:2] == "38" and ground[:2] == "48":  # as it is seen
            attributes, colour, ground = attributes - {"7"}, f"3{ground[1:]}", f"4{colour[1:]}"
        shows = attributes & {"4", "7", "9"}
        seen = ("".join(sorted(attributes)), colour) if c != " " or shows else ("", "")
        row[x : x + size] = [c, ""][:size]
        self.looks[self.y][x : x + size] = [(*seen, ground)] * size
