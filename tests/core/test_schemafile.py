"""A schema with a mistake in it is named with its line and what would be right."""

from __future__ import annotations

import pytest

from kanwu.errors import SchemaError
from kanwu.schemafile import parse_schema
from kanwu.workspace.documents import built_in_schemas, load_schema

GOOD = """schema: clinic
version: 1
title: {zh: 门诊年报, en: Clinic report}
fields:
  visits.total:
    label: {zh: 门诊人次, en: visits}
    kind: count
    phrases: ["门诊{N}人次"]
rules:
  - {name: some, check: range, severity: note, fields: [visits.total], at_least: 1,
     why: {zh: 不应为零, en: there are visits}}
"""


def test_a_small_schema_is_enough() -> None:
    """A document family needs YAML alone."""
    schema = parse_schema(GOOD, "clinic.yaml")
    assert list(schema.fields) == ["visits.total"]
    assert schema.rules[0].cases == ({"fields": ("visits.total",)},)


@pytest.mark.parametrize("name", built_in_schemas())
def test_built_in_schemas_are_sound(name: str) -> None:
    """What kanwu brings can be read."""
    assert load_schema(name).name == name


@pytest.mark.parametrize(
    ("wrong", "right", "line", "said"),
    [
        ("kind: count", "kind: cuont", 7, 'Did you mean "count"?'),
        ("kind: count", "knid: count", 7, 'Did you mean "kind"?'),
        ("    kind: count\n", "", 6, 'has no "kind"'),
        ("{N}", "{M}", 8, "unknown word"),
        ("{N}", "(", 8, "no regular expression"),
        ("{N}", "[0-9]", 8, "captures no value"),
        ("check: range", "check: rnage", 10, 'Did you mean "range"?'),
        ("[visits.total]", "[visits.totals]", 10, 'Did you mean "visits.total"?'),
        ("severity: note", "severity: notice", 10, 'Did you mean "note"?'),
        ("at_least: 1", "at_least: one", 10, "not a number"),
        ("  visits.total:", "  visits:", 6, "no field key"),
        ("version: 1", "version: [", 4, "not YAML"),
        ("{zh: 门诊人次, en: visits}", "{zh: 门诊人次}", 6, 'has no "en"'),
    ],
)
def test_mistakes_are_named_with_their_line(wrong: str, right: str, line: int, said: str) -> None:
    """Line and hint for every kind of slip."""
    with pytest.raises(SchemaError) as error:
        parse_schema(GOOD.replace(wrong, right, 1), "clinic.yaml")
    assert error.value.place == f"clinic.yaml:{line}"
    assert said in str(error.value)
