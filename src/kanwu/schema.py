"""Schema, Field, Table, Listing: what a document family holds; its rules are `rule`.

A schema is written in YAML and parsed by `schemafile`; these are the values that come out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Literal

from kanwu.message import Message
from kanwu.needle import Needle, needle_of
from kanwu.opening import onward
from kanwu.parts import Part, Parts
from kanwu.reading import Kind
from kanwu.rule import LAST_YEAR, SIDES, Case, Needing, Rule, needing

Within = Literal["any", "head", "tail"]
Take = Literal["all", "first", "last"]
Relation = tuple[tuple[str, ...], tuple[str, ...]]
"""Fields whose sum equals the sum of the others."""
_HEAD = 3000
"""So many folded characters are looked through for what shows that documents stand side by side."""
On = Literal["flow", "lines", "source"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What a schema asks for: one value, or one per item."""

    key: str
    label: Message
    kind: Kind
    unit: str | None = None
    """The unit it is given in when the words name none."""
    units: Mapping[str, Decimal] = field(default_factory=dict)
    """Units as written → how many of `unit` each is (万元 → 10000 元)."""
    phrases: tuple[re.Pattern[str], ...] = ()
    """Patterns on the flowing text; the first that matches somewhere wins that place."""
    told: Mapping[str, tuple[re.Pattern[str], ...]] = field(default_factory=dict)
    """Value → the phrases that tell it in words, without a number (`0` → 未收到…申请)."""
    within: Within = "any"
    """The part of the document it is looked for in."""
    inside: str | None = None
    """The field in whose words it is looked for, instead of in the document."""
    take: Take = "all"
    """Which of several matches are readings."""
    share_item: str | None = None
    """The item name that a percentage after this count goes by."""
    unless: tuple[re.Pattern[str], ...] = ()
    """Words earlier in the same sentence that make it another thing (历年累计, 其中)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A breakdown: items with counts, and often shares, in a sentence."""

    field: str
    """The field whose items the counts are."""
    percent: str
    """The field whose items the shares are."""
    begins: tuple[re.Pattern[str], ...]
    """Where a breakdown may stand: it runs to the end of that sentence."""
    entries: tuple[re.Pattern[str], ...]
    """One entry, tried in order, with the groups `item` and `value`."""
    not_items: tuple[re.Pattern[str], ...]
    """Item names that are no subject: a total told again, a channel."""
    share: re.Pattern[str]
    """What stands between a count and its percentage, with the group `value`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A run of rows under one header, with the same columns."""

    begins: re.Pattern[str] | None
    """What stands above it; None where it is the whole table."""
    columns: Parts
    rows: Parts
    headless: bool = False
    """Whether the rows have no labels of their own: all values stand in one run."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """A statutory table: blocks of rows and columns; compared by identity.

    A cell is `table.row.column`; where the only column has no name, `table.row`.
    """

    key: str
    label: Message
    kind: Kind
    unit: str | None
    begins: re.Pattern[str]
    """The heading after which it is looked for."""
    requires: tuple[re.Pattern[str], ...]
    """Words that its header must hold, which tell this form from the form of another year."""
    ends: re.Pattern[str] | None
    """The heading of what comes next."""
    blocks: tuple[Block, ...]
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    """Columns of another kind (本年增/减 is signed)."""
    units: Mapping[str, str] = field(default_factory=dict)
    """Columns (rows, where the only column has no name) of another unit."""

    def cell(self, row: Part, column: Part) -> str:
        """The field key of a cell."""
        key = f"{self.key}.{row.key}"
        return f"{key}.{column.key}" if column.key else key

    def kind_of(self, row: Part, column: Part) -> Kind:
        """The kind of a cell."""
        return self.kinds.get(column.key or row.key, self.kind)

    def unit_of(self, row: Part, column: Part) -> str | None:
        """The unit that a cell is given in when its words name none."""
        return self.units.get(column.key or row.key, self.unit)

    def cells(self) -> Iterator[tuple[str, Part, Part]]:
        """Every cell of the form: its key, its row, its column."""
        for block in self.blocks:
            for row in block.rows:
                for column in block.columns:
                    yield self.cell(row, column), row, column


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """A rule of the ledger: numbers that are no data, such as those of lists and telephones."""

    name: str
    label: Message
    patterns: tuple[re.Pattern[str], ...]
    """What holds such numbers; with a group `value`, only what that captures."""
    on: On = "flow"
    """Where they are looked for: the flowing text, the folded lines, or the source's own marks."""
    near: str | None = None
    """The field whose year the number must be near to (a year told as context)."""
    offsets: tuple[Decimal, ...] = ()
    """How many years after that one it may be."""
    beside: bool = False
    """Whether it holds only where two documents stand side by side, and every value is doubted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """What shows that a document bears a form, as far as one part of it goes."""

    form: str
    why: Message
    """What shows it: a table and how it is made."""
    phrases: tuple[re.Pattern[str], ...] = ()
    """Words on the flowing text."""
    fields: frozenset[str] = frozenset()
    """Cells that only this form has."""
    weak: bool = False
    """Whether it counts only where nothing else tells a form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How to tell which edition of the family a document bears."""

    field: str
    mixed: str
    """The value where the parts of a document bear different forms."""
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Narrower:
    """Words earlier in a sentence that name less than the whole: a narrower body, a single day."""

    words: tuple[re.Pattern[str], ...]
    fields: frozenset[str] = frozenset()
    """The fields that they bear on; all, where it is empty."""


@dataclass(frozen=True, slots=True)
class Split:
    """How to tell where one document ends and another begins in a file that holds several."""

    opens: tuple[re.Pattern[str], ...]
    """The heading of a document's first chapter, in the source and on the flowing text."""
    begins: tuple[re.Pattern[str], ...]
    """A title on the flowing text, with the group `year`, and `of` for its publisher."""
    beside: tuple[re.Pattern[str], ...] = ()
    """What shows, in the folded lines, that several stand side by side and cannot be told apart."""

    def side_by_side(self, folded: str) -> re.Match[str] | None:
        """What shows, near the beginning of folded lines, that two documents stand side by side."""
        found = (one.search(folded, 0, _HEAD) for one in self.beside)
        return next((match for match in found if match), None)


