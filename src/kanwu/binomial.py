"""Binomial: what a count out of a sample tells of the whole, with exact bounds.

The bounds are those of Clopper and Pearson (Biometrika 26, 1934), one-sided: they hold at least as
often as they say, whatever the true rate and however small the sample.
"""

from __future__ import annotations

from math import ceil, exp, lgamma, log, log1p

_PLACES = 12
_STEPS = 60
"""Halvings of the interval from 0 to 1: more than a float tells apart."""


def at_most(found: int, of: int, confidence: float) -> float:
    """The largest rate that is still credible after `found` cases among `of`; 1 where none was looked at.

    >>> round(at_most(0, 299, 0.95), 4), round(at_most(1, 10, 0.95), 4), at_most(0, 0, 0.95)
    (0.01, 0.3942, 1.0)

    Raises:
        ValueError: There are more cases than there were looked at, or the confidence is no share.
    """
    if not 0 <= found <= of or not 0 < confidence < 1:
        raise ValueError(f"{found} of {of} at {confidence}")
    if found == of:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _so_few(found, of, middle) > 1 - confidence:
            low = middle
        else:
            high = middle
    return round(high, _PLACES)


def at_least(found: int, of: int, confidence: float) -> float:
    """The smallest rate that is still credible; 0 where none was looked at.

    >>> round(at_least(3, 3, 0.95), 3), at_least(0, 5, 0.95)
    (0.368, 0.0)
    """
    return round(1 - at_most(of - found, of, confidence), _PLACES)


def needed(bound: float, confidence: float) -> int:
    """How many must be looked at so that, if none is wrong, the rate is at most `bound`.

    >>> needed(0.01, 0.95), needed(0.05, 0.95)
    (299, 59)

    Raises:
        ValueError: One of the two is no share between 0 and 1.
    """
    if not 0 < bound < 1 or not 0 < confidence < 1:
        raise ValueError(f"{bound} at {confidence}")
    return ceil(log(1 - confidence) / log1p(-bound))


def _so_few(found: int, of: int, rate: float) -> float:
    """The chance of at most `found` cases among `of`."""
    yes, no = log(rate), log1p(-rate)
    ways = lgamma(of + 1)
    return sum(
        exp(ways - lgamma(i + 1) - lgamma(of - i + 1) + i * yes + (of - i) * no)
        for i in range(found + 1)
    )
