"""The what-if of one milestone as a person meets it: keys pressed, the screen read, the store asked."""

from datetime import date

import pytest
from screens import (
    SIZES,
    assert_snapshot,
    first_line,
    last_line,
    line_of,
    press,
    screen_lines,
    screen_meanings,
    screen_text,
    settled,
)
from supposing import DAY, DUE, PUSHED, TWO_WEEKS_AND_TWO_DAYS, chart_inks, days, named, project_id, supposing, timeline

from milestone_tui.plan.imported import ImportedPlan, IncomingLink, IncomingMilestone, IncomingProject
from milestone_tui.plan.inputs import LinkInput
from milestone_tui.plan.model import ChangeReason
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.ui.base.store_screen import AT_ONCE
from milestone_tui.ui.views.timeline.screen import TimelineScreen
from milestone_tui.ui.views.what_if.reason import ReasonScreen
from milestone_tui.ui.views.what_if.screen import WhatIfScreen


@pytest.mark.parametrize("size", [*SIZES, (60, 15)])
async def test_the_look(demo: Store, size: tuple[int, int]) -> None:
    async with timeline(demo, size) as pilot:
        await press(pilot, *TWO_WEEKS_AND_TWO_DAYS)
        assert_snapshot(pilot.app, "what-if-acme")


@pytest.mark.parametrize("size", SIZES)
async def test_the_look_while_a_date_is_typed(demo: Store, size: tuple[int, int]) -> None:
    async with timeline(demo, size) as pilot:
        await press(pilot, "m", *"18", "space", *"dec")
        assert_snapshot(pilot.app, "what-if-date")


@pytest.mark.parametrize("size", SIZES)
async def test_the_look_of_a_phase_and_its_reason(demo: Store, size: tuple[int, int]) -> None:
    async with timeline(demo, size) as pilot:
        await press(pilot, "M", "greater_than_sign", "greater_than_sign", "w", "down", "down", "enter")
        assert_snapshot(pilot.app, "what-if-phase")


async def test_the_look_in_ascii(demo: Store) -> None:
    async with timeline(demo, (80, 24), ascii_only=True) as pilot:
        await press(pilot, *TWO_WEEKS_AND_TWO_DAYS)
        assert screen_text(pilot.app).isascii()
        assert "o Beta release" in screen_text(pilot.app)


async def test_the_first_key_moves_and_nothing_is_written(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "full_stop")
        assert isinstance(supposing(pilot), WhatIfScreen)
        assert "What if Beta release → Sun 29 Nov" in first_line(pilot)
        assert "29 Nov°  +10 d" in line_of(pilot, "▌")
        assert "Sun 29 Nov is a non-working day" in screen_text(pilot.app)
        assert days(demo) == DUE


async def test_old_place_new_place_and_baseline_are_drawn_and_what_is_moved_is_bright(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, *TWO_WEEKS_AND_TWO_DAYS)
        assert chart_inks(pilot, "Beta release") == [("◇", "d"), ("◇", "w"), ("◆", "B")]
        assert chart_inks(pilot, "Load test") == [("◇", "d"), ("◇", "w"), ("◈", "w")]
        assert "finish 18 Jan → 2 Feb · 4 more milestones move" in first_line(pilot)
        text = screen_text(pilot.app)
        assert "4 more milestones move" in text
        assert "▲ target 18 Jan missed by 15 days" in text
        assert "● no deadline missed" in text


async def test_the_bars_of_the_phases_follow(demo: Store) -> None:
    async with timeline(demo) as pilot:
        before = line_of(pilot, "ACCEPTANCE").rstrip()
        await press(pilot, "greater_than_sign")
        assert len(line_of(pilot, "ACCEPTANCE").rstrip()) > len(before)


async def test_the_window_and_the_order_are_those_of_the_timeline(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "plus", "s", "b")
        before = screen_lines(pilot.app)[3:5]
        await press(pilot, "full_stop")
        assert screen_lines(pilot.app)[3:5] == before
        assert "BUILD" not in screen_text(pilot.app) and "◇" not in line_of(pilot, "Go-live")
        await press(pilot, "right", "b", "escape")
        assert isinstance(pilot.app.screen, TimelineScreen)
        assert screen_lines(pilot.app)[3] != before[0], "the window stays as it was left here"
        assert "◇" in line_of(pilot, "Go-live")


async def test_the_filter_stays(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "slash", *"@ana", "enter", "j", "full_stop")
        assert "Beta release" in screen_text(pilot.app)
        assert "Go-live" not in screen_text(pilot.app)


