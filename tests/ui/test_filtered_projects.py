"""The filter of the projects: what it reads and when, the archive, and the way it goes into a timeline."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from locking import ForeignLock
from portfolio import TODAY, add_project, fill
from screens import SIZES, assert_snapshot, line_of, press, screen_lines, screen_text, settled
from textual import events
from textual.pilot import Pilot

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.imported import ImportedPlan, IncomingMilestone, IncomingProject
from milestone_tui.store import Store
from milestone_tui.store.reader import Reader
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.base.store_screen import AT_ONCE
from milestone_tui.ui.views.projects.screen import ProjectsScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen


@asynccontextmanager
async def home(store: Store, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Pilot[Any]]:
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        yield pilot


@pytest.fixture
def ids(store: Store) -> dict[str, int]:
    return fill(store)


@pytest.fixture
def ben(store: Store) -> Iterator[Store]:
    other = Store.open(store.path, Clock.fixed(TODAY), "Ben")
    yield other
    other.close()


def shown(pilot: Pilot[Any]) -> list[str]:
    """The projects that are shown, from top to bottom."""
    screen = pilot.app.screen
    assert isinstance(screen, ProjectsScreen)
    return [s.project.key for s in screen.view.projects]


def timeline(pilot: Pilot[Any]) -> TimelineScreen:
    screen = pilot.app.screen
    assert isinstance(screen, TimelineScreen)
    return screen


async def type_filter(pilot: Pilot[Any], text: str) -> None:
    await press(pilot, "slash")
    pilot.app.post_message(events.Paste(text))
    await settled(pilot)


def milestone_id(store: Store, project_id: int, title: str) -> int:
    return next(m.id for m in store.read.plan(project_id).milestones if m.title == title)


# What a project is found by --------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_a_project_is_found_by_its_milestones_in_table_roadmap_and_strip(
    store: Store, ids: dict[str, int], size: tuple[int, int]
) -> None:
    async with home(store, size) as pilot:
        await type_filter(pilot, "beta")
        assert shown(pilot) == ["ACME"]
        await press(pilot, "enter")
        await press(pilot, "tab")
        assert shown(pilot) == ["ACME"]
        assert "NORD" not in screen_text(pilot.app)
        assert line_of(pilot, "ACME off track")


async def test_what_changes_is_filtered_again(store: Store, ids: dict[str, int], ben: Store) -> None:
    beta = milestone_id(store, ids["ACME"], "Beta release")
    async with home(store) as pilot:
        await type_filter(pilot, "test")
        await press(pilot, "enter")
        assert shown(pilot) == ["ACME"]
        ben.change_blocking(lambda do: do.milestones.edit(beta, {"owner": "Zoe"}, {}))
        store.poll()
        await type_filter(pilot, " or @zoe")
        await press(pilot, "enter")
        last = milestone_id(ben, ids["VEGA"], "Store submission")
        ben.change_blocking(lambda do: do.milestones.edit(last, {"title": "Load test of the store"}, {}))
        store.poll()
        await settled(pilot)
        assert shown(pilot) == ["ACME", "VEGA"]
        ben.change_blocking(lambda do: do.milestones.tick(last, TODAY))
        store.poll()
        await settled(pilot)
        assert shown(pilot) == ["ACME"], "what is done is not asked for"


async def test_another_milestone_than_the_next_one_is_looked_at_too(
    store: Store, ids: dict[str, int], ben: Store
) -> None:
    """Nothing of what the table shows has changed, and another project matches."""
    late = milestone_id(store, ids["ACME"], "Acceptance test")
    async with home(store) as pilot:
        await type_filter(pilot, "tag:legal")
        assert shown(pilot) == []
        ben.change_blocking(lambda do: do.milestones.edit(late, {"tags": ("legal",)}, {}))
        store.poll()
        await settled(pilot)
        assert shown(pilot) == ["ACME"]


async def test_the_archive_is_shown_while_the_filter_asks_for_it(store: Store, ids: dict[str, int]) -> None:
    store.change_blocking(lambda do: do.projects.archive(ids["NORD"], True))
    async with home(store) as pilot:
        assert "NORD" not in shown(pilot)
        await type_filter(pilot, "data")
        assert shown(pilot) == []
        await press(pilot, "escape")
        await type_filter(pilot, "is:archived")
        assert shown(pilot) == ["NORD"]
        assert "archived shown" in screen_lines(pilot.app)[0]
        await press(pilot, *"x", "backspace", "space", *"or", "space", *"beta")
        assert shown(pilot) == ["ACME", "NORD"]
        await press(pilot, "enter", "tab")
        assert shown(pilot) == ["ACME", "NORD"]
        await press(pilot, "escape")
        assert "NORD" not in shown(pilot) and len(shown(pilot)) == 5
        assert "archived shown" not in screen_lines(pilot.app)[0]
        await type_filter(pilot, "-is:archived")
        assert len(shown(pilot)) == 5 and "archived shown" not in screen_lines(pilot.app)[0], "none is shown"


async def test_milestones_are_read_only_while_there_is_a_filter(
    store: Store, ids: dict[str, int], ben: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    read = Reader.project_search

    def counted(self: Reader, today: date, *, archived: bool, links: bool) -> Any:
        asked.append(links)
        return read(self, today, archived=archived, links=links)

    monkeypatch.setattr(Reader, "project_search", counted)
    async with home(store) as pilot:
        await press(pilot, "j", "tab", "tab", "slash")
        assert asked == []
        await press(pilot, *"beta rel", "backspace", "enter", "j", "k", "tab", "tab")
        assert asked == [False], "once, until something changes"
        await type_filter(pilot, " is:critical")
        assert asked == [False, True], "the links where they are asked for"
        await press(pilot, "escape")
        ben.change_blocking(lambda do: do.projects.archive(ids["NORD"], True))
        store.poll()
        await settled(pilot)
        assert asked == [False, True]


@pytest.fixture
def many(store: Store) -> Store:
    """More milestones than are read at once, one of Ana's in every tenth project."""
    projects = []
    for number in range(60):
        rows = tuple(
            IncomingMilestone(str(n), "", f"M {n}", owner="Ana" if number % 10 == 0 and n == 7 else "", due_on=TODAY)
            for n in range(20)
        )
        projects.append(IncomingProject(f"P{number:02}", (), rows))
    store.change_blocking(lambda do: do.imports.add(ImportedPlan(tuple(projects))))
    assert len(projects) * 20 > AT_ONCE
    return store


