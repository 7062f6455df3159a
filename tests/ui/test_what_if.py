"""The what-if as a person meets it: keys pressed, the screen read, the store asked."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from itertools import pairwise

import pytest
from portfolio import HOSTILE
from screens import SIZES, assert_snapshot, press, screen_lines, screen_meanings, screen_strips, screen_text, settled
from textual.pilot import Pilot

from milestone_tui.plan.clock import Clock
from milestone_tui.plan.drafts import LinkDraft
from milestone_tui.plan.incoming import Incoming, IncomingLink, IncomingMilestone, IncomingProject
from milestone_tui.plan.model import ChangeReason, Milestone, MilestoneState
from milestone_tui.plan.text import is_blank
from milestone_tui.plan.workdays import OFFICE_DAYS
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.routes import TimelineRequested
from milestone_tui.ui.screens.base import AT_ONCE
from milestone_tui.ui.screens.projects import ProjectsScreen
from milestone_tui.ui.screens.reason import ReasonScreen
from milestone_tui.ui.screens.timeline import TimelineScreen
from milestone_tui.ui.screens.what_if import WhatIfScreen

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
DUE = {
    "Beta release": date(2026, 11, 28),
    "Load test passed": date(2026, 12, 4),
    "Acceptance test": date(2027, 1, 8),
    "Client sign-off": date(2027, 1, 13),
    "Go-live": date(2027, 1, 18),
}
"""The open milestones of the customer portal."""
PUSHED = {
    "Beta release": date(2026, 12, 14),
    "Load test passed": date(2026, 12, 18),
    "Acceptance test": date(2027, 1, 25),
    "Client sign-off": date(2027, 1, 28),
    "Go-live": date(2027, 2, 2),
}
"""Where they stand when the first has moved by two weeks and two days."""
CHARACTERS = {" ": "space", ".": "full_stop", "/": "slash", "=": "equals_sign"}
"""The keys that are not called what they type."""
TWO_WEEKS_AND_TWO_DAYS = ("greater_than_sign", "greater_than_sign", "full_stop", "full_stop")


def project_id(store: Store, key: str = "ACME") -> int:
    project = store.read.project_by_key(key)
    assert project is not None
    return project.id


def named(store: Store, title: str, key: str = "ACME") -> Milestone:
    return next(m for m in store.read.plan(project_id(store, key)).milestones if m.title == title)


def days(store: Store) -> dict[str, date | None]:
    return {m.title: m.due_on for m in store.read.plan(project_id(store)).milestones if m.title in DUE}


@asynccontextmanager
async def timeline(
    store: Store, size: tuple[int, int] = (120, 40), at: str = "", key: str = "ACME", ascii_only: bool = False
) -> AsyncIterator[Pilot[None]]:
    app = MilestoneApp(store, Clock.fixed(TODAY), ascii_only=ascii_only)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        app.post_message(TimelineRequested(project_id(store, key), named(store, at, key).id if at else None))
        await settled(pilot)
        yield pilot


def supposing(pilot: Pilot[None]) -> WhatIfScreen:
    screen = pilot.app.screen
    assert isinstance(screen, WhatIfScreen)
    return screen


def first_line(pilot: Pilot[None]) -> str:
    return screen_lines(pilot.app)[0]


def last_line(pilot: Pilot[None]) -> str:
    return screen_lines(pilot.app)[-1].strip()


def line_of(pilot: Pilot[None], words: str) -> str:
    return next(line for line in screen_lines(pilot.app) if words in line)


def chart_inks(pilot: Pilot[None], words: str) -> list[tuple[str, str]]:
    """The marks of a row in the chart, each with the letter of its ink; lines and the day of today left out."""
    number = next(n for n, line in enumerate(screen_lines(pilot.app)) if n and words in line)
    line = screen_lines(pilot.app)[number]
    inks = screen_meanings(pilot.app).splitlines()[number][4:]
    start = line.index(words) + 40
    return [(glyph, inks[at]) for at, glyph in enumerate(line) if at > start and glyph in "◆◇"]


# What is seen ---------------------------------------------------------------------------------------------


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
        await press(pilot, "M", "greater_than_sign", "greater_than_sign", "r", "j", "j", "enter")
        assert_snapshot(pilot.app, "what-if-phase")


async def test_the_look_in_ascii(demo: Store) -> None:
    async with timeline(demo, (80, 24), ascii_only=True) as pilot:
        await press(pilot, *TWO_WEEKS_AND_TWO_DAYS)
        assert screen_text(pilot.app).isascii()
        assert "* Beta release" in screen_text(pilot.app)


async def test_the_first_key_moves_and_nothing_is_written(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "full_stop")
        assert isinstance(supposing(pilot), WhatIfScreen)
        assert "What if Beta release → Sun 29 Nov" in first_line(pilot)
        assert "29 Nov°  +10 d" in line_of(pilot, "▌")
        assert "Sun 29 Nov is a day off" in screen_text(pilot.app)
        assert days(demo) == DUE


async def test_old_place_new_place_and_baseline_are_drawn_and_what_is_moved_is_bright(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, *TWO_WEEKS_AND_TWO_DAYS)
        assert chart_inks(pilot, "Beta release") == [("◇", "d"), ("◇", "w"), ("◆", "B")]
        assert chart_inks(pilot, "Load test") == [("◇", "d"), ("◇", "w"), ("◆", "w")]
        assert "finish 18 Jan → 2 Feb · 4 milestones move" in first_line(pilot)
        text = screen_text(pilot.app)
        assert "4 milestones move with it" in text
        assert "▲ target 18 Jan missed by 15 d" in text
        assert "● no contract date broken" in text


async def test_the_bars_of_the_phases_follow(demo: Store) -> None:
    async with timeline(demo) as pilot:
        before = line_of(pilot, "ACCEPTANCE").rstrip()
        await press(pilot, "greater_than_sign")
        assert len(line_of(pilot, "ACCEPTANCE").rstrip()) > len(before)


async def test_the_window_and_the_order_are_those_of_the_timeline(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "plus", "s", "b")
        before = screen_lines(pilot.app)[2:4]
        await press(pilot, "full_stop")
        assert screen_lines(pilot.app)[2:4] == before
        assert "BUILD" not in screen_text(pilot.app) and "◇" not in line_of(pilot, "Go-live")
        await press(pilot, "right", "b", "escape")
        assert isinstance(pilot.app.screen, TimelineScreen)
        assert screen_lines(pilot.app)[2] != before[0], "the window stays as it was left here"
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


# How it ends ----------------------------------------------------------------------------------------------


async def test_enter_commits_all_as_one_change_and_u_takes_it_back(demo: Store) -> None:
    before = demo.read.undoable()
    async with timeline(demo) as pilot:
        await press(pilot, *TWO_WEEKS_AND_TWO_DAYS)
        left = supposing(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, TimelineScreen)
        assert last_line(pilot) == "Beta release: 28 Nov → 14 Dec, in 3 weeks, and 4 more · u undoes"
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
        assert last_line(pilot) == "Beta release: 28 Nov → 5 Dec, and 4 more · u undoes"


async def test_the_finish_comes_first_on_a_small_screen(demo: Store) -> None:
    acme = project_id(demo)
    async with timeline(demo, (60, 15)) as pilot:
        await press(pilot, "greater_than_sign", "greater_than_sign")
        assert first_line(pilot).endswith("What if → Sat 12 Dec   finish 18 Jan → 1 Feb")
        await press(pilot, "escape", "M", "greater_than_sign", "greater_than_sign")
        assert first_line(pilot).endswith("What if Build   finish 18 Jan → 1 Feb")
    demo.change_now(lambda do: do.projects.edit(acme, {"key": "ACMECUSTOMER"}, {}))
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
        assert "nothing is moved yet" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, TimelineScreen)
        assert last_line(pilot) == "There was nothing to move."
        assert demo.read.undoable() == before


async def test_a_held_key_moves_as_often_as_it_was_pressed(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await pilot.press(*["full_stop"] * 20, "enter")
        await settled(pilot)
        assert days(demo)["Beta release"] == DUE["Beta release"] + 20 * DAY


async def test_a_reason_is_kept_with_the_change(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "full_stop", "r")
        assert isinstance(pilot.app.screen, ReasonScreen)
        assert "▌  none" in screen_text(pilot.app)
        await press(pilot, "j", "enter")
        assert "reason: client input late" in screen_text(pilot.app)
        await press(pilot, "r", "escape", "r", "k", "enter")
        assert "reason:" not in screen_text(pilot.app)
        await press(pilot, "r", "j", "j", "enter", "enter")
        change = demo.read.undoable()
        assert change is not None and change.reason is ChangeReason.SCOPE
        assert change.label == 'Move "Beta release" by +1 d'


async def test_undo_waits_until_something_is_written(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "full_stop", "u")
        assert last_line(pilot) == "Nothing is written yet: esc forgets the move."
        await press(pilot, "U")
        assert last_line(pilot).startswith("Nothing is written yet")
        assert days(demo) == DUE


# The ways -------------------------------------------------------------------------------------------------


async def test_tab_goes_through_push_drag_and_only_this(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "less_than_sign")
        assert "nothing moves with it" in screen_text(pilot.app), "a push moves nothing earlier"
        await press(pilot, "tab")
        assert "4 milestones move with it" in screen_text(pilot.app)
        await press(pilot, "tab", *["greater_than_sign"] * 3)
        text = screen_text(pilot.app)
        assert "nothing moves with it" in text
        assert "■ Load test passed 9 working days too soon after Beta release" in text
        await press(pilot, "enter")
        assert days(demo) == DUE | {"Beta release": DUE["Beta release"] + 14 * DAY}


async def test_what_comes_too_soon_is_said_in_fewer_words_where_it_is_narrow(demo: Store) -> None:
    async with timeline(demo, (60, 15)) as pilot:
        await press(pilot, *["greater_than_sign"] * 2, "tab", "tab")
        assert "■ Acceptance test 10 d too soon after Beta release" in screen_text(pilot.app)


async def test_what_follows_is_said_in_fewer_words_where_it_is_narrow(demo: Store) -> None:
    successor = named(demo, "Pilot with risk team", "NORD")
    seen = demo.read.detail(successor.id).predecessors
    links = [*(LinkDraft(end.id, end.lag) for end in seen), LinkDraft(named(demo, "Acceptance test").id)]
    plan = demo.read.plan(project_id(demo))

    def loosen(do: Commands) -> None:
        do.links.set(successor.id, links, seen)
        do.projects.edit(plan.project.id, {"target_on": date(2027, 3, 1)}, {})

    demo.change_now(loosen)
    for size, words in (
        ((120, 40), "    6 milestones move with it, 2 in NORD, 11 working days of float used"),
        ((80, 24), "    6 milestones move, 2 in NORD, 11 d of float used"),
        ((60, 15), "  6 move, 2 in NORD, 11 d of float"),
    ):
        async with timeline(demo, size) as pilot:
            await press(pilot, *TWO_WEEKS_AND_TWO_DAYS, "tab")
            assert f" push  drag  only this  {words}" in map(str.rstrip, screen_lines(pilot.app))


async def test_float_is_used_before_anything_moves(demo: Store) -> None:
    plan = demo.read.plan(project_id(demo))
    target = date(2027, 3, 1)
    demo.change_now(lambda do: do.projects.edit(plan.project.id, {"target_on": target}, {}))
    async with timeline(demo, at="Go-live") as pilot:
        await press(pilot, "greater_than_sign")
        assert "nothing moves with it, 5 working days of float used" in screen_text(pilot.app)


async def test_a_contract_date_that_breaks_is_red(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "m", *"2027-01-08", "enter")
        text = screen_text(pilot.app)
        assert "■ Beta release 8 d past its contract date 31 Dec" in text
        assert "no contract date broken" not in text
        row = next(n for n, line in enumerate(screen_lines(pilot.app)) if "▌" in line)
        assert "b bbb" in screen_meanings(pilot.app).splitlines()[row]


async def test_payments_that_move_are_told_with_their_sum(demo: Store) -> None:
    async with timeline(demo, at="Client sign-off", key="HELIO") as pilot:
        await press(pilot, "greater_than_sign")
        assert "▲ payment 85 000 € moves to 11 Dec" in screen_text(pilot.app)


# A typed date ---------------------------------------------------------------------------------------------


async def test_a_typed_date_is_shown_letter_by_letter_and_committed_with_a_second_enter(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "m", *"+2w")
        assert "Sat 12 Dec 2026 · in 20 days · a day off" in screen_text(pilot.app)
        assert "→ Sat 12 Dec" in first_line(pilot)
        await press(pilot, "enter")
        assert isinstance(supposing(pilot), WhatIfScreen)
        assert days(demo) == DUE
        await press(pilot, "full_stop", "full_stop", "enter")
        assert days(demo) == PUSHED


async def test_a_digit_begins_a_date(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "full_stop", *"14", "space", *"dec", "enter", "enter")
        assert days(demo) == PUSHED


async def test_the_baseline_and_other_words_are_dates_too(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "m", *"=baseline", "enter", "enter")
        assert days(demo)["Beta release"] == date(2026, 11, 19)


async def test_what_is_no_date_says_so_and_is_not_left_with_enter(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "full_stop", "m", *"2", "space", *"dec")
        assert "→ Wed 2 Dec" in first_line(pilot)
        await press(pilot, "x", "enter")
        assert "not a date: try 2026-12-01" in line_of(pilot, "Move to")
        assert "→ Sun 29 Nov" in first_line(pilot), "as it was before something was typed"
        await press(pilot, "backspace", "enter", "enter")
        assert days(demo)["Beta release"] == date(2026, 12, 2)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("31.12.9999", "is too far away: dates go from 1900 to 2199."),
        ("32x", "not a date: try 2026-12-01, 1 dec, fri, +2w, eom."),
        ("30 feb 2027", "is not a day: February 2027 has 28 days."),
        ("1/12", "could be two days: write 1 dec or 2026-12-01."),
        ("september", "is a month: which day of it? Try 1 sep."),
        ("wed 29 nov 2026", "29 November 2026 is a Sunday."),
        ("=baseline", "there is no baseline yet."),
    ],
)
async def test_why_it_is_no_date_has_room_beside_it(demo: Store, typed: str, why: str) -> None:
    id_, acme = named(demo, "Go-live").id, project_id(demo)
    demo.change_now(lambda do: do.milestones.create(acme, {"title": "New", "due_on": TODAY + DAY}))
    async with timeline(demo, (80, 24), at="New" if typed == "=baseline" else "Go-live") as pilot:
        await press(pilot, "m", *(CHARACTERS.get(letter, letter) for letter in typed))
        assert line_of(pilot, "Move to").split("  ")[-1].strip() == why
        assert "moves" in first_line(pilot) and "→" not in first_line(pilot), "nothing is moved by a mistake"
        await press(pilot, "escape")
        assert demo.read.detail(id_).milestone.due_on == DUE["Go-live"]


async def test_a_typed_date_that_takes_others_beyond_the_calendar_moves_nothing(demo: Store) -> None:
    far = date(9999, 12, 1)
    ids = [named(demo, title).id for title in ("Beta release", "Go-live")]
    demo.change_now(lambda do: do.milestones.move_all({ids[1]: far}, {}))
    async with timeline(demo) as pilot:
        below = pilot.app.screen
        assert isinstance(below, TimelineScreen)
        await pilot.app.push_screen(WhatIfScreen(below.desk, project_id(demo), ids))
        await press(pilot, "full_stop", "m", *"2199-01-01")
        assert last_line(pilot) == "That many working days from 1 Dec 9999 are beyond the calendar."
        assert "+1 d" in first_line(pilot)


async def test_escape_takes_back_what_was_typed_then_leaves(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "full_stop", "m", *"15", "space", *"dec", "escape")
        assert "→ Sun 29 Nov" in first_line(pilot)
        await press(pilot, "m", "escape")
        assert "→ Sun 29 Nov" in first_line(pilot)
        await press(pilot, "escape", "m", "escape")
        assert isinstance(pilot.app.screen, TimelineScreen), "nothing was moved: straight back"
        assert days(demo) == DUE


# Several at once ------------------------------------------------------------------------------------------


async def test_a_phase_goes_together_by_weeks_and_working_days(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "M")
        assert "What if Build moves" in first_line(pilot)
        await press(pilot, "greater_than_sign", "full_stop")
        assert "What if Build +1 w +1 d → from Mon 7 Dec" in first_line(pilot)
        await press(pilot, "tab", "tab", "enter")
        assert last_line(pilot) == "Build: 2 milestones moved · u undoes"
        moved = days(demo)
        assert moved["Beta release"] == date(2026, 12, 7)
        assert moved["Load test passed"] == date(2026, 12, 14)
        assert moved["Go-live"] == DUE["Go-live"]
        await press(pilot, "u")
        assert days(demo) == DUE


async def test_the_whole_project_begins_on_a_day_that_is_typed(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "W", "m", *"7", "space", *"dec", "enter")
        assert "What if ACME +6 d → from Mon 7 Dec" in first_line(pilot)
        await press(pilot, "enter")
        moved = days(demo)
        assert moved["Beta release"] == date(2026, 12, 7)
        assert moved["Go-live"] == date(2027, 1, 26), "six working days"
        change = demo.read.undoable()
        assert change is not None and change.label == 'Move "Beta release" and 4 more'


async def test_what_nothing_is_asked_of_yet_is_named_in_its_number(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "m")
        assert "What if Beta release moves" in first_line(pilot)
        await press(pilot, "escape", "v", "j", "v", "m")
        assert first_line(pilot).endswith("What if 2 milestones move")


async def test_what_is_marked_moves_together(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "g", "v", *["j"] * 4, "v", "G", "v", "greater_than_sign", "greater_than_sign")
        assert "What if 2 milestones +2 w → from Sat 12 Dec" in first_line(pilot), "what is done stays behind"
        assert chart_inks(pilot, "Go-live")[-1] == ("◆", "B")
        assert chart_inks(pilot, "Load test")[-1] == ("◆", "w")
        await press(pilot, "enter")
        assert last_line(pilot) == "2 milestones moved, and 3 more · u undoes"
        assert days(demo)["Go-live"] == DUE["Go-live"] + 14 * DAY


async def test_a_whole_project_moves_from_the_projects_too(demo: Store) -> None:
    app = MilestoneApp(demo, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "j", "m")
        assert "What if ACME moves" in first_line(pilot)
        await press(pilot, "greater_than_sign", "greater_than_sign", "f")
        assert "FLOAT   FREE" in screen_text(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, ProjectsScreen)
        assert last_line(pilot) == "ACME: 5 milestones moved · u undoes"
        assert days(demo) == {title: day + 14 * DAY for title, day in DUE.items()}
        await press(pilot, "u", "G", "W")
        assert last_line(pilot) == "Nothing of ORBIT can move: nothing of it is open and has a date."
        assert days(demo) == DUE


async def test_a_phase_with_nothing_open_is_refused(demo: Store) -> None:
    async with timeline(demo, at="Kick-off") as pilot:
        await press(pilot, "M")
        assert isinstance(pilot.app.screen, TimelineScreen)
        assert last_line(pilot) == "None of that can move: nothing of it is open and has a date."


# What cannot move -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["full_stop", "m"])
async def test_what_is_done_or_cancelled_is_refused(demo: Store, key: str) -> None:
    async with timeline(demo, at="Kick-off") as pilot:
        await press(pilot, key)
        assert last_line(pilot) == "It is done: untick it before moving it."
    id_ = named(demo, "Go-live").id
    demo.change_now(lambda do: do.milestones.edit(id_, {"state": MilestoneState.CANCELLED}, {}))
    async with timeline(demo, at="Go-live") as pilot:
        await press(pilot, key)
        assert last_line(pilot).startswith("It is cancelled")


async def test_what_has_no_date_takes_a_typed_one(demo: Store) -> None:
    id_ = named(demo, "Go-live").id
    demo.change_now(lambda do: do.milestones.edit(id_, {"due_on": None}, {}))
    async with timeline(demo, at="Go-live") as pilot:
        await press(pilot, "full_stop")
        assert last_line(pilot) == "It has no date to move: m or e gives it one."
        await press(pilot, "m", *"2", "space", *"feb", "enter", "enter")
        assert named(demo, "Go-live").due_on == date(2027, 2, 2)
        assert last_line(pilot).startswith("Go-live: – → 2 Feb")


async def test_beyond_the_calendar_is_refused_and_all_stays(demo: Store) -> None:
    id_ = named(demo, "Go-live").id
    async with timeline(demo) as pilot:
        below = pilot.app.screen
        assert isinstance(below, TimelineScreen)
        for ids in ([id_], [id_, named(demo, "Beta release").id]):
            await pilot.app.push_screen(WhatIfScreen(below.desk, project_id(demo), ids, weeks=1_000_000))
            await settled(pilot)
            assert "calendar" in last_line(pilot)
            await press(pilot, "full_stop", "escape")


# Other projects -------------------------------------------------------------------------------------------


async def test_a_ripple_goes_on_in_other_projects_and_names_them(demo: Store) -> None:
    successor, predecessor = named(demo, "Pilot with risk team", "NORD"), named(demo, "Go-live")
    seen = demo.read.detail(successor.id).predecessors
    assert successor.due_on is not None
    lag = OFFICE_DAYS.between(DUE["Go-live"], successor.due_on)
    links = [*(LinkDraft(end.id, end.lag) for end in seen), LinkDraft(predecessor.id, lag)]
    demo.change_now(lambda do: do.links.set(successor.id, links, seen))
    async with timeline(demo) as pilot:
        await press(pilot, *TWO_WEEKS_AND_TWO_DAYS)
        assert "NORD moves too: Pilot with risk team" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert days(demo) == PUSHED
        moved = named(demo, "Pilot with risk team", "NORD").due_on
        assert moved is not None and moved > successor.due_on
        await press(pilot, "u")
        assert named(demo, "Pilot with risk team", "NORD").due_on == successor.due_on


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_titles_are_shown_as_text(store: Store, size: tuple[int, int]) -> None:
    titles = [title for title in HOSTILE if not is_blank(title)]
    ids: list[int] = []

    def command(do: Commands) -> None:
        for key in ("EVIL", "ELSE"):
            made = do.projects.create({"key": key, "name": "[bold red]x[/]"})
            for title in titles:
                values = {"title": title, "due_on": TODAY + 30 * DAY, "deadline_on": TODAY + 30 * DAY}
                ids.append(do.milestones.create(made, {**values, "phase": "[/] \x1b[2J"}))
        for predecessor, successor in pairwise(ids):
            do.links.set(successor, [LinkDraft(predecessor)], ())

    store.change_now(command)
    async with timeline(store, size, key="EVIL") as pilot:
        for keys in (("greater_than_sign",), ("tab", "tab"), ("escape", "M", "greater_than_sign"), ("enter",)):
            await press(pilot, *keys)
            text = screen_text(pilot.app)
            assert "\x1b" not in text and "\x9b" not in text and "\u202e" not in text
            assert all(strip.cell_length == size[0] for strip in screen_strips(pilot.app))


# Others at work -------------------------------------------------------------------------------------------


@asynccontextmanager
async def together(demo: Store) -> AsyncIterator[tuple[Pilot[None], Store]]:
    other = Store.open(demo.path, Clock.fixed(TODAY), "raj")
    async with timeline(demo) as pilot:
        yield pilot, other
    other.close()


async def test_what_somebody_else_changes_is_taken_in_while_it_is_open(demo: Store) -> None:
    async with together(demo) as (pilot, raj):
        await press(pilot, *TWO_WEEKS_AND_TWO_DAYS)
        id_ = named(raj, "Load test passed").id
        raj.change_now(lambda do: do.milestones.move_all({id_: date(2027, 2, 10)}, {}))
        demo.poll()
        await settled(pilot)
        assert "10 Feb" in line_of(pilot, "Load test passed")
        assert "→ Mon 14 Dec" in first_line(pilot), "what is wished stays"
        told = "Somebody else moved {} meanwhile: this is what follows now"
        assert last_line(pilot) == told.format("Load test passed to 10 Feb")
        beta, sign_off = named(raj, "Beta release").id, named(raj, "Client sign-off").id
        raj.change_now(lambda do: do.milestones.edit_all([sign_off], {"title": "Signed"}))
        demo.poll()
        await press(pilot, "plus")
        assert "meanwhile" not in last_line(pilot), "another field of another milestone is no matter"
        raj.change_now(lambda do: do.milestones.move_all({beta: date(2026, 12, 1)}, {}))
        demo.poll()
        await settled(pilot)
        assert last_line(pilot) == told.format("Beta release to 1 Dec")


async def test_a_collision_is_told_and_the_preview_is_that_of_the_new_state(
    demo: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("milestone_tui.ui.app.WATCH_SECONDS", 3600)  # else the news may come before the key
    async with together(demo) as (pilot, raj):
        await press(pilot, *TWO_WEEKS_AND_TWO_DAYS)
        id_ = named(raj, "Load test passed").id
        raj.change_now(lambda do: do.milestones.move_all({id_: date(2026, 12, 7)}, {}))
        await press(pilot, "enter")
        assert isinstance(supposing(pilot), WhatIfScreen)
        assert last_line(pilot) == "raj moved Load test passed to 7 Dec meanwhile: this is what follows now"
        assert days(demo) == DUE | {"Load test passed": date(2026, 12, 7)}
        await press(pilot, "enter")
        assert days(demo)["Beta release"] == PUSHED["Beta release"]


async def test_what_follows_and_is_cancelled_meanwhile_is_not_moved(
    demo: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("milestone_tui.ui.app.WATCH_SECONDS", 3600)
    async with together(demo) as (pilot, raj):
        await press(pilot, *TWO_WEEKS_AND_TWO_DAYS)
        id_ = named(raj, "Load test passed").id
        raj.change_now(lambda do: do.milestones.edit_all([id_], {"state": MilestoneState.CANCELLED}))
        await press(pilot, "enter")
        assert last_line(pilot) == "“Load test passed” is cancelled; what is cancelled does not move."
        assert days(demo) == DUE
        assert "3 milestones move" in first_line(pilot), "one less than before"
        await press(pilot, "enter")
        assert days(demo) == PUSHED | {"Load test passed": DUE["Load test passed"]}


async def test_what_is_ticked_or_deleted_meanwhile_is_left_with_a_word(demo: Store) -> None:
    async with together(demo) as (pilot, raj):
        await press(pilot, "full_stop")
        id_ = named(raj, "Beta release").id
        raj.change_now(lambda do: do.milestones.tick(id_, TODAY))
        demo.poll()
        await settled(pilot)
        assert isinstance(pilot.app.screen, TimelineScreen)
        assert last_line(pilot) == "It is done: untick it before moving it."
        await raj.undo()
        demo.poll()
        await press(pilot, "full_stop")
        raj.change_now(lambda do: do.milestones.delete([id_]))
        demo.poll()
        await settled(pilot)
        assert last_line(pilot) == "What was to move is not there any more."


async def test_what_is_left_of_several_goes_on_while_one_types(demo: Store) -> None:
    async with together(demo) as (pilot, raj):
        await press(pilot, "M", "m", *"7")
        id_ = named(raj, "Beta release").id
        raj.change_now(lambda do: do.milestones.delete([id_]))
        demo.poll()
        await settled(pilot)
        await press(pilot, "space", *"dec", "enter")
        assert "What if Build → Mon 7 Dec" in first_line(pilot)
        await press(pilot, "enter")
        assert days(demo)["Load test passed"] == date(2026, 12, 7)


async def test_a_project_that_somebody_deleted_is_left(demo: Store) -> None:
    async with together(demo) as (pilot, raj):
        await press(pilot, "full_stop")
        id_ = project_id(raj)
        raj.change_now(lambda do: do.projects.delete(id_))
        demo.poll()
        await settled(pilot)
        assert isinstance(pilot.app.screen, ProjectsScreen)
        assert last_line(pilot) == "That project was deleted."


# Big plans ------------------------------------------------------------------------------------------------


async def test_what_follows_in_a_big_plan_comes_when_it_is_worked_out(store: Store) -> None:
    rows = tuple(
        IncomingMilestone(str(n), "", f"M {n:04}", phase="All", due_on=date(2026, 12, 1) + n // 10 * DAY)
        for n in range(AT_ONCE + 1)
    )
    links = tuple(IncomingLink(str(n), str(n + 1), 0) for n in range(AT_ONCE))
    store.change_now(lambda do: do.imports.add(Incoming((IncomingProject("BIG", ("All",), rows, links),))))
    async with timeline(store, key="BIG") as pilot:
        await pilot.press("greater_than_sign", "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, TimelineScreen), "enter waits for what follows"
        assert "and 69 more" in last_line(pilot)
        moved = [m.due_on for m in store.read.plan(project_id(store, "BIG")).milestones[:71]]
        assert moved == [date(2026, 12, 8)] * 70 + [date(2026, 12, 8)]