@dataclass(frozen=True, slots=True)
class Series:
    """How to tell which documents follow each other, year by year."""

    of: str
    """The field whose value they share: the publisher."""
    year: str
    """The field of the year."""


@dataclass(frozen=True, eq=False)
class Schema:
    """What one family of documents holds; compared by identity."""

    name: str
    version: int
    title: Message
    fields: Mapping[str, Field]
    listings: tuple[Listing, ...]
    tables: Mapping[str, Table]
    rules: tuple[Rule, ...]
    optional: frozenset[str]
    """Cells of rows and columns that some editions of a form leave out."""
    heading: re.Pattern[str]
    """What a line begins with that is never the continuation of the line before."""
    denied: tuple[re.Pattern[str], ...] = ()
    """Words right before a number that is one, which make it none: not one case was filed."""
    counted: Mapping[str, tuple[re.Pattern[str], ...]] = field(default_factory=dict)
    """Kind → what tells that a number is of this kind, and a numeral in words is one, as `value`."""
    ignored: tuple[Ignored, ...] = ()
    """The rules of the ledger, the first of two that fit before the second."""
    form: Form | None = None
    """How to tell the edition that a document bears."""
    series: Series | None = None
    """How to tell the report of the year before."""
    split: Split | None = None
    """How to tell the documents in one file apart."""
    narrower: tuple[Narrower, ...] = ()
    """What tells that a number is of less than the whole that is reported."""

    @cached_property
    def sought(self) -> Sequence[re.Pattern[str]]:
        """The phrases of prose: those that take a value, that tell one, that a breakdown begins with,
        and that show a form."""
        fields = self.fields.values()
        told = (one for field in fields for several in field.told.values() for one in several)
        begins = (one for listing in self.listings for one in listing.begins)
        shown = (one for sign in self.signs for one in sign.phrases)
        return [*(one for field in fields for one in field.phrases), *told, *begins, *shown]

    @property
    def signs(self) -> Sequence[Sign]:
        """What shows the edition that a document bears, where a schema tells editions apart."""
        return self.form.signs if self.form else ()

    @cached_property
    def needles(self) -> Mapping[str, Needle]:
        """What each phrase of prose needs, by its pattern."""
        return {one.pattern: needle_of(one) for one in self.sought}

    @cached_property
    def onward(self) -> Mapping[str, re.Pattern[str]]:
        """Phrases as they are sought behind the start of a text, where they are others there."""
        found = ((one.pattern, onward(one)) for one in self.sought)
        return {words: one for words, one in found if one}

    @cached_property
    def rules_about(self) -> Mapping[str, Sequence[tuple[Rule, Case]]]:
        """The rules that speak of each field, with the fields of the case that does."""
        about: dict[str, list[tuple[Rule, Case]]] = {}
        for rule in self.rules:
            for case in rule.cases:
                own = (keys for argument, keys in case.items() if argument != LAST_YEAR)
                for key in {key for keys in own for key in keys}:
                    about.setdefault(key, []).append((rule, case))
        return about

    @cached_property
    def cases(self) -> Sequence[Needing]:
        """Every case of every rule, and what it needs."""
        return [needing(rule, case, self.optional) for rule in self.rules for case in rule.cases]

    @cached_property
    def narrowing(self) -> Mapping[str, Sequence[re.Pattern[str]]]:
        """Of each count and amount that may be of less than the whole: the words that tell it."""
        return {
            field.key: [
                pattern
                for one in self.narrower
                if not one.fields or field.key in one.fields
                for pattern in one.words
            ]
            for field in self.fields.values()
            if field.kind in {"count", "money"}
        }

    @cached_property
    def rested_on(self) -> frozenset[str]:
        """The fields of last year's report that rules rest on."""
        return frozenset(field for case in self.cases_of_years for field in case[LAST_YEAR])

    @cached_property
    def cases_of_years(self) -> Sequence[Case]:
        """Every case of a rule that rests on last year's report."""
        return [case for rule in self.rules for case in rule.cases if LAST_YEAR in case]

    @cached_property
    def reasons(self) -> Mapping[str, Message]:
        """Why each rule is one, by its name."""
        return {rule.name: rule.why for rule in self.rules}

    @cached_property
    def order(self) -> Mapping[str, int]:
        """Every field key, cells of tables among them, in the schema's order."""
        return {key: i for i, key in enumerate(self.labels)}

    @cached_property
    def labels(self) -> Mapping[str, Message]:
        """Every field key with its names, cells of tables among them."""
        found = {key: one.label for key, one in self.fields.items()}
        for table in self.tables.values():
            for key, row, column in table.cells():
                found[key] = row.label
                if column.key:
                    found[key] = Message(
                        f"{row.label.zh} · {column.label.zh}", f"{row.label.en}: {column.label.en}"
                    )
        return found

    @cached_property
    def relations(self) -> Mapping[str, tuple[Relation, ...]]:
        """The relations whose two sides must be equal, by the table that they are about."""
        found: dict[str, list[Relation]] = {key: [] for key in self.tables}
        for rule in self.rules:
            for case in rule.cases if rule.check in SIDES else ():
                sides = tuple(case[argument] for argument in SIDES[rule.check])
                tables = {field.partition(".")[0] for side in sides for field in side}
                if len(tables) == 1 and tables <= found.keys():
                    found[tables.pop()].append((sides[0], sides[1]))
        return {key: tuple(relations) for key, relations in found.items()}

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:
        """The kind of every field key, cells of tables among them."""
        found: dict[str, Kind] = {key: one.kind for key, one in self.fields.items()}
        for table in self.tables.values():
            found.update({key: table.kind_of(*parts) for key, *parts in table.cells()})
        return found

    @cached_property
    def units(self) -> Mapping[str, str | None]:
        """The unit that every field key is given in when the words name none."""
        found = {key: one.unit for key, one in self.fields.items()}
        for table in self.tables.values():
            found.update({key: table.unit_of(*parts) for key, *parts in table.cells()})
        return found
