"""Looks: what a cell of the terminal looks like, and the shortest codes from one look to another."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rich.color import ColorSystem
from rich.style import Style

_BOLD, _DIM, _ITALIC, _UNDERLINE, _REVERSE, _STRIKE = (1 << i for i in range(6))
_ON = {_BOLD: "1", _DIM: "2", _ITALIC: "3", _UNDERLINE: "4", _REVERSE: "7", _STRIKE: "9"}
_OFF = {
    _BOLD: "22",
    _DIM: "22",
    _ITALIC: "23",
    _UNDERLINE: "24",
    _REVERSE: "27",
    _STRIKE: "29",
}
SHOWS = _UNDERLINE | _REVERSE | _STRIKE
"""What can be seen of a blank, besides its ground."""


class Look(NamedTuple):
    """What a cell looks like, as codes of the terminal."""

    attributes: int = 0
    colour: str = ""
    """`38;5;12`; empty for the terminal's own."""
    ground: str = ""


PLAIN = Look()


@lru_cache(4096)
def bare(look: Look) -> Look:
    """The part of a look that can be seen of a blank."""
    if look.attributes & SHOWS:
        return look
    return Look(0, "", look.ground)


@lru_cache(4096)
def look_of(style: Style, system: ColorSystem | None) -> Look:
    """A style in the codes of a terminal with so many colours; none where it has none.

    >>> look_of(Style.parse("bold red"), ColorSystem.STANDARD)
    Look(attributes=1, colour='31', ground='')
    """
    told = (style.bold, style.dim, style.italic, style.underline, style.reverse, style.strike)
    attributes = sum(bit for bit, on in zip(_ON, told, strict=True) if on)
    if system is None:
        return Look(attributes)
    colour = style.color.downgrade(system).get_ansi_codes() if style.color else ()
    ground = style.bgcolor.downgrade(system).get_ansi_codes(False) if style.bgcolor else ()
    own = (("39",), ("49",))
    return Look(
        attributes,
        "" if colour in own else ";".join(colour),
        "" if ground in own else ";".join(ground),
    )


@lru_cache(4096)
def turn(old: Look, new: Look) -> str:
    """The shortest code after which the terminal writes in another look.

    >>> turn(Look(1, "31"), Look(1, "32")), turn(Look(1, "31"), PLAIN), turn(PLAIN, PLAIN)
    ('\\x1b[32m', '\\x1b[m', '')
    """
    if old == new:
        return ""
    afresh = ["0", *_of(new.attributes, _ON)]
    afresh += [code for code in (new.colour, new.ground) if code]
    lost = old.attributes & ~new.attributes
    gained = new.attributes & ~old.attributes
    if lost & (_BOLD | _DIM):  # one code takes away both
        gained |= new.attributes & (_BOLD | _DIM)
    changed = [*dict.fromkeys(_of(lost, _OFF)), *_of(gained, _ON)]
    if old.colour != new.colour:
        changed.append(new.colour or "39")
    if old.ground != new.ground:
        changed.append(new.ground or "49")
    if new == PLAIN:
        return "\x1b[m"
    return min((f"\x1b[{';'.join(codes)}m" for codes in (changed, afresh)), key=len)


@lru_cache(4096)
def reach(old: Look, new: Look) -> tuple[str, Look]:
    """The shortest code after which the terminal writes in another look, and how it has that look.

    Ink and ground may be told the other way round, and reversed.

    >>> reach(Look(0, "38;5;179", "48;5;233"), Look(1, "38;5;233", "48;5;179"))
    ('\\x1b[1;7m', Look(attributes=17, colour='38;5;179', ground='48;5;233'))
    """
    ways = [(turn(old, new), new)]
    if new.colour.startswith("38;") and new.ground.startswith("48;"):
        ink, ground = f"3{new.ground[1:]}", f"4{new.colour[1:]}"
        reversed_ = Look(new.attributes ^ _REVERSE, ink, ground)
        ways.append((turn(old, reversed_), reversed_))
    return min(ways, key=lambda way: len(way[0]))


def _of(attributes: int, codes: dict[int, str]) -> list[str]:
    return [code for bit, code in codes.items() if attributes & bit]