async def test_looking_around_does_not_change_what_moves(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "greater_than_sign", "j", "j", "k", "plus", "minus", "t", "z", "full_stop", "enter")
        assert days(demo)["Beta release"] == DUE["Beta release"] + 8 * DAY
        assert "Load test passed" in line_of(pilot, "▌"), "the cursor stays where one looked last"


async def test_a_window_that_follows_the_plan_grows_with_the_move(demo: Store) -> None:
    async with timeline(demo) as pilot:
        for _ in range(8):
            await press(pilot, "greater_than_sign")
        row = line_of(pilot, "Go-live")
        assert row.count("◆") == 2 and "›" not in row
        for _ in range(8):
            await press(pilot, "less_than_sign")
        await press(pilot, "escape")
        assert "Go-live" in screen_text(pilot.app)


async def test_enter_commits_all_as_one_change_and_u_takes_it_back(demo: Store) -> None:
    before = demo.read.undoable()
    async with timeline(demo) as pilot:
        await press(pilot, *TWO_WEEKS_AND_TWO_DAYS)
        left = supposing(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, TimelineScreen)
        assert last_line(pilot) == 'Moved "Beta release": 28 Nov → 14 Dec, in 3 weeks, and 4 more · u to undo'
        assert left.key_bar.sayings == 0, "nobody else has moved it"
        assert days(demo) == PUSHED
        change = demo.read.undoable()
        assert change is not None and change.label == 'Move "Beta release" and 4 more' and change.reason is None
        await press(pilot, "u")
        assert days(demo) == DUE
        assert demo.read.undoable() == before


async def test_how_to_undo_has_room_on_a_small_screen(demo: Store) -> None:
    async with timeline(demo, (60, 15)) as pilot:
        await press(pilot, "greater_than_sign", "enter")
        assert last_line(pilot) == 'Moved "Beta relea…": 28 Nov → 5 Dec, and 4 more · u to undo'


async def test_the_finish_comes_first_on_a_small_screen(demo: Store) -> None:
    acme = project_id(demo)
    async with timeline(demo, (60, 15)) as pilot:
        await press(pilot, "greater_than_sign", "greater_than_sign")
        assert first_line(pilot).endswith("What if → Sat 12 Dec   finish 18 Jan → 1 Feb")
        await press(pilot, "escape", "M", "greater_than_sign", "greater_than_sign")
        assert first_line(pilot).endswith("What if Build   finish 18 Jan → 1 Feb")
    demo.change_blocking(lambda do: do.projects.edit(acme, {"key": "ACMECUSTOMER"}, {}))
    async with timeline(demo, (60, 15), key="ACMECUSTOMER") as pilot:
        await press(pilot, "greater_than_sign", "greater_than_sign")
        assert first_line(pilot).endswith("What if   finish 18 Jan → 1 Feb")


async def test_escape_forgets(demo: Store) -> None:
    before = demo.read.undoable()
    for key in ("escape", "q"):
        async with timeline(demo) as pilot:
            await press(pilot, "greater_than_sign", "tab", key)
            assert isinstance(pilot.app.screen, TimelineScreen)
            assert "28 Nov" in line_of(pilot, "▌")
            assert days(demo) == DUE and demo.read.undoable() == before


async def test_moved_back_there_is_nothing_to_commit(demo: Store) -> None:
    before = demo.read.undoable()
    async with timeline(demo) as pilot:
        await press(pilot, "full_stop", "comma")
        assert "not moved yet" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, TimelineScreen)
        assert last_line(pilot) == "Nothing changed: all dates are as before."
        assert demo.read.undoable() == before


