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
        return _told(kind, finding.code, _act(finding), lead.field, schema)

    return group


def _act(finding: Finding) -> str | None:
    """The act of damage that the likeliest remedy of a failing relation undoes."""
    if not finding.remedies or "." in finding.code:
        return None
    changes = finding.remedies[0].changes
    return next((c.act for c in changes if c.key == finding.readings[0] and c.act), None)


@lru_cache(1024)  # documents of a family are damaged alike
def _told(kind: str, code: str, act: str | None, field: str, schema: Schema) -> str:
    """A group, given the code of a finding, the act, and the field of its first reading."""
    head, _, damage = code.rpartition(".")
    what = damage if head in {"date", "number", "table"} else code
    table = field.partition(".")[0]
    return f"{kind}:{what}{f'/{act}' if act else ''}:{table if table in schema.tables else field}"
