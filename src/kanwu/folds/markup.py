"""Markup: a web page → its text as it is laid out, with the way back to the decoded source.

Blocks and `<br>` end a line, runs of blanks are one, references are decoded, comments, scripts and
navigation are not shown, and a real table is one line a row (see `grid`). Rather too much is kept
than too little: which words matter is for a schema to say.
"""

from __future__ import annotations

import re

from kanwu.folds import grid
from kanwu.folds.laid import Laid, Place
from kanwu.folds.tags import Kind, tokens
from kanwu.source import Source
from kanwu.text import Text

# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd",
    "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main",
    "menu", "ol", "option", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul",
))
# fmt: on
_OF_TABLES = frozenset(("tr", "td", "th", "thead", "tbody", "tfoot", "caption", "colgroup", "col"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_RAISED = frozenset(("sup", "sub"))
_SPAN = re.compile(r"(?<=[\s\"'])(row|col)span\s{0,9}=\s{0,9}[\"']?\s{0,9}(\d{1,6})")
_TAGGED = re.compile(r"</?[a-zA-Z][^<>]{0,400}>|&(?:#\w{1,8}|[a-zA-Z]\w{1,31});")
_BLANKS = frozenset(" \t\n\r\f")
_DEEPEST = 12
"""Tables within tables beyond this only end lines: pages nest them to place their parts."""
_PARTS = re.compile(r"[\s_|｜—–-]+")


class _Table:
    """A table while it is read."""

    def __init__(self, into: Laid) -> None:
        self.into = into
        """Where it is laid once it is read."""
        self.rows: list[grid.Row] = []
        self.row: grid.Row | None = None
        self.cell: grid.Cell | None = None

    def begin(self, source: str, tag: Place) -> Laid:
        """A cell begins, and a row where there is none."""
        if self.row is None or self.row.loose:
            self.end_row(tag)
            self.row = grid.Row()
        self.cell = cell = grid.Cell(tag)
        self.row.cells.append(cell)
        words = source[slice(*tag)].lower()
        for what, number in _SPAN.findall(words) if "span" in words else ():
            span = max(1, int(number))
            if what == "row":
                cell.down = span
            else:
                cell.across = span
        return cell.laid

    def begin_loose(self, at: int) -> Laid:
        """Where text goes that stands in no cell."""
        self.end_row((at, at))
        self.row = grid.Row(loose=True)
        self.cell = grid.Cell((at, at))
        self.row.cells.append(self.cell)
        return self.cell.laid

    def end_row(self, tag: Place) -> None:
        """The row ends, where there is one."""
        self.cell = None
        if self.row is not None:
            self.row.end = tag
            self.rows.append(self.row)
            self.row = None


class _Page:
    """A page while it is laid out."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.laid = Laid()
        self.title: Place | None = None
        self._open: Laid | None = self.laid
        """Where text goes; None between the cells of a table."""
        self._tables: list[_Table] = []
        self._beyond = 0
        """Tables open that are too deep to be one."""
        self._pre = 0
        self._heading = False

    def take(self, kind: Kind, start: int, end: int, name: str) -> None:
        """Lay one piece."""
        if kind == "text":
            self._text(start, end)
        elif name in _OF_TABLES and self._tables and not self._beyond:
            self._of_table(kind, (start, end), name)
        elif kind == "reference":
            self._reference((start, end), name)
        elif kind == "title":
            self.title = self.title or (start, end)
        elif name == "table":
            self._table(kind, (start, end))
        elif name == "br" and self._heading:
            self._here(start).blank((start, end))
        elif name in _BLOCKS:
            self._heading = kind == "open" and name in _HEADINGS
            if name == "pre":
                self._pre = max(0, self._pre + (1 if kind == "open" else -1))
            if self._open is not None:
                self._open.turn((start, end))
        elif name in _RAISED and self._open is not None:
            self._open.part()

    def done(self) -> Laid:
        """The whole page; its title first, where the page itself does not tell it."""
        length = len(self.source)
        self._beyond = 0
        while self._tables:
            self._table("close", (length, length))
        if self.title is None:
            return self.laid
        first, last = self.title
        if self.laid.places and self.laid.places[0][0] < last:
            return self.laid
        head = Laid()
        for kind, start, end, name in tokens(self.source[first:last]):
            if kind != "reference":
                head.run(self.source, first + start, first + end)
            elif name:
                head.put(name, (first + start, first + end))
        told = max(_PARTS.split(head.words), key=len)
        if "".join(told.split()) in "".join(self.laid.words.split()):
            return self.laid
        head.turn((last, last))
        head.add(self.laid)
        return head

    def _here(self, at: int) -> Laid:
        if self._open is None:
            self._open = self._tables[-1].begin_loose(at)
        return self._open

    def _text(self, start: int, end: int) -> None:
        if self._open is None and self.source[start:end].isspace():
            return
        here = self._here(start)
        if self._pre:
            here.kept(self.source, start, end)
        else:
            here.run(self.source, start, end)

    def _reference(self, place: Place, characters: str) -> None:
        here = self._here(place[0])
        if characters in _BLANKS:
            here.blank(place)
        elif characters:
            here.put(characters, place)

    def _table(self, kind: Kind, tag: Place) -> None:
        if kind == "open":
            if len(self._tables) >= _DEEPEST:
                self._beyond += 1
                return
            here = self._here(tag[0])
            here.turn(tag)
            if self._tables and (cell := self._tables[-1].cell) is not None:
                cell.nested = True
            self._tables.append(_Table(here))
            self._open = None
        elif self._beyond:
            self._beyond -= 1
        elif self._tables:
            table = self._tables.pop()
            table.end_row(tag)
            self._open = table.into
            grid.lay(table.rows, table.into)
            table.into.turn(tag)

    def _of_table(self, kind: Kind, tag: Place, name: str) -> None:
        table = self._tables[-1]
        if name not in {"td", "th"}:
            if name != "col":
                table.end_row(tag)
                self._open = None
        elif kind == "open":
            self._open = table.begin(self.source, tag)
        else:
            table.cell = self._open = None


def lay(source: Source) -> Text:
    """The text of a page, each character with the source characters behind it.

    >>> from kanwu.source import Source
    >>> lay(Source("a", "<p>主动<b>公开</b>&#50;0条<br>合计", "utf-8", "html")).folded
    '主动公开20条\\n合计'
    """
    page = _Page(source.text)
    for kind, start, end, name in tokens(source.text):
        page.take(kind, start, end, name)
    laid = page.done()
    return Text(source, laid.words, *laid.bounds())


def tagged(words: str) -> bool:
    """Whether words were taken from a page: tags or character references stand in them."""
    return _TAGGED.search(words) is not None


def untagged(quote: str) -> str:
    """The words of a quote from a page, without the tags in it; any other quote as it is.

    >>> untagged("1</b><b>036"), untagged("a < b")
    ('1036', 'a < b')
    """
    if not tagged(quote):
        return quote
    return lay(Source("", quote, "utf-8", "html")).folded
