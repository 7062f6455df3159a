from __future__ import annotations

from datetime import date

import pytest
from portfolio import TODAY, Step, add_project, fill
from screens import press, screen_lines, settled

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.store.queries.roadmap import MOST_MARKS
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.views.projects.roadmap import Roadmap
from milestone_tui.ui.views.projects.screen import ProjectsScreen


def row_of(app: MilestoneApp, key: str) -> str:
    return next(line for line in screen_lines(app) if line[3:].startswith(key))


def today_column(app: MilestoneApp) -> int:
    return screen_lines(app)[4].index("today") + 2


@pytest.fixture
def app(store: Store) -> MilestoneApp:
    fill(store)
    return MilestoneApp(store, Clock.fixed(TODAY))


async def test_marks_stand_in_time_around_today(app: MilestoneApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "tab")
        today = today_column(app)
        helio, acme = row_of(app, "HELIO"), row_of(app, "ACME")
        assert helio.index("■") < today
        assert acme.count("✔") == 3
        assert acme.rindex("✔") < today < acme.index("◆")
        assert acme[today] == "┊"
        assert "▏" in acme


async def test_zooming_keeps_today_and_ends_somewhere(app: MilestoneApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "tab")
        today = today_column(app)
        await press(pilot, "plus")
        assert abs(today_column(app) - today) <= 1
        await press(pilot, "plus", "plus", "plus")
        assert "Already at the closest zoom" in screen_lines(app)[-1]
        await press(pilot, *["minus"] * 6)
        assert "Already at the widest zoom" in screen_lines(app)[-1]
        await press(pilot, "z")
        assert today_column(app) == today


async def test_panning_and_back_to_today(app: MilestoneApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "tab")
        before = screen_lines(app)
        await press(pilot, "right")
        assert screen_lines(app)[3] != before[3]
        await press(pilot, "h")
        assert row_of(app, "ACME") == next(line for line in before if "ACME" in line[:9])
        await press(pilot, *["right"] * 9)
        assert "today" not in screen_lines(app)[4]
        assert "‹" in row_of(app, "ACME")
        await press(pilot, "t")
        assert "today" in screen_lines(app)[4]


async def test_the_axis_keys_do_nothing_in_the_table(app: MilestoneApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        *before, _keys = screen_lines(app)
        for key, name in (("plus", "+"), ("right", "→"), ("z", "z"), ("t", "t")):
            await press(pilot, key)
            assert screen_lines(app) == [*before, f" {name} does nothing on this screen. Press ? for its keys."]


async def test_only_what_is_in_view_is_read(store: Store) -> None:
    for number in range(60):
        add_project(store, f"P{number:02}", f"Project {number}", steps=(Step("", "Go-live", date(2027, 1, 9)),))
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "tab")
        roadmap = app.screen.query_one(Roadmap)
        assert len(roadmap.marks) == roadmap.page_rows < 60
        await press(pilot, "G")
        assert "◆" in row_of(app, "P59")
        assert len(roadmap.marks) == roadmap.page_rows


async def test_a_plan_of_thousands_is_thinned_but_keeps_its_next_milestone(store: Store) -> None:
    project_id = add_project(store, "BIG", "Very big")
    day = date(2026, 1, 1).toordinal()

    def many(do: Commands) -> None:
        for number in range(MOST_MARKS * 2):
            due_on = date.fromordinal(day + number)
            changes: dict[str, object] = {"title": f"M{number}", "due_on": due_on}
            if number < 325:
                changes |= {"state": "done", "done_on": due_on}
            do.milestones.create(project_id, changes)

    store.change_blocking(many)
    marks = store.read.roadmap([project_id])[project_id]
    assert MOST_MARKS // 2 <= len(marks) <= MOST_MARKS + 1
    assert [mark.on for mark in marks] == sorted(mark.on for mark in marks)
    assert next(mark for mark in marks if not mark.done).title == "M325"


async def test_marks_say_slip_only_of_what_is_open(store: Store) -> None:
    ids = fill(store)
    marks = {mark.title: mark for mark in store.read.roadmap([ids["ACME"], ids["ORBIT"]])[ids["ACME"]]}
    assert marks["Beta release"].slip_days == 9
    assert marks["Requirements signed"].slip_days is None
    assert marks["Requirements signed"].done
    assert store.read.roadmap([999]) == {}


async def test_the_screen_is_the_first_one(app: MilestoneApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert isinstance(app.screen, ProjectsScreen)
