"""Lasting: what is worked out of kanwu's own files, which is the same for every process of one version.

Each is worked out when it is first asked for. A front end may keep all of it, and hand it to the next
process (see `workspace.compiled`), which then reads none of those files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import TypeVar, cast

T = TypeVar("T")
_MAKERS: dict[str, Callable[[], object]] = {}
_KNOWN: dict[str, object] = {}


def lasting(make: Callable[[], T]) -> Callable[[], T]:
    """What a function of a module comes to: worked out once, or not at all where it was handed over."""
    name = f"{make.__module__}.{make.__name__}"

    @wraps(make)
    def asked() -> T:
        if name not in _KNOWN:
            _KNOWN[name] = make()
        return cast(T, _KNOWN[name])

    _MAKERS[name] = asked
    return asked


def worked_out() -> Mapping[str, object]:
    """All of it by its names, as far as its modules are imported."""
    return {name: asked() for name, asked in _MAKERS.items()}


def hand_over(found: Mapping[str, object]) -> None:
    """Take what another process of this version worked out; what is known already stays."""
    _KNOWN.update({name: one for name, one in found.items() if name not in _KNOWN})
