"""Saying why dates are moved: letters find, arrows choose, enter records what is highlighted, no key anything else."""

import sqlite3
from contextlib import closing

import pytest
from screens import SIZES, assert_snapshot, last_line, on_top, press, screen_lines, screen_text, settled
from supposing import CHARACTERS, days, named, supposing, timeline
from textual.pilot import Pilot

from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.plan.model import Change, ChangeReason
from milestone_tui.store import Store
from milestone_tui.ui.base.unsaved import LeaveScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen
from milestone_tui.ui.views.what_if.reason import ReasonScreen
from milestone_tui.ui.views.what_if.screen import WhatIfScreen

HARBOUR = "the harbour was closed"


def typed(text: str) -> list[str]:
    return [CHARACTERS.get(letter, letter) for letter in text]


def last_change(store: Store) -> Change:
    change = store.read.undoable()
    assert change is not None
    return change


def kept(store: Store) -> list[str]:
    """The kinds of what is kept of what was typed."""
    store.drain()
    with closing(sqlite3.connect(store.path)) as db:
        return [kind for (kind,) in db.execute("SELECT kind FROM draft")]


def highlighted(pilot: Pilot[None]) -> str:
    """What enter would record."""
    (line,) = (line for line in screen_lines(pilot.app)[-14:] if line.startswith("▌"))
    return line[1:].strip()


@pytest.mark.parametrize("size", SIZES)
async def test_the_look(demo: Store, size: tuple[int, int]) -> None:
    async with timeline(demo, size) as pilot:
        await press(pilot, "full_stop", "w")
        assert_snapshot(pilot.app, "reason")
        await press(pilot, *"sup")
        assert_snapshot(pilot.app, "reason-found")
        await press(pilot, *typed(" ship late"), "enter")
        assert_snapshot(pilot.app, "reason-own-words")


async def test_letters_find_and_enter_records_what_is_highlighted(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "full_stop", "w", *"supp")
        assert highlighted(pilot) == "supplier"
        await press(pilot, "enter")
        assert supposing(pilot) and "reason: supplier" in screen_text(pilot.app)
        await press(pilot, "enter")
        change = last_change(demo)
        assert (change.reason, change.reason_note) == (ChangeReason.SUPPLIER, "")


async def test_arrows_choose_among_what_letters_find(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "full_stop", "w", "s", "down", "down", "up")
        assert highlighted(pilot) == "supplier"
        await press(pilot, "enter", "enter")
        assert last_change(demo).reason is ChangeReason.SUPPLIER


@pytest.mark.parametrize("letters", ["j", "k", "r", "q", "jkr", "1", "x"])
async def test_no_letter_records_a_reason(demo: Store, letters: str) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "full_stop", "w", *letters)
        assert on_top(pilot.app) is ReasonScreen
        await press(pilot, "escape", "d", "enter")
        assert last_change(demo).reason is None


async def test_enter_without_choosing_records_none(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "full_stop", "w")
        assert highlighted(pilot) == "none"
        await press(pilot, "enter", "enter")
        assert last_change(demo).reason is None


async def test_who_leaves_the_panel_is_told_that_nothing_is_recorded(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "full_stop", "w", "down", "down", "escape")
        assert last_line(pilot) == "No reason recorded"
        assert "reason:" not in screen_text(pilot.app)
        await press(pilot, "w", "down", "enter", "w", "down", "escape")
        assert last_line(pilot) == "The reason is still: client input late"
        await press(pilot, "enter")
        assert last_change(demo).reason is ChangeReason.CLIENT


async def test_what_no_reason_says_is_kept_as_it_was_typed(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "full_stop", "w", *typed(HARBOUR))
        assert highlighted(pilot) == f"other: {HARBOUR}"
        await press(pilot, "enter")
        assert f"reason: other: {HARBOUR}" in screen_text(pilot.app)
        await press(pilot, "w")
        assert highlighted(pilot) == f"other: {HARBOUR}", "it stays what is chosen"
        await press(pilot, "enter", "enter")
        change = last_change(demo)
        assert (change.reason, change.reason_note) == (ChangeReason.OTHER, HARBOUR)
        assert change.label == 'Move "Beta release" by +1 d'
        await press(pilot, "u", "U")
        assert (last_change(demo).reason, last_change(demo).reason_note) == (ChangeReason.OTHER, HARBOUR)


