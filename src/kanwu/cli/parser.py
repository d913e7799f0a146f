"""Parser: the words of the command line, and the commands that others plug in."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import NoReturn, get_args

from kanwu.choices import Also, Engine, Form, Host, Notation
from kanwu.correction import VERDICTS
from kanwu.errors import UsageError
from kanwu.message import LANGUAGES

GROUP = "kanwu.commands"
"""Entry points `name = "module:add"`; `add(subparsers)` adds a parser with a default `run`."""
KINDS = ("date", "period", "count", "percent", "amount", "number")


class Parser(argparse.ArgumentParser):
    """A parser whose mistakes are UsageErrors, like every other one."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words, and where help is."""
        wrong = re.search(r"invalid choice: '([^']*)' [(]choose from (.*)[)]", message)
        near = get_close_matches(wrong[1], re.findall(r"[\w-]+", wrong[2]), 1) if wrong else []
        hint = f'Did you mean "{near[0]}"? ' if near else ""
        raise UsageError("", message, f"{hint}See: {self.prog} -h")


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The chosen command with its words; `run` is what does it."""
    words = sys.argv[1:] if arguments is None else arguments
    chosen = build(*words[:1]).parse_args(words)
    if not hasattr(chosen, "run"):
        raise UsageError("", "no command is named", "See: kanwu -h")
    return chosen


def build(first: str = "") -> Parser:
    """The parser with every command, those of other packages among them.

    Where the first word is a command of ours, no more are added once it is: that takes time.
    """
    parser = Parser(
        prog="kanwu",
        description="Kanwu 勘误 (errata): read fields out of documents, doubt them, settle the doubts.",
        epilog="Start with: kanwu demo",
    )
    commands = parser.add_subparsers(metavar="COMMAND", dest="command", parser_class=Parser)
    for add in (_add_reading, _add_reviewing, _add_assessing, _add_releasing, _add_tools):
        add(commands)
        if first in commands.choices:
            return parser
    from importlib.metadata import entry_points, version  # only here: it brings much

    parser.add_argument("--version", action="version", version=f"kanwu {version('kanwu')}")
    taken = set(commands.choices)
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        if entry.name not in taken:
            entry.load()(commands)
    return parser


Commands = argparse._SubParsersAction


def _command(commands: Commands[Parser], name: str, help: str) -> Parser:
    return commands.add_parser(name, help=help, description=help[0].upper() + help[1:] + ".")


def _later(module: str, command: str) -> Callable[[argparse.Namespace], int]:
    """A command of a module beside this one, which is imported only when it is run."""

    def run(chosen: argparse.Namespace) -> int:
        return int(getattr(import_module(f"kanwu.cli.{module}"), command)(chosen))

    return run


def _workspace(parser: Parser) -> None:
    parser.add_argument(
        "workspace",
        nargs="?",
        type=Path,
        metavar="DIR",
        help="the workspace (default: here or above)",
    )


def _language(parser: Parser) -> None:
    parser.add_argument("--lang", choices=LANGUAGES, help="language of messages and reasons")


def _rows(parser: Parser) -> None:
    parser.add_argument(
        "--format", choices=("jsonl", "table"), help="default: table on a terminal, jsonl in a pipe"
    )
    _language(parser)


def _reviewer(parser: Parser) -> None:
    parser.add_argument("--as", dest="reviewer", metavar="NAME", help="who decides")


def _workers(parser: Parser) -> None:
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="processes (default 1)")
    parser.add_argument(
        "--engine",
        choices=get_args(Engine),
        default="local",
        help="where they are (default: local)",
    )
    parser.add_argument(
        "--scheduler", metavar="ADDRESS", help="of a Dask cluster (default: one on this machine)"
    )


def _documents(parser: Parser) -> None:
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="a workspace, or bare files, or their addresses"
    )
    parser.add_argument("--schema", help="for bare files: the name or the file of a schema")
    _workers(parser)
    parser.add_argument(
        "--shard", metavar="I/N", help="only every Nth document, from the Ith (1/4 … 4/4)"
    )
    parser.add_argument(
        "--to",
        type=Path,
        metavar="FOLDER",
        help="write the lines into a file there, with a marker when it is done (see merge)",
    )
    _rows(parser)


def _add_reading(commands: Commands[Parser]) -> None:

    one = _command(commands, "extract", "readings, one JSON object a line")
    _documents(one)
    one.add_argument(
        "--watch",
        action="store_true",
        help="go on: read again what changes on disk, and print it, until Ctrl+C",
    )
    one.add_argument(
        "--interval",
        type=float,
        default=2.0,
        metavar="SECONDS",
        help="between two looks (default 2)",
    )
    one.set_defaults(run=_later("extracting", "extract"))

    one = _command(commands, "numbers", "every number, and the field or rule that accounts for it")
    _documents(one)
    one.set_defaults(run=_later("extracting", "numbers"))

    one = _command(commands, "merge", "the lines of all shards in a folder, as one run prints them")
    one.add_argument("folder", type=Path, metavar="FOLDER")
    one.set_defaults(run=_later("extracting", "merge"))

    one = _command(commands, "text", "the folded text of a document")
    one.add_argument("file", type=Path, metavar="FILE")
    one.add_argument("--explain", action="store_true", help="each repair instead: where, what, why")
    _rows(one)
    one.set_defaults(run=_later("reading", "text"))

    one = _command(commands, "suggest", "what a bare string could mean, with reasons")
    one.add_argument("words", nargs="?", metavar="WORDS")
    one.add_argument("--kind", choices=KINDS)
    one.add_argument("--report-year", type=int, metavar="Y")
    one.add_argument("--not-after", metavar="DATE", help="later values are unlikely (ISO 8601)")
    one.add_argument("--not-before", metavar="DATE", help="earlier values are unlikely (ISO 8601)")
    one.add_argument("--stdin", action="store_true", help="JSON lines in, one answer a line out")
    _rows(one)
    one.set_defaults(run=_later("reading", "suggest"))

    one = _command(
        commands, "locate", "find the places of anchors in a changed document (JSON lines)"
    )
    one.add_argument("--schema", help="extract both texts with this schema, so that fields help")
    one.set_defaults(run=_later("reading", "locate"))


def _add_reviewing(commands: Commands[Parser]) -> None:

    one = _command(commands, "queue", "what to look at next, the most doubtful first")
    _workspace(one)
    one.add_argument("--limit", type=int, metavar="N", help="only the first N")
    _workers(one)
    _rows(one)
    one.set_defaults(run=_later("reviewing", "queue"))

    one = _command(commands, "decide", "save one verdict, as one key of the desk does")
    one.add_argument("document", metavar="DOCUMENT")
    one.add_argument("field", metavar="FIELD")
    one.add_argument("--item", help="the item of a repeated field")
    one.add_argument("--nth", type=int, metavar="N", help="which of several readings, from 0")
    decided = tuple(one for one in VERDICTS if one not in {"renamed", "distinct"})
    one.add_argument("--verdict", required=True, choices=decided)
    one.add_argument("--value", help="for amended and added")
    one.add_argument("--should-be", metavar="VALUE", help="for sic: what would have been right")
    one.add_argument(
        "--quote", metavar="WORDS", help="for added: the words, as they stand in the source"
    )
    one.add_argument("--note", default="")
    one.add_argument("--workspace", type=Path, metavar="DIR", help="default: here or above")
    _reviewer(one)
    _language(one)
    one.set_defaults(run=_later("reviewing", "decide"))

    one = _command(
        commands, "replay", "what became of every correction on the documents as they are now"
    )
    _workspace(one)
    one.add_argument(
        "--strict", action="store_true", help="exit 1 if any is stale, ambiguous or lost"
    )
    one.add_argument(
        "--since",
        type=Path,
        metavar="FILE",
        help="instead: what changed since; what extract and replay printed then, as JSON lines",
    )
    _workers(one)
    _rows(one)
    one.set_defaults(run=_later("reviewing", "replay"))

    one = _command(
        commands, "reanchor", "put a verdict that lost its place to another one, or list the places"
    )
    one.add_argument("correction", metavar="ID", help="of the correction, as replay tells it")
    one.add_argument("--place", type=int, metavar="N", help="the place listed under this number")
    one.add_argument("--quote", metavar="WORDS", help="the words, as they stand in the source")
    one.add_argument("--workspace", type=Path, metavar="DIR", help="default: here or above")
    _reviewer(one)
    _rows(one)
    one.set_defaults(run=_later("orphans", "reanchor"))

    one = _command(commands, "adopt", "say what a document that is gone is called now")
    one.add_argument("former", metavar="FORMER", help="the name that verdicts were made under")
    one.add_argument("document", nargs="?", metavar="DOCUMENT", help="default: as proposed")
    one.add_argument(
        "--refuse", action="store_true", help="it is another document: propose it no more"
    )
    one.add_argument("--workspace", type=Path, metavar="DIR", help="default: here or above")
    _reviewer(one)
    one.set_defaults(run=_later("orphans", "adopt"))

    one = _command(commands, "retire", "take back a verdict, anybody's, and say why")
    one.add_argument("correction", metavar="ID", help="of the correction, as replay tells it")
    one.add_argument("--note", default="retired", help="why (default: retired)")
    one.add_argument("--workspace", type=Path, metavar="DIR", help="default: here or above")
    _reviewer(one)
    one.set_defaults(run=_later("orphans", "retire"))

    one = _command(
        commands, "check", "the findings that no verdict has settled; exit 1 if any is an error"
    )
    _workspace(one)
    one.add_argument(
        "--annotate",
        choices=get_args(Host),
        help="errors and warnings as a code host shows them, beside the lines of the documents",
    )
    _workers(one)
    _rows(one)
    one.set_defaults(run=_later("reviewing", "check"))


def _add_assessing(commands: Commands[Parser]) -> None:

    one = _command(commands, "agree", "how far reviewers who settled the same readings agree")
    _workspace(one)
    one.add_argument(
        "--disagreements", action="store_true", help="the readings on which they do not, instead"
    )
    _workers(one)
    _rows(one)
    one.set_defaults(run=_later("assessing", "agree"))

    one = _command(
        commands, "audit", "a random sample of undoubted values to look at, and what it came to"
    )
    one.add_argument("name", nargs="?", metavar="NAME", help="what the audit is called")
    one.add_argument("--size", type=int, metavar="N", help="draw so many values")
    one.add_argument(
        "--bound",
        type=float,
        metavar="SHARE",
        help="draw as many as show, if none is wrong, that no more than this share is",
    )
    one.add_argument("--confidence", type=float, metavar="SHARE", help="how surely (default: 0.95)")
    one.add_argument("--seed", type=int, metavar="N", help="default: by chance; it is kept")
    one.add_argument("--report", action="store_true", help="what the audits came to")
    one.add_argument("--workspace", type=Path, metavar="DIR", help="default: here or above")
    _rows(one)
    one.set_defaults(run=_later("assessing", "audit"))


def _add_releasing(commands: Commands[Parser]) -> None:

    one = _command(commands, "export", "write the dataset, each value with its provenance")
    _workspace(one)
    one.add_argument(
        "--to", required=True, metavar="PATH", help="a file, a folder, or - for stdout"
    )
    one.add_argument(
        "--as",
        dest="form",
        choices=get_args(Form),
        help="default: by the name of PATH; a folder is a datapackage",
    )
    one.add_argument(
        "--with",
        dest="also",
        action="append",
        default=[],
        choices=get_args(Also),
        help="for a datapackage: also in this form, or with this metadata; may be given several times",
    )
    one.add_argument(
        "--bom", action="store_true", help="begin CSV with a byte-order mark, as Excel needs it"
    )
    one.add_argument(
        "--include", choices=("doubted",), help="also values that are still doubted, marked so"
    )
    _workers(one)
    one.set_defaults(run=_later("releasing", "export"))

    one = _command(
        commands, "diff", "the values that changed between two releases, and what is behind each"
    )
    one.add_argument("old", type=Path, metavar="OLD", help="a data package, or a file of values")
    one.add_argument("new", type=Path, metavar="NEW")
    one.add_argument(
        "--as",
        dest="form",
        choices=("table", "json", "markdown"),
        help="default: table on a terminal, json in a pipe",
    )
    _language(one)
    one.set_defaults(run=_later("releasing", "diff"))

    one = _command(commands, "import", "what another tool extracted, looked for in the documents")
    one.add_argument("file", type=Path, metavar="FILE")
    one.add_argument("--from", dest="form", required=True, choices=get_args(Notation))
    one.add_argument("--name", help="what the tool goes by (default: what it calls itself)")
    one.add_argument("--map", type=Path, metavar="FILE", help="TOML: what its names mean here")
    one.add_argument("--document", metavar="ID", help="the document that it is all about")
    one.add_argument("--workspace", type=Path, metavar="DIR", help="default: here or above")
    _rows(one)
    one.set_defaults(run=_later("releasing", "bring"))


def _add_tools(commands: Commands[Parser]) -> None:

    one = _command(commands, "init", "start a workspace around documents that are already there")
    one.add_argument("directory", nargs="?", type=Path, default=Path(), metavar="DIR")
    one.add_argument("--schema", required=True, metavar="NAME")
    one.set_defaults(run=_later("tools", "init"))

    one = _command(commands, "schema", "check a schema file, or show one as a codebook")
    kinds = one.add_subparsers(
        metavar="check|show", dest="action", required=True, parser_class=Parser
    )
    check = _command(kinds, "check", "what is wrong with a schema file, with its line")
    check.add_argument("schema", metavar="FILE")
    check.set_defaults(run=_later("tools", "schema_check"))
    show = _command(kinds, "show", "the fields of a schema as a codebook")
    show.add_argument("schema", nargs="?", metavar="NAME", help="default: the workspace's")
    _rows(show)
    show.set_defaults(run=_later("tools", "schema_show"))

    one = _command(
        commands, "doctor", "what is wrong with this terminal or workspace, and how to mend it"
    )
    _workspace(one)
    _language(one)
    one.set_defaults(run=_later("tools", "doctor"))

    one = _command(commands, "completion", "print the completion script of a shell")
    one.add_argument("shell", choices=("bash", "zsh", "tcsh"))
    one.set_defaults(run=_completion)


def _completion(chosen: argparse.Namespace) -> int:
    import shtab

    sys.stdout.write(shtab.complete(build(), shell=chosen.shell))
    return 0
