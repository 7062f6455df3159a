"""Changes that speak for an earlier day: they add history, and never overrule what was reported for a later day."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from journal_storm import STORM, incoming, sample
from replay import contents, dangling, history
from taking_back import redo, undo

from milestone_tui.errors import InvalidInput, MilestoneError, UndoRefused
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.imported import ImportedPlan, IncomingMilestone, IncomingProject
from milestone_tui.plan.inputs import CriterionInput
from milestone_tui.store import Store
from milestone_tui.store.checking import check_journal
from milestone_tui.store.commands import Commands

TODAY = date(2026, 11, 22)
OCTOBER, EARLY = date(2026, 10, 15), date(2026, 11, 2)


@contextmanager
def opened(path: Path, today: date = TODAY, actor: str = "ana") -> Iterator[Store]:
    with closing(Store.open(path, Clock.fixed(today), actor)) as store:
        yield store


def due(day: date, milestone_id: int = 1) -> Callable[[Commands], object]:
    return lambda do: do.milestones.edit(milestone_id, {"due_on": day}, {})


def title(text: str, milestone_id: int = 1) -> Callable[[Commands], object]:
    return lambda do: do.milestones.edit(milestone_id, {"title": text}, {})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project since 1 Oct with the milestone 1, moved on 10 Nov to 1 Dec."""
    path = tmp_path / "milestones.db"
    with opened(path, date(2026, 10, 1)) as store:
        store.change_blocking(lambda do: sample(do, date(2026, 10, 1)))
    with opened(path, date(2026, 11, 10)) as store:
        store.change_blocking(due(date(2026, 12, 1)))
    return path


def at(path: Path, day: date, table: str = "milestone", id_: int = 1) -> dict[str, Any] | None:
    return history(path, day)[table].get(id_)


def check(path: Path) -> None:
    assert history(path) == contents(path)
    assert dangling(contents(path)) == []
    assert check_journal(path, 5) == ()


def test_what_was_reported_later_stands_and_the_rest_changes_now(path: Path) -> None:
    def both(do: Commands) -> None:
        do.milestones.edit(1, {"due_on": date(2026, 11, 20), "notes": "From the file of October"}, {})

    with opened(path) as store:
        change = store.change_blocking(both, reported_on=OCTOBER)
        assert change is not None and (change.reported_on, change.backdated) == (OCTOBER, True)
        assert store.read.history(limit=1) == (change,)
        milestone = store.read.milestone(1)
        assert (milestone.due_on, milestone.notes) == (date(2026, 12, 1), "From the file of October")
        days = [one.day for one in store.read.detail(1).forecasts]
        assert days == [date(2026, 10, 1), date(2026, 11, 20), date(2026, 12, 1)]
    check(path)
    then = at(path, OCTOBER)
    assert then is not None and then["due_on"] == "2026-11-20"
    before = at(path, OCTOBER - timedelta(days=1))
    assert before is not None and (before["due_on"], before["notes"]) == ("2026-10-01", "")


def test_a_value_that_is_now_the_same_but_was_another_then_is_history_too(path: Path) -> None:
    with opened(path) as store:
        assert store.change_blocking(due(date(2026, 12, 1)), reported_on=OCTOBER) is not None
    then = at(path, OCTOBER)
    assert then is not None and then["due_on"] == "2026-12-01"
    check(path)


def test_a_command_runs_as_if_on_its_day(path: Path) -> None:
    with opened(path) as store:
        with pytest.raises(InvalidInput, match="16 Oct 2026 is in the future"):
            store.change_blocking(lambda do: do.milestones.tick(1, date(2026, 10, 16)), reported_on=OCTOBER)
        store.change_blocking(lambda do: do.milestones.tick(1, OCTOBER), reported_on=OCTOBER)
        assert store.read.milestone(1).done_on == OCTOBER  # nothing later says otherwise
    check(path)


