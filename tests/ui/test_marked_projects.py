"""Marking projects, and what is done to all of them as one change."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from datetime import date

import pytest
from portfolio import TODAY, fill
from screens import SIZES, assert_snapshot, first_line, last_line, on_top, press, screen_lines, screen_text, settled
from textual.pilot import Pilot

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.inputs import CriterionInput
from milestone_tui.plan.model import MilestoneKind
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.panels.confirm_delete import ConfirmDelete
from milestone_tui.ui.views.days_off.add import AddDaysOffScreen
from milestone_tui.ui.views.days_off.screen import DaysOffScreen
from milestone_tui.ui.views.drafts.screen import DraftsScreen
from milestone_tui.ui.views.projects.screen import ProjectsScreen
from milestone_tui.ui.views.what_if.screen import WhatIfScreen


@pytest.fixture
def ids(store: Store) -> dict[str, int]:
    """The portfolio: HELIO, ACME, NORD, VEGA, LUMEN, ORBIT from the top."""
    return fill(store)


@pytest.fixture
def ben(store: Store) -> Iterator[Store]:
    """The same database, opened by somebody else."""
    other = Store.open(store.path, Clock.fixed(TODAY), "Ben")
    yield other
    other.close()


@asynccontextmanager
async def home(store: Store, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Pilot[None]]:
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        yield pilot


def marked(pilot: Pilot[None]) -> list[str]:
    """The projects with a dot beside them."""
    return [line.split("•", 1)[1].split()[0] for line in screen_lines(pilot.app) if "•" in line[:4]]


def changes(store: Store) -> int:
    """How many changes the journal has, as another process sees it."""
    with closing(sqlite3.connect(store.path)) as db:
        return int(db.execute("SELECT count(*) FROM change").fetchone()[0])


def keys(store: Store, *, archived: bool) -> set[str]:
    found = store.read.projects(TODAY, True)
    return {s.project.key for s in found if (s.project.archived_at is not None) == archived}


def dues(store: Store) -> dict[str, date | None]:
    return {f"{p.project.key} {m.title}": m.due_on for p in store.read.everything(archived=True) for m in p.milestones}


# Marking ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_marks_are_seen_beside_the_projects(store: Store, ids: dict[str, int], size: tuple[int, int]) -> None:
    async with home(store, size) as pilot:
        await press(pilot, "v", "j", "V", "escape", "v", "j", "v")
        await press(pilot, "asterisk", "asterisk", "k", "v", "j", "V")
        assert_snapshot(pilot.app, "marked-projects")


async def test_v_marks_and_unmarks_and_goes_on(store: Store, ids: dict[str, int]) -> None:
    async with home(store) as pilot:
        await press(pilot, "v")
        assert marked(pilot) == ["HELIO"] and first_line(pilot).startswith(" ◆ Milestones  1 marked")
        assert last_line(pilot).startswith("1 marked: space tick · W move · O days off · A archive · d delete")
        await press(pilot, "v", "k", "v")
        assert marked(pilot) == ["HELIO"], "the second was unmarked again"


async def test_a_range_and_all_that_is_shown(store: Store, ids: dict[str, int]) -> None:
    async with home(store) as pilot:
        await press(pilot, "j", "v", "j", "V")
        assert marked(pilot) == ["ACME", "NORD", "VEGA"]
        await press(pilot, "asterisk")
        assert len(marked(pilot)) == 6
        await press(pilot, "asterisk")
        assert marked(pilot) == [] and last_line(pilot) == "Marks cleared"


async def test_marks_stay_through_sorting_filtering_and_the_roadmap(store: Store, ids: dict[str, int]) -> None:
    async with home(store) as pilot:
        await press(pilot, "v", "v", "s")
        assert sorted(marked(pilot)) == ["ACME", "HELIO"]
        await press(pilot, "slash", *"acme", "enter")
        assert marked(pilot) == ["ACME"] and "2 marked, 1 not shown" in first_line(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ProjectsScreen)
        screen.action_roadmap()
        await settled(pilot)
        assert marked(pilot) == ["ACME"]
        await press(pilot, "escape")
        assert marked(pilot) == [] and "project:acme" not in first_line(pilot)
        await press(pilot, "escape")
        assert "VEGA" in screen_text(pilot.app), "the second esc clears the filter"


async def test_a_mark_goes_with_its_project(store: Store, ids: dict[str, int]) -> None:
    async with home(store) as pilot:
        await press(pilot, "v", "v")
        store.change_blocking(lambda do: do.projects.delete(ids["HELIO"]))
        await press(pilot, "j")
        assert marked(pilot) == ["ACME"] and "1 marked" in first_line(pilot)


async def test_without_a_project_nothing_is_marked(store: Store) -> None:
    async with home(store) as pilot:
        for key in ("v", "V", "asterisk"):
            await press(pilot, key)
            assert "No projects yet" in last_line(pilot)


# Acting -----------------------------------------------------------------------------------------------------


async def test_marked_projects_are_archived_as_one_change(store: Store, ids: dict[str, int], ben: Store) -> None:
    async with home(store) as pilot:
        before = changes(store)
        await press(pilot, "v", "v", "v", "A")
        assert last_line(pilot) == "Archived 3 projects · u to undo · is:archived shows them"
        assert keys(ben, archived=True) == {"HELIO", "ACME", "NORD"} and changes(ben) == before + 1
        assert marked(pilot) == [] and "marked" not in first_line(pilot)
        change = store.read.undoable()
        assert change is not None and change.label == "Archive 3 projects"
        await press(pilot, "u")
        assert keys(ben, archived=True) == set()


async def test_where_all_marked_are_archived_they_come_back(store: Store, ids: dict[str, int]) -> None:
    store.change_blocking(lambda do: do.projects.archive_all([ids["ACME"], ids["NORD"]], True))
    async with home(store) as pilot:
        await press(pilot, "slash", *"is:archived", "enter", "asterisk", "A")
        assert last_line(pilot) == "Unarchived 2 projects · u to undo"
        assert keys(store, archived=True) == set()


async def test_of_marked_ones_only_what_is_not_archived_is_archived(store: Store, ids: dict[str, int]) -> None:
    store.change_blocking(lambda do: do.projects.archive(ids["ACME"], True))
    async with home(store) as pilot:
        await press(pilot, "slash", *"is:archived or acme or nord", "enter", "asterisk", "A")
        assert last_line(pilot) == "Archived NORD · u to undo · is:archived shows it"
        assert keys(store, archived=True) == {"ACME", "NORD"}


async def test_deleting_asks_once_and_is_one_change(store: Store, ids: dict[str, int]) -> None:
    async with home(store) as pilot:
        before = dues(store)
        await press(pilot, "v", "v", "d")
        assert on_top(pilot.app) is ConfirmDelete
        assert "Delete 2 projects: HELIO, ACME?" in screen_text(pilot.app)
        assert "Their 9 milestones will be deleted too. Undo (u) restores them." in screen_text(pilot.app)
        await press(pilot, "enter")
        assert last_line(pilot) == "Deleted 2 projects and their 9 milestones · u to undo"
        assert keys(store, archived=False) == {"NORD", "VEGA", "LUMEN", "ORBIT"}
        await press(pilot, "u")
        assert dues(store) == before


async def test_projects_without_milestones_are_deleted_at_once(store: Store) -> None:
    for key in ("ONE", "TWO"):
        store.change_blocking(lambda do, key=key: do.projects.create({"key": key, "name": key}))  # type: ignore[misc]
    async with home(store) as pilot:
        await press(pilot, "asterisk", "d")
        assert keys(store, archived=False) == set()
        await press(pilot, "u")
        assert keys(store, archived=False) == {"ONE", "TWO"}


async def test_the_next_milestones_are_ticked_together_but_gates(store: Store, ids: dict[str, int]) -> None:
    nord = store.read.plan(ids["NORD"]).milestones[0].id
    beta = next(m.id for m in store.read.plan(ids["ACME"]).milestones if m.title == "Beta release")
    store.change_blocking(lambda do: do.milestones.edit(nord, {"kind": MilestoneKind.GATE}, {}))
    store.change_blocking(lambda do: do.criteria.set(beta, [CriterionInput(None, "Signed")], ()))
    async with home(store) as pilot:
        before = changes(store)
        await press(pilot, "v", "v", "v", "space")
        assert "Signed" in screen_text(pilot.app), "unmet criteria are asked about once"
        await press(pilot, "c")
        done = {m.title for m in store.read.milestones([nord, beta]) if not m.is_open}
        assert done == {"Beta release"} and changes(store) == before + 1
        assert marked(pilot) == ["NORD"], "its gate is decided by itself"
        await press(pilot, "u")
        assert all(m.is_open for m in store.read.milestones([nord, beta]))


async def test_where_nothing_is_next_ticking_is_refused(store: Store, ids: dict[str, int]) -> None:
    async with home(store) as pilot:
        await press(pilot, "G", "v", "space")
        assert last_line(pilot) == "Nothing to tick: no marked project has an open milestone."


async def test_several_are_not_edited_together(store: Store, ids: dict[str, int]) -> None:
    async with home(store) as pilot:
        await press(pilot, "v", "v", "e")
        assert last_line(pilot) == "Projects are edited one at a time. Press esc to clear the marks, then e."
        assert on_top(pilot.app) is ProjectsScreen


async def test_several_are_not_signed_off_together_nor_another_than_is_marked(
    store: Store, ids: dict[str, int]
) -> None:
    refusal = "Milestones are signed off one at a time. Press esc to clear the marks, then a."
    async with home(store) as pilot:
        await press(pilot, "v", "a")
        assert last_line(pilot) == refusal
        await press(pilot, "2", "v", "a")
        assert last_line(pilot) == refusal and len(pilot.app.screen_stack) == 1


# Moving -----------------------------------------------------------------------------------------------------


async def test_marked_projects_move_as_one_change(store: Store, ids: dict[str, int], ben: Store) -> None:
    before = dues(store)
    async with home(store) as pilot:
        count = changes(store)
        await press(pilot, "j", "v", "v", "v", "W")
        assert on_top(pilot.app) is WhatIfScreen
        assert first_line(pilot).endswith("What if 3 projects move")
        await press(pilot, "greater_than_sign")
        assert "What if 3 projects +1 w → from Mon 30 Nov" in first_line(pilot), "NORD comes first"
        assert "ACME moves too" in screen_text(pilot.app) and "VEGA moves too" in screen_text(pilot.app)
        assert dues(store) == before
        await press(pilot, "enter")
        assert on_top(pilot.app) is ProjectsScreen
        assert last_line(pilot) == "Moved 3 projects: 6 milestones · u to undo"
        after = dues(ben)
        moved = {name for name, due in after.items() if due != before[name]}
        assert moved == {
            "ACME Beta release",
            "ACME Load test passed",
            "ACME Acceptance test",
            "ACME Go-live",
            "NORD Architecture agreed",
            "VEGA Store submission",
        }
        assert {(after[name] - before[name]).days for name in moved} == {7}  # type: ignore[operator]
        assert changes(ben) == count + 1
        await press(pilot, "u")
        assert dues(ben) == before


async def test_what_cannot_move_is_named_and_stays(store: Store, ids: dict[str, int]) -> None:
    async with home(store) as pilot:
        await press(pilot, "G", "v", "k", "v", "W")
        assert "What if LUMEN moves" in first_line(pilot)
        assert last_line(pilot) == "Not moved: ORBIT, without open milestones that have a date"
        await press(pilot, "escape", "escape", "G", "v", "W")
        assert last_line(pilot).startswith("Nothing to move: ORBIT has no open milestones with a date.")


async def test_what_another_moved_meanwhile_is_followed_in_each_project(
    store: Store, ids: dict[str, int], ben: Store
) -> None:
    vega = next(m.id for m in store.read.plan(ids["VEGA"]).milestones if m.title == "Store submission")
    async with home(store) as pilot:
        await press(pilot, "j", "j", "v", "v", "W", "greater_than_sign")
        ben.change_blocking(lambda do: do.milestones.move_all({vega: date(2026, 12, 2)}, {vega: date(2026, 12, 1)}))
        store.poll()
        await settled(pilot)
        assert 'moved "Store submission" to 2 Dec.' in last_line(pilot)
        await press(pilot, "enter")
        assert dues(store)["VEGA Store submission"] == date(2026, 12, 9)


@pytest.mark.parametrize(
    ("keys", "typed", "seen"),
    [(("W", "m"), "7 dec", "What if 2 projects"), (("O",), "24 dec Eve", "Day +24 dec Eve")],
    ids=["a date to move to", "days off"],
)
async def test_what_is_typed_for_several_is_offered_at_the_next_start(
    store: Store, ids: dict[str, int], keys: tuple[str, ...], typed: str, seen: str
) -> None:
    async with home(store) as pilot:
        await press(pilot, "j", "j", "v", "v", *keys, *typed)
        app = pilot.app
        assert isinstance(app, MilestoneApp)
        app.leave(0)
    store.drain()
    with closing(sqlite3.connect(store.path)) as db:
        db.execute("UPDATE draft SET process = 'nowhere/1/1', kept_at = '2026-11-20T09:00:00.000+00:00'")
        db.commit()
    async with home(store) as pilot:
        assert on_top(pilot.app) is DraftsScreen and "projects" in screen_text(pilot.app)
        await press(pilot, "enter")
        await settled(pilot)
        assert re.search(seen, screen_text(pilot.app))
        await press(pilot, "enter", "enter")
        if typed == "7 dec":
            assert dues(store)["NORD Architecture agreed"] == date(2026, 12, 7)
            assert dues(store)["VEGA Store submission"] == date(2026, 12, 15), "ten working days later as well"
        else:
            assert [len(store.read.holidays(ids[key])) for key in ("ACME", "NORD", "VEGA")] == [0, 1, 1]


# Days off ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_days_off_go_to_all_that_are_marked(
    store: Store, ids: dict[str, int], ben: Store, size: tuple[int, int]
) -> None:
    async with home(store, size) as pilot:
        count = changes(store)
        await press(pilot, "v", "v", "O")
        assert on_top(pilot.app) is AddDaysOffScreen
        await press(pilot, *"24 dec - 25 dec Eve")
        assert_snapshot(pilot.app, "days-off-of-marked")
        await press(pilot, "enter")
        assert last_line(pilot) == "Added 4 days off to 2 projects · u to undo"
        for key in ("HELIO", "ACME"):
            assert [str(h.day) for h in ben.read.holidays(ids[key])] == ["2026-12-24", "2026-12-25"]
        assert ben.read.holidays(ids["NORD"]) == () and changes(ben) == count + 1
        change = store.read.undoable()
        assert change is not None and change.label == "Add 4 days off to 2 projects"
        await press(pilot, "u")
        assert ben.read.holidays(ids["ACME"]) == ()


async def test_a_worked_weekend_goes_to_all_that_are_marked(store: Store, ids: dict[str, int]) -> None:
    async with home(store) as pilot:
        await press(pilot, "v", "v", "O", *"work 11-13 dec Sprint", "enter")
        assert last_line(pilot) == "Added 4 worked days to 2 projects · u to undo"
        for key in ("HELIO", "ACME"):
            assert [str(day) for day in store.read.project(ids[key]).worked] == ["2026-12-12", "2026-12-13"]


async def test_a_country_goes_to_all_that_are_marked(store: Store, ids: dict[str, int]) -> None:
    async with home(store) as pilot:
        await press(pilot, "v", "v", "O", "tab")
        assert "for 2026 to 2028" in screen_text(pilot.app)
        await press(pilot, *"DE", "enter")
        for key in ("HELIO", "ACME"):
            assert "German Unity Day" in {h.name for h in store.read.holidays(ids[key])}


async def test_without_marks_the_days_off_of_the_project_are_shown(store: Store, ids: dict[str, int]) -> None:
    async with home(store) as pilot:
        await press(pilot, "j", "O")
        assert on_top(pilot.app) is DaysOffScreen and "ACME" in first_line(pilot)


async def test_where_one_is_gone_nothing_is_done(store: Store, ids: dict[str, int], ben: Store) -> None:
    async with home(store) as pilot:
        await press(pilot, "v", "v", "O", *"24 dec")
        ben.change_blocking(lambda do: do.projects.delete(ids["HELIO"]))
        await press(pilot, "enter")
        assert "Nothing was changed: somebody deleted one of these projects." in screen_text(pilot.app)
        assert store.read.holidays(ids["ACME"]) == ()
