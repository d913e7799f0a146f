"""Meaning: whether printed words say a corrected value, however they are written."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from kanwu import dates, numeral
from kanwu.placing.form import bare
from kanwu.reading import Value


def says(words: str, value: Value) -> bool:
    """Whether words say a value; a value given as words is itself read first.

    >>> says("2021年1月29日", "2021-01-29"), says("1,568", Decimal(1568)), says("二十", "20")
    (True, True, True)
    >>> says("188", Decimal(88))
    False
    """
    plain = _plain(words)
    if not plain:
        return False
    if isinstance(value, Decimal):
        number = numeral.parse(plain.removesuffix("%"))
        return number is not None and number.value == value
    if bare(words) == bare(value):
        return True
    wanted = _plain(value)
    date = dates.parse(wanted)
    if date is not None:
        # A day without its year takes the year of the date before it: 12月31日 says 2018-12-31.
        return dates.parse(plain, int(date[:4])) == date
    number = numeral.parse(wanted.removesuffix("%"))
    return number is not None and says(plain, number.value)


def _plain(words: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", words))
