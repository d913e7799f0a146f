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
    parser.add_argument(
        "--serve", action="store_true", help="in a browser on this machine; there is no password"
    )
    parser.add_argument(
        "--port", type=int, default=8000, metavar="N", help="with --serve: the port"
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
    parser.add_argument(
        "--low-bandwidth",
        action=argparse.BooleanOptionalAction,
        help="send as little as can be; over SSH it is so by itself",
    )


def review(args: argparse.Namespace) -> int:
    """Open the desk on a workspace; without a terminal to draw on, as prompts line by line.

    Raises:
        WorkspaceError: There is no workspace, or its settings cannot be meant.
    """
    if args.serve:
        return _serve(args)
    if args.plain or not _can_draw():
        return _prompt(args.dir, args.reviewer, args.lang, args.filter)
    return _open(args, args.dir, args.filter)


def demo(args: argparse.Namespace) -> int:
    """Open the desk on the sample workspace; without a terminal, play it through."""
    from kanwu.demo import play, private_copy

    if args.headless or not _can_draw():
        return play(args.lang)
    root = private_copy()
    code = _open(args, root)
    words = Words(choose(args.lang, os.environ))
    print(words("command.demo-after", path=root), file=sys.stderr)
    return code


def _can_draw() -> bool:
    if os.environ.get("TEXTUAL_DRIVER"):  # the screen is a page in a browser (see `serving`)
        return True
    dumb = os.environ.get("TERM", "") in {"dumb", ""} and os.name != "nt"
    # Textual draws on standard error, so that must be the terminal too.
    return all(one.isatty() for one in (sys.stdin, sys.stdout, sys.stderr)) and not dumb


def _open(args: argparse.Namespace, path: Path | None, query: str = "") -> int:
    from kanwu.cli.probing import ambiguous_width
    from kanwu.workspace import open_workspace
    from kanwu_tui.app import KanwuApp
    from kanwu_tui.cells import draw_ambiguous
    from kanwu_tui.themes import far_away
    from kanwu_tui.tidying import spare

    workspace = open_workspace(path, args.reviewer)
    settings = workspace.settings
    language = choose(args.lang, os.environ, settings.language)
    wanted = settings.ambiguous_width
    cells = (ambiguous_width() or 1) if wanted == "auto" else wanted
    draw_ambiguous(cells)
    told = (args.low_bandwidth, settings.low_bandwidth, far_away(os.environ))
    sparing = next(one for one in told if one is not None)
    app = KanwuApp(workspace, Words(language), query, sparing=sparing, cells=cells)
    spare()
    app.run(mouse=False)
    return app.return_code or 0


def _serve(args: argparse.Namespace) -> int:
    from kanwu.workspace import open_workspace
    from kanwu_tui.serving import serve

    workspace = open_workspace(args.dir, args.reviewer)  # what is wrong with it is told here
    language = choose(args.lang, os.environ, workspace.settings.language)
    options = [str(workspace.root), "--as", workspace.reviewer, "--lang", language]
    if args.filter:
        options += ["--filter", args.filter]
    return serve(Words(language), options, args.port)


def _prompt(path: Path | None, reviewer: str | None, lang: Language | None, query: str) -> int:
    from kanwu.workspace import open_workspace
    from kanwu_tui.desk import Desk
    from kanwu_tui.plain import work

    workspace = open_workspace(path, reviewer)
    words = Words(choose(lang, os.environ, workspace.settings.language))
    desk = Desk(workspace, words)
    desk.resume(query)
    return work(desk)
