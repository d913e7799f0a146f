"""Markup: a web page → its text as it is laid out, with the way back to the decoded source.

Blocks and `<br>` end a line, runs of blanks are one, references are decoded, comments, scripts and
navigation are not shown, and a real table is one line a row (see `grid`). Rather too much is kept
than too little: which words matter is for a schema to say.
"""

from __future__ import annotations

import re

from kanwu.folds import grid
from kanwu.folds.laid import Laid
from kanwu.folds.tags import Token, tokens
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
_SPAN = re.compile(r"(?<=[\s\"'])(row|col)span\s{0,9}=\s{0,9}[\"']?\s{0,9}(\d{1,6})", re.IGNORECASE)
_NO_SPAN = len("<td rowspan=2>")
"""A shorter tag of a cell spans nothing."""
_TAGGED = re.compile(r"</?[a-zA-Z][^<>]{0,400}>|&(?:#\w{1,8}|[a-zA-Z]\w{1,31});")
_BLANKS = frozenset(" \t\n\r\f")
_DEEPEST = 12
"""Tables within tables beyond this only end lines: pages nest them to place their parts."""
_PARTS = re.compile(r"[\s_|｜—–-]+")


class _Table:
    """A table while it is read."""

    def __init__(self) -> None:
        self.rows: list[grid.Row] = []
        self.row: grid.Row | None = None
        self.cell: grid.Cell | None = None

    def begin(self, source: str, token: Token) -> None:
        """A cell begins, and a row where there is none."""
        self.end_cell()
        if self.row is None or self.row.loose:
            self.end_row(token)
            self.row = grid.Row()
        self.cell = grid.Cell((token.start, token.end))
        plain = token.end - token.start < _NO_SPAN
        for what, number in () if plain else _SPAN.findall(source[token.start : token.end]):
            span = max(1, int(number))
            if what.lower() == "row":
                self.cell.down = span
            else:
                self.cell.across = span
        self.row.cells.append(self.cell)

    def loose(self, token: Token) -> Laid:
        """Where text goes that stands in no cell."""
        self.end_row(token._replace(end=token.start))
        self.row = grid.Row(loose=True)
        self.cell = grid.Cell((token.start, token.start))
        self.row.cells.append(self.cell)
        return self.cell.laid

    def end_cell(self) -> None:
        """The cell ends."""
        self.cell = None

    def end_row(self, token: Token) -> None:
        """The row ends, where there is one."""
        self.cell = None
        if self.row is not None:
            self.row.end = (token.start, token.end)
            self.rows.append(self.row)
            self.row = None


class _Page:
    """A page while it is laid out."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.laid = Laid()
        self.title: Token | None = None
        self._tables: list[_Table] = []
        self._beyond = 0
        """Tables open that are too deep to be one."""
        self._pre = 0
        self._heading = False

    def take(self, token: Token) -> None:
        """Lay one piece."""
        if token.kind == "text":
            self._text(token)
        elif self._tables and token.name in _OF_TABLES and not self._beyond:
            self._of_table(token)
        elif token.kind == "reference":
            self._reference(token)
        elif token.kind == "title":
            self.title = self.title or token
        elif token.name == "table":
            self._table(token)
        elif token.name == "br" and self._heading:
            self._here(token).blank((token.start, token.end))
        elif token.name in _BLOCKS:
            self._heading = token.kind == "open" and token.name in _HEADINGS
            if token.name == "pre":
                self._pre = max(0, self._pre + (1 if token.kind == "open" else -1))
            if not self._tables or self._tables[-1].cell is not None:
                self._here(token).turn((token.start, token.end))
        elif token.name in _RAISED and (not self._tables or self._tables[-1].cell is not None):
            self._here(token).part()

    def done(self) -> Laid:
        """The whole page; its title first, where the page itself does not tell it."""
        end = Token("close", len(self.source), len(self.source), "table")
        self._beyond = 0
        while self._tables:
            self._table(end)
        if self.title is None or (len(self.laid) and self.laid.starts[0] < self.title.end):
            return self.laid
        head = Laid()
        for token in tokens(self.source[self.title.start : self.title.end]):
            first, last = self.title.start + token.start, self.title.start + token.end
            if token.kind == "reference":
                head.put(token.name, (first, last))
            else:
                head.run(self.source, first, last)
        told = max(_PARTS.split(head.words), key=len)
        if "".join(told.split()) in "".join(self.laid.words.split()):
            return self.laid
        head.turn((self.title.end, self.title.end))
        head.add(self.laid)
        return head

    def _here(self, token: Token) -> Laid:
        if not self._tables:
            return self.laid
        table = self._tables[-1]
        return table.cell.laid if table.cell is not None else table.loose(token)

    def _text(self, token: Token) -> None:
        between = self._tables and self._tables[-1].cell is None
        if between and self.source[token.start : token.end].isspace():
            return
        lay = self._here(token)
        if self._pre:
            lay.kept(self.source, token.start, token.end)
        else:
            lay.run(self.source, token.start, token.end)

    def _reference(self, token: Token) -> None:
        place = (token.start, token.end)
        lay = self._here(token)
        if token.name in _BLANKS:
            lay.blank(place)
        elif token.name:
            lay.put(token.name, place)

    def _table(self, token: Token) -> None:
        if token.kind == "open":
            if len(self._tables) >= _DEEPEST:
                self._beyond += 1
                return
            if self._tables:
                table = self._tables[-1]
                self._here(token).turn((token.start, token.end))
                if table.cell is not None:
                    table.cell.nested = True
            else:
                self.laid.turn((token.start, token.end))
            self._tables.append(_Table())
        elif self._beyond:
            self._beyond -= 1
        elif self._tables:
            table = self._tables.pop()
            table.end_row(token)
            into = self._here(token)
            grid.lay(table.rows, into)
            into.turn((token.start, token.end))

    def _of_table(self, token: Token) -> None:
        table = self._tables[-1]
        if token.name in {"td", "th"}:
            if token.kind == "open":
                table.begin(self.source, token)
            else:
                table.end_cell()
        elif token.name != "col":
            table.end_row(token)


def lay(source: Source) -> Text:
    """The text of a page, each character with the source characters behind it.

    >>> from kanwu.source import Source
    >>> lay(Source("a", "<p>主动<b>公开</b>&#50;0条<br>合计", "utf-8", "html")).folded
    '主动公开20条\\n合计'
    """
    page = _Page(source.text)
    for token in tokens(source.text):
        page.take(token)
    laid = page.done()
    return Text(source, laid.words, laid.starts, laid.ends)


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
