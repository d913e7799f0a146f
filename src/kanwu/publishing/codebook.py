"""Codebook: every field of a schema, in words, as a sheet and as a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from kanwu.dataset import values_sheet
from kanwu.message import Language, Message, say
from kanwu.numeral import plain
from kanwu.schema import Schema
from kanwu.sheet import Missing, Record, Sheet, column, sheet
from kanwu.wide import Wide

_COLUMNS = ("field", "label_zh", "label_en", "kind", "unit", "units", "place", "type", "rules")


@cache
def codebook_sheet() -> Sheet:
    """One row a field."""
    return sheet("codebook", [column(name) for name in _COLUMNS], ("field",))


def codebook_rows(schema: Schema) -> Iterator[Record]:
    """The fields of a schema, in its order; what is no field of a table or a breakdown is prose."""
    types = {one.name: one.type for one in Wide(schema).documents.columns}
    tables = {key: table.key for table in schema.tables.values() for key, _, _ in table.cells()}
    listed = {key for one in schema.listings for key in (one.field, one.percent)}
    for key, label in schema.labels.items():
        units = schema.fields[key].units if key in schema.fields else {}
        place = tables.get(key) or ("breakdown" if key in listed else "prose")
        yield (
            key,
            label.zh,
            label.en,
            schema.kinds[key],
            schema.units[key],
            " ".join(f"{unit}={plain(many)}" for unit, many in units.items()) or None,
            place,
            types.get(key),
            " ".join(dict.fromkeys(rule.name for rule, _ in schema.rules_about.get(key, ())))
            or None,
        )


def codebook_page(schema: Schema, language: Language) -> str:
    """The codebook as Markdown: fields, rules, codes of missing values, words of the long table."""

    def said(key: str, **values: object) -> str:
        return say(key, **values)[language]

    label = "label_zh" if language == "zh" else "label_en"
    shown = [_COLUMNS.index(name) for name in ("field", label, "kind", "unit", "place", "rules")]
    headings = [codebook_sheet().columns[i].label[language] for i in shown]
    places = {"prose": say("codebook.prose"), "breakdown": say("codebook.breakdown")}
    places |= {table.key: table.label for table in schema.tables.values()}
    rows = []
    for record in codebook_rows(schema):
        cells = [str(record[i] or "") for i in shown]
        cells[0], cells[4] = f"`{cells[0]}`", places[cells[4]][language]
        rows.append(cells)
    words = [
        (f"`{one.name}`", f"`{value}`", meaning[language])
        for one in values_sheet().columns
        for value, meaning in one.categories
    ]
    parts = [
        f"# {said('codebook.title', title=schema.title[language])}",
        said("codebook.schema", schema=schema.name, version=schema.version),
        f"## {said('codebook.fields')}",
        markdown_table(headings, rows),
        f"## {said('codebook.rules')}",
        markdown_table(
            [said("codebook.rule"), said("codebook.severity"), said("codebook.says")],
            [(f"`{rule.name}`", rule.severity, rule.why[language]) for rule in schema.rules],
        ),
        f"## {said('codebook.missing')}",
        markdown_table(
            [said("codebook.code"), said("codebook.means")],
            [
                (f"`{one.value}`" if one.value else said("codebook.nothing"), one.label[language])
                for one in Missing
            ],
        ),
        f"## {said('codebook.words')}",
        markdown_table(
            [_heading("field", language), said("codebook.code"), said("codebook.means")], words
        ),
    ]
    return "\n\n".join(parts) + "\n"


def markdown_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown; bars and line breaks in cells do not break it."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(_plain(cell) for cell in line) + " |" for line in lines)


def _plain(cell: object) -> str:
    return " ".join(str(cell).split()).replace("|", "\\|")


def _heading(name: str, language: Language) -> str:
    label: Message = say(f"column.{name}")
    return label[language]
