"""Schema files: YAML → Schema, with the line of whatever is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import cast, get_args

from kanwu import dates, numeral
from kanwu.message import Message
from kanwu.parts import Part, Parts
from kanwu.reading import Kind
from kanwu.rule import LAST_YEAR
from kanwu.rulefile import field_patterns, rules_of, star
from kanwu.schema import (
    Block,
    Field,
    Form,
    Ignored,
    Listing,
    Narrower,
    On,
    Schema,
    Series,
    Sign,
    Split,
    Table,
    Take,
    Within,
)
from kanwu.yamlnode import Node, compose

KINDS: tuple[str, ...] = get_args(Kind)

WORDS: Mapping[str, str] = {
    "N": rf"(?P<before>{numeral.BEFORE})? ?(?P<value>{numeral.TOKEN})(?P<after>{numeral.AFTER})?",
    "P": rf"(?P<value>(?<![\d.])(?<!\d,)(?<!\d[.,] ){numeral.ASCII}\.? ?%)",
    "D": rf"(?P<value>(?>{dates.TOKEN}))",
    "RUN_START": rf"(?P<value>(?P<run_start>{dates.RUN}))",
    "RUN_END": rf"(?P<value>(?P<run_end>{dates.RUN}))",
    "Y": r"(?P<value>(?<!\d)(?:19|20)\d{2}(?!\d))",
    "date": dates.TOKEN,
    "num": numeral.TOKEN,
    "figure": numeral.FIRST,
    "han": r"[\u4e00-\u9fff]",
}
"""The words of phrases that every schema has; a capital letter captures the value."""

_ONLY = Part(key="", label=Message("", ""), name=re.compile("(?!)"))
"""The column of a table that has only one, without a name."""


def parse_schema(text: str, file: str) -> Schema:
    """The schema that a YAML text describes.

    Raises:
        SchemaError: Something in it cannot be meant; the place is `file:line`.
    """
    root = compose(text, file).mapping(
        (
            "schema",
            "version",
            "title",
            "headings",
            "denied",
            "words",
            "fields",
            "listings",
            "tables",
            "rules",
            "form",
            "series",
            "split",
            "narrower",
            "counted",
            "ignored",
        ),
        ("schema", "version", "title", "fields"),
    )
    words = dict(WORDS)
    if "words" in root:
        for name, node in root["words"].entries().items():
            words[name] = f"(?:{node.text()})"
    fields: dict[str, Field] = {}
    for key, node in root["fields"].entries().items():
        fields[key] = _field(key, node, words, list(fields))
    tables: dict[str, Table] = {}
    if "tables" in root:
        for key, node in root["tables"].entries().items():
            tables[key] = _table(key, node, words)
    cells = [(key, row, column) for table in tables.values() for key, row, column in table.cells()]
    known = [*fields, *(key for key, _, _ in cells)]
    listings = root["listings"].items() if "listings" in root else []
    rules = list(root["rules"].items()) if "rules" in root else []
    for rule in rules:
        if "series" not in root and LAST_YEAR in rule.entries():
            raise rule.error("no-series")
    return Schema(
        name=root["schema"].text(),
        version=int(root["version"].number()),
        title=root["title"].message(),
        fields=fields,
        listings=tuple(_listing(node, words, fields) for node in listings),
        tables=tables,
        rules=rules_of(rules, known, words),
        optional=frozenset(key for key, row, column in cells if row.optional or column.optional),
        heading=root["headings"].either(words) if "headings" in root else re.compile("(?!)"),
        denied=root["denied"].patterns(words) if "denied" in root else (),
        counted=_counted(root["counted"], words) if "counted" in root else {},
        ignored=_ignored(root["ignored"], words, known) if "ignored" in root else (),
        form=_form(root["form"], words, known) if "form" in root else None,
        narrower=_narrower(root["narrower"], words, known) if "narrower" in root else (),
        series=_series(root["series"], list(fields)) if "series" in root else None,
        split=_split(root["split"], words) if "split" in root else None,
    )


def _field(key: str, node: Node, words: Mapping[str, str], known: list[str]) -> Field:
    keys = ("label", "kind", "unit", "units", "phrases", "told", "within", "take", "share_item")
    found = node.mapping((*keys, "inside", "unless"), ("label", "kind"))
    if not re.fullmatch(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+", key):
        raise node.error("field-key")
    units = found["units"].entries() if "units" in found else {}
    told = found["told"].entries() if "told" in found else {}
    phrases = found["phrases"].items() if "phrases" in found else []
    for phrase in phrases:
        if "value" not in phrase.pattern(words).groupindex:
            raise phrase.error("no-value")
    return Field(
        key=key,
        label=found["label"].message(),
        kind=cast(Kind, found["kind"].choice(KINDS, "kind")),
        unit=found["unit"].text() if "unit" in found else None,
        units={name: one.number() for name, one in units.items()},
        phrases=tuple(phrase.pattern(words) for phrase in phrases),
        told={value: one.patterns(words) for value, one in told.items()},
        within=cast(Within, _choice(found, "within", get_args(Within))),
        inside=found["inside"].choice(known, "field") if "inside" in found else None,
        take=cast(Take, _choice(found, "take", get_args(Take))),
        share_item=found["share_item"].text() if "share_item" in found else None,
        unless=found["unless"].patterns(words) if "unless" in found else (),
    )


def _choice(found: Mapping[str, Node], name: str, known: tuple[str, ...]) -> str:
    return found[name].choice(known, name) if name in found else known[0]


def _listing(node: Node, words: Mapping[str, str], fields: Mapping[str, Field]) -> Listing:
    keys = ("field", "percent", "begins", "entries", "share", "not_items")
    found = node.mapping(keys, keys[:5])
    for name in ("field", "percent"):
        found[name].choice(list(fields), "field")
    return Listing(
        field=found["field"].text(),
        percent=found["percent"].text(),
        begins=found["begins"].patterns(words),
        entries=found["entries"].patterns(words),
        share=found["share"].pattern(words),
        not_items=found["not_items"].patterns(words) if "not_items" in found else (),
    )


def _table(key: str, node: Node, words: Mapping[str, str]) -> Table:
    keys = ("label", "kind", "unit", "begins", "requires", "ends", "columns", "rows", "blocks")
    found = node.mapping((*keys, "kinds", "units"), ("label", "kind", "begins", "rows"))
    columns = _parts(found["columns"], words) if "columns" in found else {"": _ONLY}
    rows = _parts(found["rows"], words)
    if "blocks" in found:
        blocks = tuple(_block(one, columns, rows, words) for one in found["blocks"].items())
    else:
        blocks = (Block(begins=None, columns=Parts(columns.values()), rows=Parts(rows.values())),)
    kinds = found["kinds"].entries() if "kinds" in found else {}
    units = found["units"].entries() if "units" in found else {}
    what, named = ("column", columns) if "columns" in found else ("row", rows)
    for several in (kinds, units):
        for name, one in several.items():
            if name not in named:
                raise one.unknown("names-none", name, named, what)
    return Table(
        key=key,
        label=found["label"].message(),
        kind=cast(Kind, found["kind"].choice(KINDS, "kind")),
        unit=found["unit"].text() if "unit" in found else None,
        begins=found["begins"].either(words),
        requires=found["requires"].patterns(words) if "requires" in found else (),
        ends=found["ends"].either(words) if "ends" in found else None,
        blocks=blocks,
        kinds={name: cast(Kind, one.choice(KINDS, "kind")) for name, one in kinds.items()},
        units={name: one.text() for name, one in units.items()},
    )


def _parts(node: Node, words: Mapping[str, str]) -> dict[str, Part]:
    found = {}
    for key, one in node.entries().items():
        part = one.mapping(("label", "names", "optional"), ("label", "names"))
        found[key] = Part(
            key=key,
            label=part["label"].message(),
            name=part["names"].either(words),
            optional=part["optional"].flag() if "optional" in part else False,
        )
    return found


def _block(
    node: Node, columns: Mapping[str, Part], rows: Mapping[str, Part], words: Mapping[str, str]
) -> Block:
    found = node.mapping(("begins", "columns", "rows", "headless"), ("columns", "rows"))
    return Block(
        begins=found["begins"].either(words) if "begins" in found else None,
        columns=Parts(
            columns[one.choice(list(columns), "column")] for one in found["columns"].items()
        ),
        rows=Parts(rows[one.choice(list(rows), "row")] for one in found["rows"].items()),
        headless=found["headless"].flag() if "headless" in found else False,
    )


def _form(node: Node, words: Mapping[str, str], known: list[str]) -> Form:
    found = node.mapping(("field", "mixed", "signs"), ("field", "mixed", "signs"))
    signs = []
    for one in found["signs"].items():
        sign = one.mapping(("form", "why", "phrases", "fields", "weak"), ("form", "why"))
        patterns = field_patterns(sign["fields"], known) if "fields" in sign else ()
        signs.append(
            Sign(
                form=sign["form"].text(),
                why=sign["why"].message(),
                phrases=sign["phrases"].patterns(words) if "phrases" in sign else (),
                fields=frozenset(
                    key for p in patterns for key in known if star(p, key) is not None
                ),
                weak=sign["weak"].flag() if "weak" in sign else False,
            )
        )
    field = found["field"].choice(known, "field")
    return Form(field=field, mixed=found["mixed"].text(), signs=tuple(signs))


def _series(node: Node, fields: list[str]) -> Series:
    found = node.mapping(("of", "year"), ("of", "year"))
    of, year = (found[name].choice(fields, "field") for name in ("of", "year"))
    return Series(of, year)


def _split(node: Node, words: Mapping[str, str]) -> Split:
    found = node.mapping(("opens", "begins", "beside"), ("opens", "begins"))
    for title in found["begins"].items():
        if "year" not in title.pattern(words).groupindex:
            raise title.error("no-year")
    return Split(
        found["opens"].patterns(words),
        found["begins"].patterns(words),
        found["beside"].patterns(words) if "beside" in found else (),
    )


def _narrower(node: Node, words: Mapping[str, str], known: list[str]) -> tuple[Narrower, ...]:
    several = []
    for one in node.items():
        found = one.mapping(("words", "fields"), ("words",))
        patterns = field_patterns(found["fields"], known) if "fields" in found else ()
        fields = frozenset(key for p in patterns for key in known if star(p, key) is not None)
        several.append(Narrower(found["words"].patterns(words), fields))
    return tuple(several)


def _counted(node: Node, words: Mapping[str, str]) -> dict[str, tuple[re.Pattern[str], ...]]:
    found = {}
    for kind, one in node.entries().items():
        if kind not in (*KINDS, "number"):
            raise one.unknown("names-none", kind, (*KINDS, "number"), "kind")
        for pattern in one.items():
            if "value" not in pattern.pattern(words).groupindex:
                raise pattern.error("no-value")
        found[kind] = one.patterns(words)
    return found


def _ignored(node: Node, words: Mapping[str, str], known: list[str]) -> tuple[Ignored, ...]:
    rules = []
    for name, one in node.entries().items():
        if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
            raise one.error("rule-name")
        keys = ("label", "patterns", "on", "near", "offsets", "beside")
        found = one.mapping(keys, ("label", "patterns"))
        for pattern in found["patterns"].items():
            if pattern.pattern(words).match(""):
                raise pattern.error("matches-nothing")
        offsets = found["offsets"].items() if "offsets" in found else []
        if offsets and "near" not in found:
            raise one.error("no-near")
        rules.append(
            Ignored(
                name=name,
                label=found["label"].message(),
                patterns=found["patterns"].patterns(words),
                on=cast(On, _choice(found, "on", get_args(On))),
                near=found["near"].choice(known, "field") if "near" in found else None,
                offsets=tuple(offset.number() for offset in offsets) or (Decimal(0),),
                beside=found["beside"].flag() if "beside" in found else False,
            )
        )
    return tuple(rules)
