"""What closed screens leave behind is found; what the program is made of is not looked through for it."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from milestone_tui.ui.gc_policy import GcPolicy


class TimelineState:
    """Something that refers to itself, as a screen and its widgets do: only a search finds it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def begun_anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As in a program that has just started; other tests have set their own aside."""
    monkeypatch.setattr(GcPolicy, "has_set_aside", False)
    gc.unfreeze()
    gc.collect()
    yield
    gc.unfreeze()


def test_what_is_loaded_is_looked_through_no_more() -> None:
    loaded = TimelineState()
    GcPolicy.freeze_all(stays=True)
    assert GcPolicy.has_set_aside

    known = weakref.ref(loaded)
    del loaded
    gc.collect()

    assert known() is not None


def test_what_was_shown_since_is_let_go() -> None:
    GcPolicy.freeze_all(stays=True)
    shown = TimelineState()
    known = weakref.ref(shown)
    del shown

    GcPolicy.collect(stays=True)

    assert known() is None


def test_what_is_open_when_all_is_loaded_is_let_go_like_any_other_screen() -> None:
    shown = TimelineState()
    known = weakref.ref(shown)
    GcPolicy.freeze_all(stays=False)
    del shown

    GcPolicy.collect(stays=True)

    assert known() is None and GcPolicy.has_set_aside


def test_it_is_set_aside_once_however_many_programs_one_process_runs() -> None:
    GcPolicy.freeze_all(stays=True)
    shown = TimelineState()
    known = weakref.ref(shown)

    GcPolicy.freeze_all(stays=True)
    del shown
    gc.collect()

    assert known() is None
