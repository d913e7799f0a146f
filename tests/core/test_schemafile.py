"""A schema with a mistake in it is named with its line and what would be right."""

from __future__ import annotations

import re

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
        ("kind: count", "kind: count\n    inside: clinic.name", 8, 'unknown field "clinic.name"'),
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
    chinese = error.value.told("zh").partition("\n")[0].partition(": ")[2]
    assert re.search(r"[一-鿿]", chinese), "a reviewer is told in Chinese"


RETURN = (
    GOOD.partition("rules:")[0]
    + """tables:
  ward:
    label: {zh: 病房, en: wards}
    kind: count
    begins: [病房统计表]
    units: {cost: 万元}
    rows:
      beds: {label: {zh: 床位, en: beds}, names: [床位, 病床]}
      cost: {label: {zh: 费用, en: cost}, names: [费用]}
form:
  field: visits.total
  mixed: both
  signs:
    - {form: new, why: {zh: 有病房, en: it has wards}, fields: [ward.*]}
"""
)


def test_a_table_of_one_column_has_its_rows_for_fields() -> None:
    """No `columns`: a cell is `table.row`, and units are those of rows."""
    schema = parse_schema(RETURN, "clinic.yaml")
    assert [key for key in schema.labels if key.startswith("ward.")] == ["ward.beds", "ward.cost"]
    assert schema.units["ward.cost"] == "万元"
    assert schema.labels["ward.beds"].en == "beds"
    assert schema.form is not None
    assert schema.form.signs[0].fields == {"ward.beds", "ward.cost"}


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("{cost: 万元}", "{costs: 万元}", 'names no row "costs"'),
        ("fields: [ward.*]", "fields: [wards.*]", 'names no field "wards.*"'),
        ("field: visits.total", "field: visits.totals", 'Did you mean "visits.total"?'),
        ("mixed: both", "mixd: both", 'Did you mean "mixed"?'),
    ],
)
def test_mistakes_in_tables_and_forms_are_named(wrong: str, right: str, said: str) -> None:
    """What names nothing is said so."""
    with pytest.raises(SchemaError) as error:
        parse_schema(RETURN.replace(wrong, right, 1), "clinic.yaml")
    assert said in str(error.value)