def test_a_day_in_the_future_is_refused_and_today_is_an_ordinary_change(path: Path) -> None:
    with opened(path) as store:
        with pytest.raises(InvalidInput, match=r"^23 Nov 2026 is in the future\. Enter today or an earlier date\.$"):
            store.change_blocking(title("X"), reported_on=TODAY + timedelta(days=1))
        change = store.change_blocking(title("X"), reported_on=TODAY)
        assert change is not None and not change.backdated and change.reported_on == TODAY


def test_undo_and_redo_speak_for_the_same_day(path: Path) -> None:
    before, then = contents(path), history(path, OCTOBER)

    def both(do: Commands) -> None:
        do.milestones.edit(1, {"due_on": date(2026, 11, 20), "title": "Renamed"}, {})
        do.milestones.create(1, {"title": "Late find"})
        do.milestones.delete([2])

    with opened(path) as store:
        store.change_blocking(both, reported_on=OCTOBER)
        after, after_then = contents(path), history(path, OCTOBER)
        assert before != after
        undo(store)
        assert store.read.history(limit=1)[0].reported_on == OCTOBER
        assert contents(path) == before and history(path, OCTOBER) == then
        check(path)
        redo(store)
        assert contents(path) == after and history(path, OCTOBER) == after_then
        check(path)
        undo(store)
        assert contents(path) == before and history(path, OCTOBER) == then


def test_undo_is_refused_for_what_others_have_built_on(path: Path) -> None:
    with opened(path) as ana, opened(path, actor="Ben") as ben:
        ana.change_blocking(lambda do: do.milestones.create(1, {"title": "Late find"}), reported_on=OCTOBER)
        new = max(contents(path)["milestone"])
        ben.change_blocking(lambda do: do.criteria.set(new, [CriterionInput(None, "It runs")], []))
        with pytest.raises(UndoRefused, match=r'^Cannot undo: Ben edited "Late find" after you'):
            undo(ana)
        undo(ben)
        undo(ana)
    check(path)


def test_undo_leaves_what_somebody_reported_for_a_later_day(path: Path) -> None:
    with opened(path) as ana, opened(path, actor="Ben") as ben:
        ana.change_blocking(title("October"), reported_on=OCTOBER)
        ben.change_blocking(title("Now"))
        undo(ana)
        assert ana.read.milestone(1).title == "Now"
    then = at(path, OCTOBER)
    assert then is not None and then["title"] == "Alpha"
    check(path)


def test_undo_is_refused_where_somebody_has_told_another_story_of_the_same_day(path: Path) -> None:
    with opened(path) as ana, opened(path, actor="Ben") as ben:
        ana.change_blocking(title("October"), reported_on=OCTOBER)
        ben.change_blocking(title("Other"), reported_on=OCTOBER)
        with pytest.raises(UndoRefused, match=r'^Cannot undo: Ben edited "Other" after you'):
            undo(ana)


def test_a_removal_is_left_out_where_the_row_was_reported_on_later(path: Path) -> None:
    with opened(path) as store:
        store.change_blocking(lambda do: do.milestones.delete([1, 2]), reported_on=OCTOBER)
        assert {m.id for m in store.read.plan(1).milestones} == {1, 3}
    tables = contents(path)
    assert {row["milestone_id"] for row in tables["assignment"].values()} == {1}  # its work stays with it
    assert 2 not in history(path, OCTOBER)["milestone"] and 2 in history(path, EARLY - timedelta(days=30))["milestone"]
    check(path)


def test_a_milestone_deleted_since_stays_deleted(path: Path) -> None:
    with opened(path, date(2026, 11, 12)) as store:
        store.change_blocking(lambda do: do.milestones.delete([2]))
    with opened(path) as store:
        store.change_blocking(title("Then", 3), reported_on=OCTOBER)
        assert {m.id for m in store.read.plan(1).milestones} == {1, 3}
    assert set(history(path, OCTOBER)["milestone"]) == {1, 2, 3}
    check(path)