async def test_a_held_key_moves_as_often_as_it_was_pressed(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await pilot.press(*["full_stop"] * 20, "enter")
        await settled(pilot)
        assert days(demo)["Beta release"] == DUE["Beta release"] + 20 * DAY


async def test_a_reason_is_kept_with_the_change(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "full_stop", "w")
        assert isinstance(pilot.app.screen, ReasonScreen)
        assert "▌  none" in screen_text(pilot.app)
        await press(pilot, "down", "enter")
        assert "reason: client input late" in screen_text(pilot.app)
        await press(pilot, "w", "escape", "w", "up", "enter")
        assert "reason:" not in screen_text(pilot.app)
        await press(pilot, "w", "down", "down", "enter", "enter")
        change = demo.read.undoable()
        assert change is not None and change.reason is ChangeReason.SCOPE
        assert change.label == 'Move "Beta release" by +1 d'


async def test_undo_waits_until_something_is_written(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "full_stop", "u")
        assert last_line(pilot) == "Nothing is saved yet. Press ↵ to apply or esc to cancel."
        await press(pilot, "U")
        assert last_line(pilot).startswith("Nothing is saved yet")
        assert days(demo) == DUE


async def test_tab_goes_through_push_drag_and_only_this(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "less_than_sign")
        assert "no other milestone moves" in screen_text(pilot.app), "a push moves nothing earlier"
        await press(pilot, "tab")
        assert "4 more milestones move" in screen_text(pilot.app)
        await press(pilot, "tab", *["greater_than_sign"] * 3)
        text = screen_text(pilot.app)
        assert "no other milestone moves" in text
        assert "■ Load test passed 9 working days too soon after Beta release" in text
        await press(pilot, "enter")
        assert days(demo) == DUE | {"Beta release": DUE["Beta release"] + 14 * DAY}


async def test_what_comes_too_soon_is_said_in_fewer_words_where_it_is_narrow(demo: Store) -> None:
    async with timeline(demo, (60, 15)) as pilot:
        await press(pilot, *["greater_than_sign"] * 2, "tab", "tab")
        assert "■ Acceptance test 10 wd too soon after Beta release" in screen_text(pilot.app)


async def test_what_follows_is_said_in_fewer_words_where_it_is_narrow(demo: Store) -> None:
    successor = named(demo, "Pilot with risk team", "NORD")
    seen = demo.read.detail(successor.id).predecessors
    links = [*(LinkInput(end.id, end.lag) for end in seen), LinkInput(named(demo, "Acceptance test").id)]
    plan = demo.read.plan(project_id(demo))

    def loosen(do: Commands) -> None:
        do.links.set(successor.id, links, seen)
        do.projects.edit(plan.project.id, {"target_on": date(2027, 3, 1)}, {})

    demo.change_blocking(loosen)
    for size, words in (
        ((120, 40), "    6 more milestones move (2 in NORD), 11 working days of float used"),
        ((80, 24), "    6 more move (2 in NORD), 11 wd of float used"),
        ((60, 15), "  6 move (2 in NORD), 11 wd float"),
    ):
        async with timeline(demo, size) as pilot:
            await press(pilot, *TWO_WEEKS_AND_TWO_DAYS, "tab")
            assert f" push  drag  only this  {words}" in map(str.rstrip, screen_lines(pilot.app))


async def test_float_is_used_before_anything_moves(demo: Store) -> None:
    plan = demo.read.plan(project_id(demo))
    target = date(2027, 3, 1)
    demo.change_blocking(lambda do: do.projects.edit(plan.project.id, {"target_on": target}, {}))
    async with timeline(demo, at="Go-live") as pilot:
        await press(pilot, "greater_than_sign")
        assert "no other milestone moves, 5 working days of float used" in screen_text(pilot.app)


async def test_a_contract_date_that_breaks_is_red(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "m", *"2027-01-08", "enter")
        text = screen_text(pilot.app)
        assert "■ Beta release 8 days past its deadline 31 Dec" in text
        assert "no deadline missed" not in text
        row = next(n for n, line in enumerate(screen_lines(pilot.app)) if "▌" in line)
        assert "b bbb" in screen_meanings(pilot.app).splitlines()[row]


async def test_payments_that_move_are_told_with_their_sum(demo: Store) -> None:
    async with timeline(demo, at="Client sign-off", key="HELIO") as pilot:
        await press(pilot, "greater_than_sign")
        assert "▲ payment €85,000 moves to 11 Dec" in screen_text(pilot.app)


async def test_what_follows_in_a_big_plan_comes_when_it_is_worked_out(store: Store) -> None:
    rows = tuple(
        IncomingMilestone(str(n), "", f"M {n:04}", phase="All", due_on=date(2026, 12, 1) + n // 10 * DAY)
        for n in range(AT_ONCE + 1)
    )
    links = tuple(IncomingLink(str(n), str(n + 1), 0) for n in range(AT_ONCE))
    store.change_blocking(lambda do: do.imports.add(ImportedPlan((IncomingProject("BIG", ("All",), rows, links),))))
    async with timeline(store, key="BIG") as pilot:
        await pilot.press("greater_than_sign", "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, TimelineScreen), "enter waits for what follows"
        assert "and 69 more" in last_line(pilot)
        moved = [m.due_on for m in store.read.plan(project_id(store, "BIG")).milestones[:71]]
        assert moved == [date(2026, 12, 8)] * 70 + [date(2026, 12, 8)]
