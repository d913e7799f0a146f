"""Grouping: the signature of a finding, which those share that would take the same kind of fix."""

from __future__ import annotations

from collections.abc import Callable, Mapping

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
        return f"{kind}:{_act(finding)}:{_field(lead, schema)}"

    return group


def _act(finding: Finding) -> str:
    head, dot, damage = finding.code.rpartition(".")
    if dot:
        return damage if head in {"date", "number", "table"} else finding.code
    if not finding.remedies:
        return finding.code
    changes = finding.remedies[0].changes
    act = next((c.act for c in changes if c.key == finding.readings[0] and c.act), None)
    return f"{finding.code}/{act}" if act else finding.code


def _field(key: Key, schema: Schema) -> str:
    table = key.field.partition(".")[0]
    return table if table in schema.tables else key.field