async def test_the_history_and_the_strip_say_it_as_it_was_said(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "full_stop", "w", *typed(HARBOUR), "enter", "enter")
        assert "client input late, other: the harbour wa…" in screen_text(pilot.app)
        await press(pilot, "enter", *["ctrl+t"] * 5)
        assert f"other: {HARBOUR}" in screen_text(pilot.app)
    beta = named(demo, "Beta release")
    entry = demo.read.milestone_history(beta.id)[0]
    assert (entry.reason, entry.reason_note) == (ChangeReason.OTHER, HARBOUR)


async def test_the_activity_of_the_project_says_it_too(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "full_stop", "w", *typed(HARBOUR), "enter", "enter", "E", *["ctrl+t"] * 4)
        shown = screen_text(pilot.app)
        assert 'Move "Beta release" by +1 d' in shown and f"other: {HARBOUR}" in shown


async def test_what_is_typed_is_asked_about_before_it_is_thrown_away(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "full_stop", "w", *typed(HARBOUR), "escape")
        assert on_top(pilot.app) is LeaveScreen
        await press(pilot, "escape")
        assert on_top(pilot.app) is ReasonScreen and HARBOUR in screen_text(pilot.app)
        await press(pilot, "escape", "s")
        assert f"reason: other: {HARBOUR}" in screen_text(pilot.app)
        await press(pilot, "escape")
        assert demo.read.undoable() is None or demo.read.undoable().reason_note == ""  # type: ignore[union-attr]


async def test_an_enter_in_one_breath_with_the_letters_records_what_they_say(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "full_stop", "w")
        await pilot.press(*"holi", "enter")
        await settled(pilot)
        assert on_top(pilot.app) is WhatIfScreen
        await press(pilot, "enter")
        assert last_change(demo).reason is ChangeReason.HOLIDAY


async def test_keys_that_come_before_the_panel_is_there_are_typed_in_it(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await pilot.press("full_stop", "w", *"supp", "enter", "enter")
        await settled(pilot)
        assert last_change(demo).reason is ChangeReason.SUPPLIER


async def test_words_that_are_chosen_are_kept_until_the_move_is_written(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "full_stop", "w", *typed(HARBOUR), "enter")
        pilot.app.keep_drafts()  # type: ignore[attr-defined]
        assert kept(demo) == ["change"]
        await press(pilot, "w", *"strike", "escape", "d")
        assert f"reason: other: {HARBOUR}" in screen_text(pilot.app)
        assert kept(demo) == ["change"], "what was chosen before is still there to be lost"
        await press(pilot, "enter")
        assert last_change(demo).reason_note == HARBOUR
        assert kept(demo) == []


async def test_words_of_a_move_that_is_given_up_are_not_kept(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "full_stop", "w", *typed(HARBOUR), "enter", "escape")
        assert kept(demo) == []


async def test_a_hostile_note_is_text(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "full_stop", "w", *typed("[red]x[/"), "enter")
        assert "reason: other: [red]x[/" in screen_text(pilot.app)


async def test_words_of_any_length_stay_on_their_line(demo: Store) -> None:
    async with timeline(demo, (80, 24)) as pilot:
        await press(pilot, "full_stop", "w", *typed("because " * 20), "enter")
        assert all(len(line) <= 80 for line in screen_lines(pilot.app))
        assert "reason: other: because" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert days(demo)["Beta release"] is not None


async def test_after_a_move_that_is_gone_on_with_the_next_key_moves_the_same_milestone(demo: Store) -> None:
    beta = named(demo, "Beta release")
    kept = Unfinished(
        UnfinishedKind.CHANGE,
        beta.project_id,
        'Move of "Beta release"',
        texts={"reason": "cement"},
        choices={"ids": (beta.id,), "reason": "other", "note": "cement", "working_days": 1},
    )
    async with timeline(demo, at="Go-live") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, TimelineScreen)
        screen.resume_change(kept)
        await settled(pilot)
        await press(pilot, "enter", "enter", ".")
        assert "What if Beta release" in screen_lines(pilot.app)[0]
