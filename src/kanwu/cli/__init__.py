"""Command line: the headless front end. Data on stdout, narration on stderr.

Exit 0 done; 1 done and work is open; 2 wrong usage; 3 a file that a person wrote is wrong.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from itertools import pairwise

from kanwu.cli.parser import parse
from kanwu.errors import KanwuError, UsageError
from kanwu.message import Language, choose, say

CLOSED_PIPE, INTERRUPTED = 141, 130
"""Exit codes that a shell gives for a reader that went away, and for Ctrl+C."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is what it returns."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        chosen = parse(arguments)
        code = int(chosen.run(chosen))
        sys.stdout.flush()
    except KanwuError as error:
        print(f"kanwu: {error.told(_language())}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # Whoever read the output has gone; what was decided or written before is safe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        print(f"kanwu: {say('cli.closed')[_language()]}", file=sys.stderr)
        return CLOSED_PIPE
    except KeyboardInterrupt:
        print(f"kanwu: {say('cli.stopped')[_language()]}", file=sys.stderr)
        return INTERRUPTED
    except OSError as error:
        problem = UsageError(
            str(error.filename or "output"), (error.strerror or str(error)).lower()
        )
        print(f"kanwu: {problem}", file=sys.stderr)
        return 3
    return code


def _language() -> Language:
    """The language that somebody who reads an error wants: `--lang`, else as the environment says."""
    words = sys.argv[1:]
    asked = next((b for a, b in pairwise(words) if a == "--lang"), None)
    return choose(asked, os.environ)
