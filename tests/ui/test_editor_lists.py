from __future__ import annotations

import asyncio
from datetime import date

import pytest
from editing import BETA, LOAD_TEST, PROTOTYPE, SIGN_OFF, TODAY, editing, go_to, write
from screens import assert_snapshot, on_top, press, screen_lines, screen_text, settled

from milestone_tui.plan.inputs import LinkInput
from milestone_tui.store import Store
from milestone_tui.ui.base.unsaved import LeaveScreen
from milestone_tui.ui.editors.conflict import ConflictScreen
from milestone_tui.ui.editors.milestone import MilestoneEditor


def criteria(store: Store) -> list[tuple[str, date | None]]:
    return [(entry.text, entry.met_on) for entry in store.read.detail(BETA).criteria]


async def test_criteria_are_added_one_after_another(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await press(pilot, "ctrl+n")
        await write(pilot, "First")
        await press(pilot, "enter")
        await write(pilot, "Second")
        await press(pilot, "enter", "enter")
        assert "Criteria 2/5" in screen_text(app)
        await press(pilot, "ctrl+s")
        assert [text for text, _ in criteria(acme)][-2:] == ["First", "Second"]


async def test_the_key_bar_says_what_enter_does_to_a_line(acme: Store) -> None:
    async with editing(acme, size=(80, 24)) as (pilot, app):
        await press(pilot, "ctrl+n")
        assert "↵ keep   esc cancel" in screen_lines(app)[-1]


async def test_what_is_being_typed_is_saved_too(acme: Store) -> None:
    async with editing(acme) as (pilot, _):
        await press(pilot, "ctrl+n")
        await write(pilot, "Half")
        await press(pilot, "ctrl+s")
        assert criteria(acme)[-1] == ("Half", None)


async def test_criteria_are_met_moved_edited_deleted_and_taken_back(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await press(pilot, "f2", "j", "j", "space", "K", "enter")
        await write(pilot, "!")
        await press(pilot, "enter", "g", "d")
        await press(pilot, "ctrl+s")
        assert criteria(acme) == [
            ("Release notes approved by Acme!", TODAY),
            ("40 pilot users invited", date(2026, 11, 12)),
        ]
        await press(pilot, "d", "d", "u", "u", "u")
        assert "to undo" in screen_lines(app)[-1]
        assert len(criteria(acme)) == 2
        await press(pilot, "escape")
        assert not app.screen.is_modal


async def test_a_line_that_is_being_typed_stays_open_in_a_terminal_that_becomes_narrow(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await press(pilot, "ctrl+n", *"Half")
        for size in ((60, 15), (120, 40), (80, 24)):
            await pilot.resize_terminal(*size)
            await settled(pilot)
            assert "+ Half" in screen_text(app)
        await write(pilot, "!")
        await press(pilot, "enter", "escape", "ctrl+s")
        assert criteria(acme)[-1] == ("Half!", None)


async def test_the_column_that_has_the_keys_is_the_one_that_a_narrow_terminal_shows(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await press(pilot, "ctrl+t", "ctrl+t")
        before = screen_text(app)
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert "add a predecessor" in screen_text(app) and "Deliverable" not in screen_text(app)
        await pilot.resize_terminal(120, 40)
        await settled(pilot)
        assert screen_text(app) == before
        await press(pilot, "tab")
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert "Deliverable" in screen_text(app) and "add a predecessor" not in screen_text(app)


async def test_a_long_text_is_wrapped_for_the_width_that_there_is(acme: Store) -> None:
    async with editing(acme, size=(80, 24)) as (pilot, app):
        before = screen_text(app)
        await pilot.resize_terminal(300, 90)
        await settled(pilot)
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert screen_text(app) == before


async def test_a_criterion_without_words_is_refused(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await press(pilot, "f2", "enter", "ctrl+u", "enter")
        assert "Type a criterion" in screen_lines(app)[-1]
        assert "unsaved" not in screen_lines(app)[0]


async def test_tab_leaves_a_list_and_comes_back(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await press(pilot, "shift+tab")
        assert app.screen.focused is app.screen.query_one("#side .list SideRows")
        await press(pilot, "shift+tab")
        assert app.screen.focused is app.screen.query_one("LongInput")


async def test_in_one_column_the_tabs_take_the_place_of_the_fields(acme: Store) -> None:
    async with editing(acme, size=(80, 24)) as (pilot, app):
        assert "pilot users" not in screen_text(app)
        await press(pilot, "f2")
        assert "pilot users" in screen_text(app)
        assert "Deliverable" not in screen_text(app)
        await press(pilot, "escape")
        assert "Deliverable" in screen_text(app)
        await press(pilot, *["ctrl+t"] * 7)
        assert "Deliverable" in screen_text(app)


async def test_a_link_is_picked_with_its_lag(acme: Store) -> None:
    async with editing(acme, SIGN_OFF) as (pilot, app):
        await press(pilot, "f2", "f2", "n")
        await write(pilot, "load")
        await press(pilot, "enter")
        assert "lag +26 wd  auto" in screen_text(app), "the time between is kept"
        await press(pilot, "e", "4", "0", "enter")
        assert "lag +40 wd" in screen_text(app) and "14 wd too soon" in screen_text(app)
        assert "kept" not in screen_text(app)
        await press(pilot, "ctrl+s")
        (linked,) = acme.read.detail(SIGN_OFF).predecessors
        assert (linked.id, linked.lag) == (LOAD_TEST, 40)
        assert "too soon after 1 predecessor" in screen_lines(app)[-1]
        await press(pilot, "d", "ctrl+s")
        assert acme.read.detail(SIGN_OFF).predecessors == ()


async def test_a_loop_is_written_out_and_refused(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await press(pilot, "f2", "f2", "ctrl+n")
        await write(pilot, "load")
        await press(pilot, "enter")
        text = " ".join(screen_text(app).replace("│", " ").split())
        assert "This link would close a loop" in text
        assert [linked.id for linked in acme.read.detail(BETA).predecessors] == [PROTOTYPE]
        assert "unsaved" not in screen_lines(app)[0]
        await press(pilot, "escape")
        assert not app.screen.is_modal


async def test_a_lag_that_is_no_number_is_refused(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await press(pilot, "f2", "f2", "enter")
        await write(pilot, "soon")
        await press(pilot, "enter")
        assert "Enter whole working days, such as +5wd or -2wd." in screen_text(app)
        await press(pilot, "ctrl+u", *"+5d", "enter")
        assert "A lag counts working days. Enter +5wd." in screen_text(app)
        await press(pilot, "backspace")
        assert "A lag counts" not in screen_text(app)
        await press(pilot, "w", "d", "enter", "ctrl+s")
        assert acme.read.detail(BETA).predecessors[0][-2:] == (5, False)


@pytest.mark.parametrize(
    ("typed", "lag", "kept"),
    [("load", 26, True), ("load +3wd", 3, False), ("load -2wd", -2, False), ("load test+0", 0, False)],
)
async def test_a_predecessor_is_picked_with_the_lag_behind_its_title(
    acme: Store, typed: str, lag: int, kept: bool
) -> None:
    async with editing(acme, SIGN_OFF) as (pilot, app):
        await press(pilot, "f2", "f2", "n")
        await write(pilot, typed)
        assert "Load test" in screen_text(app)
        await press(pilot, "enter")
        assert "not picked" not in screen_text(app)
        await press(pilot, "ctrl+s")
        assert acme.read.detail(SIGN_OFF).predecessors[0][-2:] == (lag, kept)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_lag_that_is_none_is_told_beside_the_picker(acme: Store, size: tuple[int, int]) -> None:
    async with editing(acme, SIGN_OFF, size) as (pilot, app):
        await press(pilot, "f2", "f2", "n")
        await write(pilot, "load +3d")
        await press(pilot, "enter")
        assert "A lag counts working days. Enter +3wd." in screen_text(app)
        assert "load +3d" in screen_text(app)
        await press(pilot, "backspace", "w", "d", "enter", "ctrl+s")
        assert acme.read.detail(SIGN_OFF).predecessors[0][-2:] == (3, False)


async def test_a_new_link_keeps_the_time_to_the_date_that_is_saved_with_it(acme: Store) -> None:
    async with editing(acme, SIGN_OFF) as (pilot, app):
        await press(pilot, "f2", "f2", "n")
        await write(pilot, "load")
        await press(pilot, "enter")
        await press(pilot, "tab")
        await go_to(pilot, "due_on")
        await write(pilot, "18 jan 2027")
        assert "lag +31 wd  auto" in screen_text(app)
        editor = app.screen
        assert isinstance(editor, MilestoneEditor)
        kept = editor.unfinished()
        await press(pilot, "ctrl+s")
        assert acme.read.detail(SIGN_OFF).predecessors[0][-2:] == (31, True)
        assert kept is not None and kept.links is not None
        assert kept.links.mine == (LinkInput(LOAD_TEST, 31, True),)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_an_earlier_date_shortens_what_is_kept_and_says_so(acme: Store, size: tuple[int, int]) -> None:
    seen = acme.read.detail(BETA).predecessors
    acme.change_blocking(lambda do: do.links.set(BETA, [LinkInput(PROTOTYPE, 10, True)], seen))
    async with editing(acme, size=size) as (pilot, app):
        await go_to(pilot, "due_on")
        await write(pilot, "18 nov 2026")
        await press(pilot, "down")
        assert "lag 10 → 7 wd" in screen_text(app)
        await press(pilot, "escape", "f2", "f2")
        assert "lag +10 → +7 wd  auto" in screen_text(app)
        assert_snapshot(app, "editor-links-shortened")
        await press(pilot, "ctrl+s")
        assert acme.read.detail(BETA).predecessors[0][-2:] == (7, True)
        assert "lag +7 wd  auto" in screen_text(app)
        assert "too early" not in screen_text(app)
        await asyncio.shield(acme.undo())
        assert acme.read.detail(BETA).predecessors[0][-2:] == (10, True)


async def test_a_lag_and_an_earlier_date_are_saved_together(acme: Store) -> None:
    seen = acme.read.detail(BETA).predecessors
    acme.change_blocking(lambda do: do.links.set(BETA, [LinkInput(PROTOTYPE, 10, True)], seen))
    async with editing(acme) as (pilot, app):
        await press(pilot, "f2", "f2", "e", "9", "enter", "tab")
        await go_to(pilot, "due_on")
        await write(pilot, "18 nov 2026")
        assert "2 wd too soon" in screen_text(app)
        await press(pilot, "ctrl+s")
        assert on_top(app) is MilestoneEditor
        assert acme.read.detail(BETA).predecessors[0][-2:] == (9, False)


@pytest.mark.parametrize(("typed", "kept"), [("", True), ("+10", False), ("10wd", False)])
async def test_a_kept_lag_is_hard_once_somebody_types_it(acme: Store, typed: str, kept: bool) -> None:
    seen = acme.read.detail(BETA).predecessors
    acme.change_blocking(lambda do: do.links.set(BETA, [LinkInput(PROTOTYPE, 10, True)], seen))
    async with editing(acme) as (pilot, app):
        await press(pilot, "f2", "f2", "e")
        await write(pilot, typed)
        await press(pilot, "enter")
        assert ("unsaved" in screen_lines(app)[0]) is not kept
        await press(pilot, "ctrl+s")
        assert acme.read.detail(BETA).predecessors[0][-2:] == (10, kept)


async def test_the_key_for_a_lag_says_where_there_is_none(acme: Store) -> None:
    async with editing(acme, SIGN_OFF) as (pilot, app):
        await press(pilot, "f2", "f2")
        assert "e lag" in screen_lines(app)[-1]
        await press(pilot, "e")
        assert "No link selected. Press n to add one." in screen_lines(app)[-1]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_links_have_their_columns(acme: Store, size: tuple[int, int]) -> None:
    async with editing(acme, size=size) as (pilot, app):
        await press(pilot, "f2", "f2")
        assert_snapshot(app, "editor-links")
        await press(pilot, "n")
        await write(pilot, "o")
        assert_snapshot(app, "editor-links-picker")


async def test_typing_a_date_changes_the_slack(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await press(pilot, "f2", "f2", "tab")
        await go_to(pilot, "due_on")
        await write(pilot, "10 nov 2026")
        assert "2 wd too soon" in screen_text(app)


async def test_what_matches_nothing_is_told_and_never_dropped_silently(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await press(pilot, "f2", "f2", "n")
        await write(pilot, "zebra")
        for key in ("enter", "enter", "ctrl+s"):
            await press(pilot, key)
            assert 'Nothing matches "zebra"' in screen_text(app)
        assert screen_lines(app)[-1].strip() == 'Not saved: no match for "zebra". Change it, or press esc to cancel.'
        await press(pilot, "escape", "escape")
        assert "zebra" not in screen_text(app)
        assert "unsaved" not in screen_lines(app)[0]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_predecessor_typed_and_not_picked_waits_for_the_person(acme: Store, size: tuple[int, int]) -> None:
    async with editing(acme, SIGN_OFF, size) as (pilot, app):
        await press(pilot, "f2", "f2", "n")
        await write(pilot, "load")
        await press(pilot, "f2")
        await press(pilot, "f2", "f2")
        assert "unsaved changes" in screen_lines(app)[0]
        await press(pilot, "ctrl+s")
        assert 'Not saved: "load" is not added yet. Press ↵ to add it, or esc to cancel.' in screen_lines(app)[-1]
        assert acme.read.detail(SIGN_OFF).predecessors == ()
        await press(pilot, "enter", "ctrl+s")
        (linked,) = acme.read.detail(SIGN_OFF).predecessors
        assert linked.id == LOAD_TEST
        assert "unsaved" not in screen_lines(app)[0]


async def test_leaving_asks_about_what_was_typed_and_not_picked(acme: Store) -> None:
    async with editing(acme, SIGN_OFF) as (pilot, app):
        await press(pilot, "f2", "f2", "n")
        await write(pilot, "load")
        await press(pilot, "tab", "escape")
        assert on_top(app) is LeaveScreen
        assert "predecessors" in screen_text(app)


async def test_a_lag_that_is_being_typed_is_kept_and_gone_on_with(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await press(pilot, "f2", "f2", "enter", "ctrl+u")
        await write(pilot, "7")
        editor = app.screen
        assert isinstance(editor, MilestoneEditor)
        kept = editor.unfinished()
        assert kept is not None and kept.links is not None
        assert kept.links.mine == (LinkInput(PROTOTYPE, 7),)
        await press(pilot, "escape")
        assert editor.unfinished() is None
        app.push_screen(MilestoneEditor(editor.context, BETA, kept))
        await press(pilot, "ctrl+s")
    assert [linked.lag for linked in acme.read.detail(BETA).predecessors] == [7]


@pytest.mark.parametrize("heard", [False, True], ids=["later", "while typing"])
@pytest.mark.parametrize(("key", "lags"), [("m", {PROTOTYPE: 8, SIGN_OFF: 0}), ("t", {PROTOTYPE: 5, SIGN_OFF: 0})])
async def test_only_the_link_that_both_changed_is_asked_about(
    acme: Store, ben: Store, key: str, lags: dict[int, int], heard: bool
) -> None:
    async with editing(acme) as (pilot, app):
        await press(pilot, "f2", "f2", "enter", "ctrl+u")
        await write(pilot, "8")
        seen = acme.read.detail(BETA).predecessors
        ben.change_blocking(lambda do: do.links.set(BETA, [LinkInput(PROTOTYPE, 5), LinkInput(SIGN_OFF)], seen))
        if heard:
            acme.poll()
            await settled(pilot)
        await press(pilot, "enter", "ctrl+s")
        assert on_top(app) is ConflictScreen
        assert "Prototype accepted +8 wd" in screen_text(app)
        assert "Prototype accepted +5 wd" in screen_text(app)
        await press(pilot, key, "enter")
        assert "unsaved" not in screen_lines(app)[0]
    assert {linked.id: linked.lag for linked in acme.read.detail(BETA).predecessors} == lags


async def test_enter_on_the_line_below_the_last_adds_one(acme: Store) -> None:
    async with editing(acme) as (pilot, _):
        await press(pilot, "f2", "G", "enter")
        await write(pilot, "One more")
        await press(pilot, "enter", "enter", "ctrl+s")
        assert criteria(acme)[-1] == ("One more", None)
