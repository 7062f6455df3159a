"""A key that nothing is bound to says so, and does nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from at_once import at_once
from portfolio import TODAY, fill
from screens import last_line, press, screen_text, settled
from textual.pilot import Pilot

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp

VIEWS: dict[str, tuple[str, ...]] = {
    "projects": (),
    "timeline": ("enter",),
    "what-if": ("j", "enter", "full_stop"),
    "people": ("6",),
    "baselines": ("enter", "C"),
    "days off": ("enter", "O"),
    "list of an editor": ("j", "enter", "e", "ctrl+t"),
}
"""The keys to each view from Projects."""


@pytest.fixture
def filled(store: Store) -> Store:
    fill(store)
    return store


@asynccontextmanager
async def running(store: Store, *way: str) -> AsyncIterator[Pilot[None]]:
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 30)) as pilot:
        await settled(pilot)
        await press(pilot, *way)
        yield pilot


@pytest.mark.parametrize("view", VIEWS)
async def test_an_unbound_key_says_so_in_every_view(filled: Store, view: str) -> None:
    async with running(filled, *VIEWS[view]) as pilot:
        shown = screen_text(pilot.app).splitlines()[:-1]
        await press(pilot, "Q")
        assert last_line(pilot) == "Q does nothing on this screen. Press ? for its keys."
        assert screen_text(pilot.app).splitlines()[:-1] == shown
        await press(pilot, "question_mark")
        assert "› Help" in screen_text(pilot.app)


@pytest.mark.parametrize(
    ("key", "name"),
    [("m", "m"), ("f7", "F7"), ("ctrl+f7", "ctrl+F7"), ("ctrl+x", "ctrl+x"), ("backspace", "backspace"), ("é", "é")],
)
async def test_keys_are_called_as_they_are_pressed(filled: Store, key: str, name: str) -> None:
    async with running(filled) as pilot:
        await press(pilot, key)
        assert last_line(pilot) == f"{name} does nothing on this screen. Press ? for its keys."
        await press(pilot, "j")
        assert "does nothing" not in last_line(pilot), "the next key has read it"


async def test_in_a_field_letters_are_typed_and_f1_shows_the_keys(filled: Store) -> None:
    async with running(filled, "e") as pilot:
        await press(pilot, "Q")
        assert "does nothing" not in screen_text(pilot.app)
        await press(pilot, "f7")
        assert last_line(pilot) == "F7 does nothing on this screen. Press F1 for its keys."


async def test_what_is_typed_in_one_breath_with_it_does_nothing(filled: Store) -> None:
    async with running(filled) as pilot:
        before = filled.read.undoable()
        at_once(pilot, "Q", "text:du", "space", "enter")
        await settled(pilot)
        assert last_line(pilot).startswith("Q does nothing on this screen. Press ? for its keys. Ignored")
        assert filled.read.undoable() == before


async def test_a_click_is_no_key(filled: Store) -> None:
    async with running(filled) as pilot:
        await pilot.click(offset=(50, 25))
        await settled(pilot)
        assert "does nothing" not in screen_text(pilot.app)


async def test_a_text_typed_at_the_save_question_answers_nothing(filled: Store) -> None:
    async with running(filled, "enter", "n", *"Rehearsal", "escape") as pilot:
        assert last_line(pilot) == "s save   d discard   esc keep editing"
        at_once(pilot, "text:load")
        await settled(pilot)
        assert last_line(pilot) == 'l does nothing on this screen. Press F1 for its keys. Ignored "oad".'
        await press(pilot, "escape", "escape")
        assert "Rehearsal" in screen_text(pilot.app), "what is typed is there to be edited"