async def test_many_milestones_are_read_while_keys_are_taken(many: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on, read = asyncio.Event(), Reader.project_search
    loop = asyncio.get_running_loop()

    def held(self: Reader, today: date, *, archived: bool, links: bool) -> Any:
        asyncio.run_coroutine_threadsafe(go_on.wait(), loop).result()
        return read(self, today, archived=archived, links=links)

    monkeypatch.setattr(Reader, "project_search", held)
    async with home(many) as pilot:
        await pilot.press("slash", "at", "a", "n", "a")
        await pilot.pause()
        assert "/ @ana" in screen_text(pilot.app)
        assert len(shown(pilot)) == 60, "what was shown stays until it is known what matches"
        go_on.set()
        await settled(pilot)
        assert shown(pilot) == [f"P{number:02}" for number in range(0, 60, 10)]
        assert "6 of 60" in screen_text(pilot.app)
        ana = next(m for m in many.read.plan(many.read.project_by_key("P10").id).milestones if m.owner)  # type: ignore[union-attr]
        many.change_blocking(lambda do: do.milestones.edit(ana.id, {"owner": "Ben"}, {}))
        await settled(pilot)
        assert "P10" not in shown(pilot)


# Into the timeline -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_enter_carries_the_filter_into_the_timeline(
    store: Store, ids: dict[str, int], size: tuple[int, int]
) -> None:
    async with home(store, size) as pilot:
        await type_filter(pilot, "slip>4 is:open")
        assert shown(pilot) == ["HELIO", "ACME"]
        await press(pilot, "enter", "j", "enter")
        screen = timeline(pilot)
        assert "/ slip>4 is:open" in screen_text(pilot.app)
        assert "3 of 7" in screen_text(pilot.app)
        titles = {m.id: m.title for m in store.read.plan(ids["ACME"]).milestones}
        assert [titles[id_] for id_ in screen.chart.milestone_ids] == ["Beta release", "Acceptance test", "Go-live"]
        assert screen.chart.current is not None and screen.chart.current.title == "Beta release"
        assert pilot.app.focused is screen.chart
        assert_snapshot(pilot.app, "timeline-carried")
        await press(pilot, "escape")
        assert timeline(pilot) is screen and len(screen.chart.milestone_ids) == 7
        await press(pilot, "slash", *"go", "enter")
        await press(pilot, "q")
        assert shown(pilot) == ["HELIO", "ACME"], "the projects are filtered as they were"
        assert "/ slip>4 is:open" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert "/ slip>4 is:open" in screen_text(pilot.app)


