"""Identity: whether a new text is still the document that an old one was.

A report of another year under an old name is mostly the same words with other numbers, so the
words alone do not tell: the year that a text speaks of and the numbers that stand between the
same words do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kanwu.placing.form import SEAM, Form, unmarked

_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_DIGITS = 4
"""Digits of a year."""
_TELLING = 2
"""Digits of a number that tells one document from another."""
_MOST, _PART = 0.8, 0.6
"""Shares of the units of either text that stand in the other: from the first on they are mostly the
same words; the forms of two offices share little more than the second."""
_GRAM = 4
"""Letters of a piece of text that is looked for wherever it may stand."""
_FEW, _NEARLY_ALL = 0.4, 0.9
"""Shares of the numbers kept: too few even between the same words, and enough where much else is new."""
_SOME, _ENOUGH, _MANY = 3, 5, 8
"""Numbers between the same words that it takes to say something, and to say it alone: where a part
of the words is the same, and where even less is."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much of an old text a new one keeps."""

    words: float
    """The share of the old units that stand in the new text."""
    known: float
    """The share of the new units that stood in the old text: all of them, where only a part was kept."""
    numbers: float
    """The share of the old numbers, between words that were kept, which were kept too."""
    compared: int
    """How many numbers that was."""
    other_year: bool
    """Whether the two speak of different years above all."""

    @property
    def same(self) -> bool:
        """Whether the two are versions of one document."""
        shared = max(self.words, self.known)
        if shared >= _MOST and not self.other_year:
            return self.compared < _SOME or self.numbers >= _FEW
        enough = _ENOUGH if shared >= _PART else _MANY
        told = self.compared >= enough and self.numbers >= _NEARLY_ALL
        return told and (shared >= _MOST or not self.other_year)


def likeness(old: Form, new: Form, sure: Sequence[int]) -> Likeness:
    """Compare two aligned texts; `sure` is the new unit of each old one, or -1."""
    counted = len(old.code) - old.code.count(SEAM)
    kept = len(sure) - sure.count(-1)
    years, numbers = [0, 0], [0, 0]
    # How many are others now, and how many are the same.
    size, last = len(new.code), len(sure) - 1
    for i, before in old.numbers.items():
        if len(before) < _TELLING:
            continue
        # Both neighbours were kept, and one unit stands between them.
        j = sure[i - 1] + 1 if i else 0
        if (i and not j) or (sure[i + 1] if i < last else size) != j + 1:
            continue
        now = new.numbers.get(j, "")
        if len(before) == _DIGITS and _YEAR.fullmatch(before) and _YEAR.fullmatch(now):
            years[before == now] += 1
        else:
            numbers[before == now or unmarked(before) == unmarked(now)] += 1
    compared = sum(numbers)
    words, known = kept / (counted or 1), kept / (size or 1)
    if max(words, known) < _MOST:  # a table laid out anew is the same words in another order
        words, known = max(words, _held(old, new)), max(known, _held(new, old))
    return Likeness(
        words=words,
        known=known,
        numbers=numbers[True] / compared if compared else 1.0,
        compared=compared,
        other_year=_other_year(years, old, new),
    )


def _held(one: Form, other: Form) -> float:
    """The share of the words of one text that stand anywhere in the other one."""
    grams = _grams(one)
    return len(grams & _grams(other)) / len(grams) if grams else 0.0


def _grams(form: Form) -> frozenset[str]:
    letters = "".join(filter(str.isalpha, form.code))
    return frozenset(letters[i : i + _GRAM] for i in range(len(letters) - _GRAM + 1))


def _years(form: Form) -> set[str]:
    """The year or years that a text names most often."""
    four = [words for words in form.numbers.values() if len(words) == _DIGITS]
    counts = Counter(filter(_YEAR.fullmatch, four))
    most = max(counts.values(), default=0)
    return {year for year, n in counts.items() if n == most}


def _other_year(kept: Sequence[int], old: Form, new: Form) -> bool:
    """Whether most of the years changed; `kept` counts years between the same words."""
    if kept[False] > kept[True]:
        return True
    if 2 * kept[False] < kept[True]:
        return False
    before, now = _years(old), _years(new)
    return bool(before and now) and before.isdisjoint(now)
