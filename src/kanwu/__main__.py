"""`python -m kanwu` is `kanwu`."""

from __future__ import annotations

import sys

from kanwu.cli import main

if __name__ == "__main__":
    sys.exit(main())
