"""The desk's commands, added to the command line by the entry points `kanwu.commands`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from kanwu.message import LANGUAGES, Language, choose
from kanwu_tui.words import Words


def add_review(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`kanwu review`: the desk."""
    said = Words("en")("command.review")
    parser = subparsers.add_parser("review", help=said, description=said)
    parser.add_argument("dir", nargs="?", type=Path, metavar="DIR", help="the workspace")
    _common(parser)
    parser.add_argument(
        "--filter", default="", metavar="TEXT", help="show only items with these words at first"
    )
    parser.add_argument(
        "--plain", action="store_true", help="prompts, line by line; so it is without a terminal"
    )
    parser.set_defaults(run=review)


def add_demo(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`kanwu demo`: the desk on a private copy of the sample workspace."""
    said = Words("en")("command.demo")
    parser = subparsers.add_parser("demo", help=said, description=said)
    _common(parser)
    parser.add_argument(
        "--headless", action="store_true", help="play a scripted review and print what happens"
    )
    parser.set_defaults(run=demo)


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as", dest="reviewer", metavar="NAME", help="whose verdicts these are")
    parser.add_argument("--lang", choices=LANGUAGES, help="the language of the desk")


def review(args: argparse.Namespace) -> int:
    """Open the desk on a workspace; without a terminal to draw on, as prompts line by line.

    Raises:
        WorkspaceError: There is no workspace, or its settings cannot be meant.
    """
    if args.plain or not _can_draw():
        return _prompt(args.dir, args.reviewer, args.lang, args.filter)
    return _open(args.dir, args.reviewer, args.lang, args.filter)


def demo(args: argparse.Namespace) -> int:
    """Open the desk on the sample workspace; without a terminal, play it through."""
    from kanwu.demo import play, private_copy

    if args.headless or not _can_draw():
        return play(args.lang)
    root = private_copy()
    code = _open(root, args.reviewer, args.lang, "")
    words = Words(choose(args.lang, os.environ))
    print(words("command.demo-after", path=root), file=sys.stderr)
    return code


def _can_draw() -> bool:
    dumb = os.environ.get("TERM", "") in {"dumb", ""} and os.name != "nt"
    # Textual draws on standard error, so that must be the terminal too.
    return all(one.isatty() for one in (sys.stdin, sys.stdout, sys.stderr)) and not dumb


def _open(path: Path | None, reviewer: str | None, lang: Language | None, query: str) -> int:
    from kanwu.workspace import open_workspace
    from kanwu_tui.app import KanwuApp

    workspace = open_workspace(path, reviewer)
    language = choose(lang, os.environ, workspace.settings.language)
    app = KanwuApp(workspace, Words(language), query)
    app.run(mouse=False)
    return app.return_code or 0


def _prompt(path: Path | None, reviewer: str | None, lang: Language | None, query: str) -> int:
    from kanwu.workspace import open_workspace
    from kanwu_tui.desk import Desk
    from kanwu_tui.plain import work

    workspace = open_workspace(path, reviewer)
    words = Words(choose(lang, os.environ, workspace.settings.language))
    desk = Desk(workspace, words)
    desk.resume(query)
    return work(desk)
