"""Grouping: the signature of a finding, which those share that would take the same kind of fix."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from kanwu.finding import Finding
from kanwu.reading import Key
from kanwu.replay import Settled
from kanwu.schema import Schema


def grouped_by(known: Mapping[Key, Settled], schema: Schema) -> Callable[[Finding], str]:
    """A function that gives a finding's group: kind of value : act of damage : field.

    Damaged words are named by their damage, a failing relation by its rule and the act of damage
    that the likeliest remedy undoes. All cells of a table are one field: what its rows lost, they
    lost together.
    """

    def group(finding: Finding) -> str:
        if finding.correction or not finding.readings:
            return finding.code
        lead = finding.readings[0]
        one = known.get(lead)
        kind = one.reading.kind if one is not None else schema.kinds[lead.field]
        return f"{kind}:{_act(finding)}:{_field(lead.field, schema)}"

    return group


def _act(finding: Finding) -> str:
    code = finding.code
    if not finding.remedies or "." in code:
        return _damage(code)
    changes = finding.remedies[0].changes
    act = next((c.act for c in changes if c.key == finding.readings[0] and c.act), None)
    return f"{code}/{act}" if act else code


@lru_cache(256)
def _damage(code: str) -> str:
    """What a finding's code says of the damage; all of it, where it names none."""
    head, _, damage = code.rpartition(".")
    return damage if head in {"date", "number", "table"} else code


@lru_cache(1024)
def _field(field: str, schema: Schema) -> str:
    table = field.partition(".")[0]
    return table if table in schema.tables else field
