"""Doubts: what speaks against places where quotes stand, though their words are the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kanwu.placing.alignment import Alignment
from kanwu.placing.form import Form
from kanwu.placing.rivals import fresh, rivalled
from kanwu.placing.rows import Rows
from kanwu.placing.seams import torn
from kanwu.placing.sisters import Sisters, foreign, stays


class Sight(NamedTuple):
    """Units of an old text, and those of the new one that seem to be the same."""

    units: tuple[int, int]
    now: tuple[int, int]
    calm: bool
    """Whether everything around them stayed together."""


class Doubts:
    """Two texts and their alignment, looked at for all that could make a place a wrong one."""

    __slots__ = ("_alignment", "_came", "_new", "_old", "_rows")

    def __init__(self, old: Form, new: Form, alignment: Alignment, *, whole: bool) -> None:
        """`whole` says whether the old text is at hand, and not only what its anchors remember."""
        self._old, self._new, self._alignment = old, new, alignment
        self._rows = Rows(old, new, alignment)
        self._came = fresh(new, alignment) if whole else None

    def among(self, sights: Sequence[Sight]) -> set[Sight]:
        """Those that may be another cell, whose row was torn, or whose words stand elsewhere too.

        Each question is put to all of them before the next one, which is sooner than one by one.
        """
        old, new, alignment, came = self._old, self._new, self._alignment, self._came
        same = [one for one in sights if self._rows.same_cell(one.units, one.now)]
        near = [one for one in same if not one.calm]
        if alignment.moved:
            near = [one for one in near if not torn(old, alignment, one.units, one.now)]
        # What was edited where it stood is no sister.
        stay = {one for one in near if came is not None and stays(old, new, one.units, one.now)}
        own = [one for one in stay if not foreign(old, new, one.units, one.now)]
        if others := [one for one in near if one not in stay]:
            sisters = Sisters(old, new, alignment)
            own += [one for one in others if not sisters.contradict(one.units, one.now)]
        if came is None:
            own = [one for one in own if not self._rows.told_otherwise(one.units)]
        own += [one for one in same if one.calm]
        return {*sights}.difference(
            [one for one in own if not rivalled(old, new, one.units, one.now[0], came)]
        )
