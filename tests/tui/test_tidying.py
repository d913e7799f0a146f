"""Python tidies up while nobody is at the keys."""

from __future__ import annotations

import gc
import weakref

from kanwu_tui import tidying
from kanwu_tui.tidying import Tidying


class Circle:
    """Something that only Python's collector finds."""

    def __init__(self) -> None:
        self.itself = self


def test_only_a_rest_is_used(monkeypatch):
    monkeypatch.setattr(tidying, "OFTEN", 0)
    gone = weakref.ref(Circle())
    keys = Tidying()
    keys.key()
    assert not keys.rest()
    monkeypatch.setattr(tidying, "REST", -1.0)
    assert keys.rest()
    assert gone() is None


def test_not_more_often_than_there_is_something_to_tidy(monkeypatch):
    monkeypatch.setattr(tidying, "REST", -1.0)
    gc.collect()
    assert not Tidying().rest()


def test_what_is_there_at_the_start_is_left_alone():
    before = gc.get_threshold()
    try:
        tidying.spare()
        assert gc.get_freeze_count() > 0
        assert gc.get_threshold() == (*before[:2], tidying.SELDOM)
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
