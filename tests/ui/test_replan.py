"""Re-planning: what is too soon goes to the first day that fits, first as a what-if, then as one change."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from editing import go_to
from screens import (
    SIZES,
    assert_snapshot,
    first_line,
    last_line,
    line_of,
    on_top,
    press,
    screen_lines,
    screen_text,
    settled,
)
from supposing import DUE, TODAY, chart_inks, days, named, project_id, timeline

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.plan.inputs import HolidayInput, LinkInput
from milestone_tui.plan.model import ChangeReason
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.ui.views.days_off.screen import DaysOffScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen
from milestone_tui.ui.views.what_if.reason import ReasonScreen
from milestone_tui.ui.views.what_if.replan import ReplanScreen

SHUTDOWN = [HolidayInput(date(2026, 12, day), "Shutdown") for day in range(7, 12)]
"""A week before the acceptance test."""
REPLANNED = DUE | {
    "Acceptance test": date(2027, 1, 15),
    "Client sign-off": date(2027, 1, 20),
    "Go-live": date(2027, 1, 25),
}
NOTHING = "Nothing to re-plan: no milestone of ACME is too soon."


def close_a_week(store: Store) -> None:
    acme = project_id(store)
    store.change_blocking(lambda do: do.holidays.add(acme, SHUTDOWN))


@pytest.mark.parametrize("size", SIZES)
async def test_the_look_of_days_off_that_break_links(demo: Store, size: tuple[int, int]) -> None:
    async with timeline(demo, size) as pilot:
        await press(pilot, "O", "n", *"7 dec - 11 dec Shutdown")
        assert_snapshot(pilot.app, "days-off-too-soon")


@pytest.mark.parametrize("size", SIZES)
async def test_the_look_of_a_re_plan(demo: Store, size: tuple[int, int]) -> None:
    close_a_week(demo)
    async with timeline(demo, size) as pilot:
        await press(pilot, "R")
        assert_snapshot(pilot.app, "replan")


@pytest.mark.parametrize("size", SIZES)
async def test_a_span_says_before_and_after_that_links_are_too_soon_and_r_mends_them(
    demo: Store, size: tuple[int, int]
) -> None:
    async with timeline(demo, size) as pilot:
        await press(pilot, "O")
        assert "too soon" not in screen_lines(pilot.app)[0]
        assert "re-plan" not in last_line(pilot), "there is nothing to mend"
        await press(pilot, "n", *"7 dec - 11 dec Shutdown")
        assert "2 links will be too soon" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert last_line(pilot) == "Added 5 days off to ACME · 2 links are now too soon · R to re-plan"
        assert "2 links too soon · " in first_line(pilot)
        await press(pilot, "j")
        assert "R re-plan" in last_line(pilot)
        await press(pilot, "R")
        assert isinstance(pilot.app.screen, ReplanScreen)
        assert "Re-plan ACME   finish 18 → 25 Jan" in first_line(pilot)
        assert "3 milestones move" in screen_text(pilot.app)
        assert days(demo) == DUE, "nothing is written yet"
        await press(pilot, "enter")
        assert on_top(pilot.app) is DaysOffScreen
        assert last_line(pilot) == "Re-planned ACME · 3 milestones moved · u to undo"
        assert days(demo) == REPLANNED
        change = demo.read.undoable()
        assert change is not None and change.label == "Re-plan ACME · 3 milestones"
        assert "too soon" not in first_line(pilot)
        await press(pilot, "u")
        assert days(demo) == DUE, "one undo takes all of it back"
        await press(pilot, "ctrl+r")
        assert days(demo) == REPLANNED


async def test_the_timeline_offers_it_while_something_is_too_soon(demo: Store) -> None:
    async with timeline(demo) as pilot:
        assert "re-plan" not in last_line(pilot)
        await press(pilot, "R")
        assert (on_top(pilot.app), last_line(pilot)) == (TimelineScreen, NOTHING)
        close_a_week(demo)
        await press(pilot, "j")
        assert "R re-plan" in last_line(pilot)
        await press(pilot, "R")
        assert "Acceptance test" in line_of(pilot, "▌"), "the first that moves"
        assert chart_inks(pilot, "Acceptance test")[-2:] == [("◇", "w"), ("◈", "w")], "its old and its new place"
        await press(pilot, "escape")
        assert (on_top(pilot.app), days(demo)) == (TimelineScreen, DUE)
        await press(pilot, "R", "w", "down", "enter", "enter")
        change = demo.read.undoable()
        assert change is not None and change.reason is ChangeReason.CLIENT
        assert days(demo) == REPLANNED
        await press(pilot, "j")
        assert "re-plan" not in last_line(pilot)


@pytest.mark.parametrize("key", ["comma", "greater_than_sign", "m", "tab", "7"])
async def test_nobody_chooses_what_a_re_plan_moves(demo: Store, key: str) -> None:
    close_a_week(demo)
    async with timeline(demo) as pilot:
        await press(pilot, "R")
        assert "a day" not in last_line(pilot) and "push/drag" not in last_line(pilot)
        await press(pilot, key)
        assert last_line(pilot) == "A re-plan moves only what is too soon. Apply it (↵) or cancel it (esc) first."
        await press(pilot, "enter")
        assert days(demo) == REPLANNED


async def test_a_country_a_file_a_week_and_a_deleted_day_say_so_too(demo: Store, tmp_path: Path) -> None:
    (tmp_path / "x.ics").write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Day\nDTSTART;VALUE=DATE:20261208\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    async with timeline(demo) as pilot:
        await press(pilot, "O", "I", *str(tmp_path / "x.ics"), "enter")
        assert last_line(pilot).endswith("1 link is now too soon · R to re-plan")
        await press(pilot, "u", "I", *"ES", "enter")
        assert "too soon · R to re-plan" in last_line(pilot)
        await press(pilot, "u", "E", "ctrl+u", *"mon-thu")
        assert "links will be too soon" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert "to Mon-Thu · " in last_line(pilot) and "too soon · R to re-plan" in last_line(pilot)
        await press(pilot, "u")


async def test_another_week_in_the_editor_says_so_too(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "E")
        await go_to(pilot, "working_days")
        await press(pilot, "ctrl+u", *"mon-thu", "ctrl+s")
        said = last_line(pilot)
        assert said.startswith("Saved · ") and said.endswith("too soon · R in the timeline to re-plan")
        await press(pilot, "ctrl+u", *"mon-fri", "ctrl+s")
        assert last_line(pilot) == "Saved"


async def test_a_deleted_day_off_says_that_a_lead_is_too_short_then(demo: Store) -> None:
    """Load test passed may come 4 working days before Client sign-off on Wed 13 Jan: with 11 Jan off, on the 6th."""
    sign_off, load, test = (named(demo, title) for title in ("Client sign-off", "Load test passed", "Acceptance test"))
    seen = {m.id: demo.read.detail(m.id).predecessors for m in (sign_off, load, test)}
    acme = project_id(demo)

    def lead(do: Commands) -> None:
        do.links.set(test.id, [], seen[test.id])
        do.links.set(sign_off.id, [], seen[sign_off.id])
        do.links.set(load.id, [LinkInput(sign_off.id, -4)], seen[load.id])
        do.milestones.move_all({load.id: date(2027, 1, 6)}, {})
        do.holidays.add(acme, [HolidayInput(date(2027, 1, 11), "Fair")])

    demo.change_blocking(lead)
    async with timeline(demo, (80, 24)) as pilot:
        await press(pilot, "O", "j", "j", "j")
        assert "Mon 11 Jan" in next(line for line in screen_lines(pilot.app) if line.startswith("▌"))
        await press(pilot, "d")
        assert last_line(pilot) == "Deleted Mon 11 Jan 2027 Fair · 1 link is now too soon · R to re-plan"
        await press(pilot, "R", "enter", "escape")
        assert named(demo, "Load test passed").due_on == date(2027, 1, 7)


async def test_a_re_plan_goes_on_in_other_projects_and_comes_from_there(demo: Store) -> None:
    """NORD waits for the beta release, and the acceptance test of ACME for that."""
    nord = project_id(demo, "NORD")
    beta, test = named(demo, "Beta release"), named(demo, "Acceptance test")
    seen = demo.read.detail(test.id).predecessors

    def tie(do: Commands) -> None:
        bridge = do.milestones.create(nord, {"title": "Data loaded", "due_on": date(2026, 12, 8)})
        do.links.set(bridge, [LinkInput(beta.id, 6)], [])
        do.links.set(test.id, [LinkInput(bridge, 20)], seen)
        do.milestones.move_all({beta.id: date(2026, 12, 1)}, {})

    demo.change_blocking(tie)
    async with timeline(demo) as pilot:
        await press(pilot, "R")
        assert "1 in NORD" in first_line(pilot)
        assert "NORD moves too: Data loaded" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert named(demo, "Data loaded", "NORD").due_on == date(2026, 12, 9)
        assert on_top(pilot.app) is TimelineScreen
        await press(pilot, "R")
        assert last_line(pilot) == NOTHING
        change = demo.read.undoable()
        assert change is not None and change.label.startswith("Re-plan ACME · ")


async def test_what_somebody_else_mends_meanwhile_closes_it(demo: Store) -> None:
    close_a_week(demo)
    moves = {named(demo, title).id: day for title, day in REPLANNED.items()}
    with closing(Store.open(demo.path, Clock.fixed(TODAY), "raj")) as raj:
        async with timeline(demo) as pilot:
            await press(pilot, "R")
            raj.change_blocking(lambda do: do.milestones.move_all(moves, {}))
            demo.poll()
            await settled(pilot)
            assert (on_top(pilot.app), last_line(pilot)) == (TimelineScreen, NOTHING)


async def test_what_somebody_else_moves_meanwhile_is_told_and_reckoned_with(demo: Store) -> None:
    close_a_week(demo)
    test = named(demo, "Acceptance test").id
    with closing(Store.open(demo.path, Clock.fixed(TODAY), "raj")) as raj:
        async with timeline(demo) as pilot:
            await press(pilot, "R")
            raj.change_blocking(lambda do: do.milestones.move_all({test: date(2027, 1, 11)}, {}))
            demo.poll()
            await settled(pilot)
            assert on_top(pilot.app) is ReplanScreen
            assert (
                last_line(pilot) == 'Somebody else has just moved "Acceptance test" to 11 Jan. The result is updated.'
            )
            await press(pilot, "enter")
            assert days(demo) == REPLANNED


async def test_a_reason_that_was_typed_for_a_re_plan_is_offered_again(demo: Store) -> None:
    close_a_week(demo)
    kept = Unfinished(
        UnfinishedKind.CHANGE,
        project_id(demo),
        "Re-plan",
        texts={"reason": "strike"},
        choices={"ids": (), "what": "ACME"},
    )
    async with timeline(demo) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, TimelineScreen)
        screen.resume_change(kept)
        await settled(pilot)
        assert on_top(pilot.app) is ReasonScreen and "strike" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert on_top(pilot.app) is ReplanScreen
        await press(pilot, "enter")
        assert on_top(pilot.app) is TimelineScreen
    (change, *_) = demo.read.history(limit=1)
    assert change.label.startswith("Re-plan ACME") and change.reason_note == "strike"
