"""Agree: what is told in several places is told alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kanwu.checks.facts import Facts, Proposal, Trial
from kanwu.message import Message, say
from kanwu.numeral import written
from kanwu.schema import Rule


def check(_: Rule, case: Mapping[str, tuple[str, ...]], facts: Facts) -> Iterator[Trial]:
    """Whether every exact reading of these fields has the same value.

    The later place is the more suspect one: headlines and totals come first.
    """
    readings = list(facts.known(case["fields"]))
    if len(readings) < 2:
        return
    values = list(dict.fromkeys(reading.value for reading in readings if reading.value is not None))
    keys = tuple(reading.key for reading in reversed(readings))
    if len(values) == 1:
        line = written(values[0])
        yield Trial("pass", keys, Message(line, line))
        return
    line = " ≠ ".join(written(value) for value in values)
    last = readings[-1]
    proposals = tuple(
        Proposal(last.key, value, say("reason.elsewhere", value=written(value)))
        for value in values
        if value != last.value
    )
    yield Trial("fail", keys, Message(line, line), proposals)