def test_a_file_of_an_earlier_day_finds_what_was_deleted_since_and_leaves_it_deleted(path: Path) -> None:
    with opened(path, date(2026, 11, 12)) as store:
        store.change_blocking(lambda do: do.milestones.delete([2]))
    with opened(path) as store:
        store.change_blocking(title("Then", 2), reported_on=OCTOBER)
        store.change_blocking(lambda do: do.criteria.set(2, [CriterionInput(None, "New")], []), reported_on=OCTOBER)
        assert {m.id for m in store.read.plan(1).milestones} == {1, 3}
    then = at(path, OCTOBER, id_=2)
    assert then is not None and then["title"] == "Then"
    check(path)


def test_what_came_later_is_found_as_it_came(path: Path) -> None:
    """What was changed since is no fact of the earlier day."""
    found = []
    with opened(path, date(2026, 11, 12)) as store:
        store.change_blocking(lambda do: found.append(do.milestones.create(1, {"title": "New"})))
    with opened(path) as store:
        store.change_blocking(title("Renamed", found[0]))
        store.change_blocking(due(date(2026, 11, 1), found[0]), reported_on=OCTOBER)
        assert store.read.milestone(found[0]).title == "Renamed"
    then = at(path, OCTOBER, id_=found[0])
    assert then is not None and (then["title"], then["due_on"]) == ("New", "2026-11-01")
    check(path)


def test_a_project_is_found_by_its_present_name(path: Path) -> None:
    with opened(path) as store:
        store.change_blocking(lambda do: do.projects.edit(1, {"name": "House", "key": "H"}, {}))
        store.change_blocking(lambda do: do.imports.add(plan_of(OCTOBER, "A")), reported_on=OCTOBER)
        assert [row["name"] for row in contents(path)["project"].values()] == ["House"]
    check(path)


@pytest.mark.parametrize("middle", [date(2026, 10, 10), date(2026, 10, 20)])
def test_an_undo_leaves_what_others_reported_for_another_day(path: Path, middle: date) -> None:
    with opened(path) as store, opened(path, actor="Ben") as ben:
        ben.change_blocking(due(date(2026, 11, 25)), reported_on=OCTOBER)
        store.change_blocking(due(date(2026, 11, 20)), reported_on=middle)
        undo(ben)
        check(path)
        expected = {OCTOBER: "2026-11-20" if middle < OCTOBER else "2026-10-01"}
        assert (at(path, OCTOBER) or {})["due_on"] == expected[OCTOBER]
        assert (at(path, date(2026, 10, 20)) or {})["due_on"] == "2026-11-20"
        redo(ben)
        assert (at(path, OCTOBER) or {})["due_on"] == "2026-11-25"
        check(path)


def test_the_first_file_can_be_undone_after_others_of_earlier_days(tmp_path: Path) -> None:
    """What a file of an earlier day says stays."""
    path = tmp_path / "milestones.db"
    with opened(path) as store, opened(path, actor="Ben") as ben:
        store.change_blocking(lambda do: do.imports.add(plan_of(EARLY, "AB")), reported_on=EARLY)
        ben.change_blocking(lambda do: do.imports.add(plan_of(OCTOBER, "A")), reported_on=OCTOBER)
        undo(store)
        assert [m.title for m in store.read.plan(1).milestones] == ["A"]
        check(path)
        redo(store)
        assert [m.title for m in store.read.plan(1).milestones] == ["A", "B"]
        check(path)


