"""The what-if of several milestones together, of such as cannot move, and across projects."""

from datetime import date
from itertools import pairwise

import pytest
from portfolio import HOSTILE
from screens import SIZES, first_line, last_line, press, screen_strips, screen_text, settled
from supposing import DAY, DUE, PUSHED, TODAY, TWO_WEEKS_AND_TWO_DAYS, chart_inks, days, named, project_id, timeline

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.calendar.workdays import OFFICE_DAYS
from milestone_tui.plan.inputs import LinkInput
from milestone_tui.plan.language.text import is_blank
from milestone_tui.plan.model import MilestoneState
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.views.projects.screen import ProjectsScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen
from milestone_tui.ui.views.what_if.screen import WhatIfScreen
from milestone_tui.ui.views.what_if.start import FirstStep


async def test_a_phase_goes_together_by_weeks_and_working_days(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "M")
        assert "What if Build moves" in first_line(pilot)
        await press(pilot, "greater_than_sign", "full_stop")
        assert "What if Build +1 w +1 wd → from Mon 7 Dec" in first_line(pilot)
        await press(pilot, "tab", "tab", "enter")
        assert last_line(pilot) == "Moved Build: 2 milestones · u to undo"
        moved = days(demo)
        assert moved["Beta release"] == date(2026, 12, 7)
        assert moved["Load test passed"] == date(2026, 12, 14)
        assert moved["Go-live"] == DUE["Go-live"]
        await press(pilot, "u")
        assert days(demo) == DUE


async def test_the_whole_project_begins_on_a_day_that_is_typed(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "W", "m", *"7", "space", *"dec", "enter")
        assert "What if ACME +6 wd → from Mon 7 Dec" in first_line(pilot)
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
        assert chart_inks(pilot, "Load test")[-1] == ("◈", "w")
        await press(pilot, "enter")
        assert last_line(pilot) == "Moved 2 milestones and 3 more · u to undo"
        assert days(demo)["Go-live"] == DUE["Go-live"] + 14 * DAY


async def test_a_whole_project_moves_from_the_projects_too(demo: Store) -> None:
    app = MilestoneApp(demo, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "j", "W")
        assert "What if ACME moves" in first_line(pilot)
        await press(pilot, "greater_than_sign", "greater_than_sign", "f")
        assert "FLOAT     FREE" in screen_text(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, ProjectsScreen)
        assert last_line(pilot) == "Moved ACME: 5 milestones · u to undo"
        assert days(demo) == {title: day + 14 * DAY for title, day in DUE.items()}
        await press(pilot, "u", "G", "W")
        assert last_line(pilot) == "Nothing to move: ORBIT has no open milestones with a date."
        assert days(demo) == DUE


async def test_a_phase_with_nothing_open_is_refused(demo: Store) -> None:
    async with timeline(demo, at="Kick-off") as pilot:
        await press(pilot, "M")
        assert isinstance(pilot.app.screen, TimelineScreen)
        assert last_line(pilot) == "Nothing to move: Discovery has no open milestones with a date."


@pytest.mark.parametrize("key", ["full_stop", "m"])
async def test_what_is_cancelled_is_refused(demo: Store, key: str) -> None:
    id_ = named(demo, "Go-live").id
    demo.change_blocking(lambda do: do.milestones.edit(id_, {"state": MilestoneState.CANCELLED}, {}))
    async with timeline(demo, at="Go-live") as pilot:
        await press(pilot, key)
        assert last_line(pilot).startswith("This milestone is cancelled")


async def test_what_has_no_date_takes_a_typed_one(demo: Store) -> None:
    id_ = named(demo, "Go-live").id
    demo.change_blocking(lambda do: do.milestones.edit(id_, {"due_on": None}, {}))
    async with timeline(demo, at="Go-live") as pilot:
        await press(pilot, "full_stop")
        assert last_line(pilot) == "This milestone has no date. Press m to set one."
        await press(pilot, "m", *"2", "space", *"feb", "enter", "enter")
        assert named(demo, "Go-live").due_on == date(2027, 2, 2)
        assert last_line(pilot).startswith('Moved "Go-live": – → 2 Feb')


async def test_beyond_the_calendar_is_refused_and_all_stays(demo: Store) -> None:
    id_ = named(demo, "Go-live").id
    async with timeline(demo) as pilot:
        below = pilot.app.screen
        assert isinstance(below, TimelineScreen)
        for ids in ([id_], [id_, named(demo, "Beta release").id]):
            await pilot.app.push_screen(
                WhatIfScreen(below.context, project_id(demo), ids, first_step=FirstStep(weeks=1_000_000))
            )
            await settled(pilot)
            assert "dates go from 1900 to 2199" in last_line(pilot)
            await press(pilot, "full_stop", "escape")


async def test_a_ripple_goes_on_in_other_projects_and_names_them(demo: Store) -> None:
    successor, predecessor = named(demo, "Pilot with risk team", "NORD"), named(demo, "Go-live")
    seen = demo.read.detail(successor.id).predecessors
    assert successor.due_on is not None
    lag = OFFICE_DAYS.between(DUE["Go-live"], successor.due_on)
    links = [*(LinkInput(end.id, end.lag) for end in seen), LinkInput(predecessor.id, lag)]
    demo.change_blocking(lambda do: do.links.set(successor.id, links, seen))
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
            do.links.set(successor, [LinkInput(predecessor)], ())

    store.change_blocking(command)
    async with timeline(store, size, key="EVIL") as pilot:
        for keys in (("greater_than_sign",), ("tab", "tab"), ("escape", "M", "greater_than_sign"), ("enter",)):
            await press(pilot, *keys)
            text = screen_text(pilot.app)
            assert "\x1b" not in text and "\x9b" not in text and "\u202e" not in text
            assert all(strip.cell_length == size[0] for strip in screen_strips(pilot.app))
