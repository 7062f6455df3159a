"""How it is said what was ignored, in the room that there is."""

from __future__ import annotations

import pytest
from textual import events
from textual.message import Message

from milestone_tui.ui.ignored_keys import PAUSE, IgnoredKeys
from milestone_tui.ui.renderer import cells


def key(name: str) -> events.Key:
    return events.Key(name, {"space": " "}.get(name, name if len(name) == 1 else None))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ([key(letter) for letter in ("1", "2", "space", "d")], 'Refused. Ignored "12 d".'),
        ([key("enter"), key("down"), key("ctrl+s")], 'Refused. Ignored "↵↓ctrl+s".'),
        ([key("界")] * 30, f'Refused. Ignored "{"界" * 11}…".'),
        ([events.Paste("one\ntwo\x1b[2J")], 'Refused. Ignored "one two␛[2J".'),
        ([], "Refused."),
    ],
)
def test_what_was_ignored_is_named(typed: list[Message], said: str) -> None:
    breath = IgnoredKeys("Refused.", 0)
    assert all(breath.ignores(event, 0) for event in typed)
    assert breath.words(79) == said


@pytest.mark.parametrize("width", [10, 40, 79, 200])
def test_the_reason_gives_way_to_what_was_lost(width: int) -> None:
    breath = IgnoredKeys("Nothing to move: " + "界" * 40, 0)
    breath.ignores(key("d"), 0)
    words = breath.words(width)
    assert words.endswith('Ignored "d".') and cells(words) <= max(width, len('Ignored "d".'))


def test_keys_that_always_work_neither_end_nor_prolong_it() -> None:
    breath = IgnoredKeys("Refused.", 0)
    assert not breath.ignores(key("ctrl+q"), 0.4) and not breath.is_over
    assert not breath.ignores(key("d"), PAUSE) and breath.is_over