async def test_the_cursor_lands_on_what_the_filter_shows(store: Store, ids: dict[str, int]) -> None:
    async with home(store) as pilot:
        await type_filter(pilot, "load")
        await press(pilot, "enter", "enter")
        current = timeline(pilot).chart.current
        assert current is not None and current.title == "Load test passed", "not the next milestone, which is hidden"


async def test_the_name_of_a_project_hides_none_of_its_milestones(store: Store, ids: dict[str, int]) -> None:
    async with home(store) as pilot:
        await type_filter(pilot, "portal")
        assert shown(pilot) == ["ACME"]
        await press(pilot, "enter", "enter")
        assert len(timeline(pilot).chart.milestone_ids) == 7
        assert timeline(pilot).filter_bar.size.height == 0


async def test_without_a_filter_none_is_carried(store: Store, ids: dict[str, int]) -> None:
    async with home(store) as pilot:
        await press(pilot, "enter")
        assert timeline(pilot).filter_bar.size.height == 0
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ProjectsScreen)


async def test_a_carried_filter_needs_the_network_too(store: Store, ids: dict[str, int]) -> None:
    add_project(store, "LINK", "Linked", steps=())
    async with home(store) as pilot:
        await type_filter(pilot, "is:critical acme")
        await press(pilot, "enter", "enter")
        current = timeline(pilot).chart.current
        assert current is not None and current.title == "Go-live"
        assert "/ is:critical" in screen_text(pilot.app) and "acme" not in line_of(pilot, "is:critical").casefold()


async def test_dates_look_back_where_they_are_past(store: Store, ids: dict[str, int]) -> None:
    """TODAY is a Sunday; the beta was reached on the Tuesday before."""
    beta = milestone_id(store, ids["ACME"], "Beta release")
    store.change_blocking(lambda do: do.milestones.tick(beta, TODAY - timedelta(5)))
    async with home(store) as pilot:
        await type_filter(pilot, "done>=mon")
        assert shown(pilot) == ["ACME"]
        await press(pilot, "enter", "enter")
        assert len(timeline(pilot).chart.milestone_ids) == 1


# Where nothing can be read ---------------------------------------------------------------------------------


async def test_a_filter_typed_while_nothing_can_be_read_holds_as_soon_as_it_can(
    store: Store, ids: dict[str, int]
) -> None:
    store.serve_screen()
    store.close()
    ana = Store.open(store.path, Clock.fixed(TODAY), "ana")
    ana.serve_screen()
    ana._connection.execute("PRAGMA journal_mode = DELETE")  # as on a network file system: no reading beside a writer
    async with home(ana) as pilot:
        app = pilot.app
        assert isinstance(app, MilestoneApp)
        with ForeignLock(ana.path):
            await pilot.press("slash", *"beta")  # what is typed is kept as soon as that can be: nobody waits for it
            await pilot.pause()
            assert "/ beta" in screen_text(app) and len(shown(pilot)) == 6
        app.updates.check()
        await settled(pilot)
        assert shown(pilot) == ["ACME"]
    ana.close()