def plan_of(day: date, titles: str) -> ImportedPlan:
    rows = tuple(
        IncomingMilestone(t, "", t, due_on=day + timedelta(days=30), owner="Ana", phase="Build") for t in titles
    )
    return ImportedPlan((IncomingProject("House", ("Build",), rows),))


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_plans_are_imported_file_by_file_in_any_order(tmp_path: Path, order: tuple[int, ...]) -> None:
    path = tmp_path / "milestones.db"
    files = ((OCTOBER, "AB"), (EARLY, "ABC"), (date(2026, 11, 20), "ABCD"))
    with opened(path) as store:
        for number in order:
            day, titles = files[number]
            store.change_blocking(lambda do, d=day, t=titles: do.imports.add(plan_of(d, t)), reported_on=day)  # type: ignore[misc]
            check(path)
    for day, titles in files:
        then = history(path, day)
        assert sorted(row["title"] for row in then["milestone"].values()) == list(titles)
        assert [row["name"] for row in then["phase"].values()] == ["Build"]
        assert [row["name"] for row in then["person"].values()] == ["Ana"]
        assert dangling(then) == []
    assert not history(path, OCTOBER - timedelta(days=1))["project"]


def test_a_change_on_a_computer_a_day_behind_speaks_for_the_day_of_what_it_changes(path: Path) -> None:
    with opened(path, TODAY + timedelta(days=1)) as auckland:
        auckland.change_blocking(title("Tomorrow"))
    with opened(path, actor="Ben") as london:
        change = london.change_blocking(title("Today"))
        assert change is not None and change.reported_on == TODAY + timedelta(days=1) and not change.backdated
        other = london.change_blocking(lambda do: do.people.create({"name": "Cem"}))
        assert other is not None and other.reported_on == TODAY
    check(path)


def both_projects(do: Commands) -> None:
    """Touch the project 1, another one, and add a new one."""
    do.milestones.edit(1, {"due_on": date(2026, 11, 20)}, {})
    do.milestones.edit(4, {"due_on": date(2026, 11, 20)}, {})
    do.milestones.create(do.projects.create({"name": "New", "key": "NEW"}), {"title": "First"})


@pytest.mark.parametrize("projects", [None, (1, 2), (1,), ()])
def test_the_projects_that_are_said_to_be_touched_only_make_it_quicker(
    path: Path, projects: tuple[int, ...] | None
) -> None:
    with opened(path, date(2026, 11, 12)) as store:
        store.change_blocking(lambda do: do.imports.add(plan_of(EARLY, "A")))
        store.change_blocking(due(date(2026, 12, 24), 4))
    with opened(path) as store:
        store.submit(both_projects, reported_on=OCTOBER, projects=projects).result()
        assert [m.due_on for m in store.read.plan(2).milestones] == [date(2026, 12, 24)]
    then = history(path, OCTOBER)["milestone"]
    assert [row["due_on"] for row in then.values()][:1] == ["2026-11-20"]
    assert then[4]["due_on"] == "2026-11-20"
    check(path)


DAYS = st.dates(date(2026, 10, 1), TODAY)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.booleans(), DAYS, st.none() | DAYS, STORM), max_size=25))
def test_the_tables_equal_a_replay_in_the_order_of_history_after_any_storm(
    storm: list[tuple[bool, date, date | None, Any]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "milestones.db"
        today = [date(2026, 10, 1)]
        clock = Clock.fixed(TODAY)._replace(today=lambda: today[0])
        with closing(Store.open(path, clock, "ana")) as ana, closing(Store.open(path, clock, "ben")) as ben:
            ana.change_blocking(lambda do: sample(do, today[0]))
            for is_ana, now, day, step in storm:
                store = ana if is_ana else ben
                today[0] = now
                with suppress(MilestoneError):
                    if step in (undo, redo):
                        step(store)
                    else:
                        store.change_blocking(step, reported_on=day)
                assert history(path) == contents(path)
                assert dangling(contents(path)) == []
                assert check_journal(path, 5) == ()
            while ana.read.undoable() is not None:
                try:
                    undo(ana)
                except UndoRefused:
                    break
                assert history(path) == contents(path)


def test_a_big_import_can_be_backdated(path: Path) -> None:
    with opened(path) as store:
        store.change_blocking(lambda do: do.imports.add(incoming("Acme", 200), None), reported_on=OCTOBER)
        assert len(store.read.plan(1).milestones) == 203
        undo(store)
    check(path)
