"""The data as it stood at a moment equals a replay of the journal from empty to there."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from journal_storm import STORM, sample
from replay import TABLES, Tables, contents, history
from taking_back import redo, undo

from milestone_tui.errors import MilestoneError
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.moment import Moment
from milestone_tui.store import Store
from milestone_tui.store.as_of import open_past
from milestone_tui.store.before import snapshots_before
from milestone_tui.store.database import Database

FIRST, TODAY = date(2026, 10, 1), date(2026, 11, 22)
DAYS = st.dates(FIRST, TODAY)


def seen(path: Path, moment: Moment) -> Tables:
    """All rows of the copy of a moment."""
    with closing(open_past(Database(path), moment, 1.0)) as db:
        db.row_factory = sqlite3.Row
        return {table: {row["id"]: dict(row) for row in db.execute(f"SELECT * FROM {table}")} for table in TABLES}


Storm = list[tuple[bool, date, date | None, Any]]
STORMS = st.lists(st.tuples(st.booleans(), DAYS, st.none() | DAYS, STORM), max_size=25)
"""Who makes a change, on which day, for which, and the change."""


@contextmanager
def stormed(storm: Storm) -> Iterator[Store]:
    """A database after these changes by two people."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "milestones.db"
        today = [FIRST]
        clock = Clock.fixed(TODAY)._replace(today=lambda: today[0])
        with closing(Store.open(path, clock, "ana")) as ana, closing(Store.open(path, clock, "ben")) as ben:
            ana.change_blocking(lambda do: sample(do, FIRST))
            for is_ana, now, day, step in storm:
                store = ana if is_ana else ben
                today[0] = now
                with suppress(MilestoneError):
                    if step in (undo, redo):
                        step(store)
                    else:
                        store.change_blocking(step, reported_on=day)
            yield ana


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STORMS, st.lists(st.tuples(DAYS, st.none() | st.integers(0, 26)), min_size=1, max_size=6))
def test_any_moment_equals_a_replay_from_empty(storm: Storm, moments: list[tuple[date, int | None]]) -> None:
    with stormed(storm) as store:
        for day, change in moments:
            assert seen(store.path, Moment(day, change)) == history(
                store.path, day, 2**62 if change is None else change
            )
        assert seen(store.path, Moment(date(2100, 1, 1))) == contents(store.path)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STORMS, st.lists(st.tuples(DAYS, DAYS, st.none() | st.integers(1, 26)), min_size=1, max_size=6))
def test_what_nobody_touched_since_need_not_be_read_from_the_past(
    storm: Storm, periods: list[tuple[date, date, int | None]]
) -> None:
    """From any later moment, or from now, the snapshots of any earlier one are those of the past."""
    with stormed(storm) as store:
        for one, other, change in periods:
            begin, end = sorted((one, other))
            with (
                closing(store.open_past(Moment(begin, change))) as past,
                closing(store.open_past(Moment(end))) as later,
            ):
                for read in (later.read, store.read):
                    plans = read.everything(archived=True)
                    expected = past.read.snapshots([plan.project.id for plan in plans], begin)
                    assert snapshots_before(read, past, plans) == expected


@contextmanager
def opened(path: Path, today: date) -> Iterator[Store]:
    with closing(Store.open(path, Clock.fixed(today), "ana")) as store:
        yield store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project since 1 Oct; Alpha was moved on 10 Nov, Beta deleted on 12 Nov."""
    path = tmp_path / "milestones.db"
    with opened(path, FIRST) as store:
        store.change_blocking(lambda do: sample(do, FIRST))
    with opened(path, date(2026, 11, 10)) as store:
        store.change_blocking(lambda do: do.milestones.edit(1, {"due_on": date(2026, 12, 1)}, {}))
    with opened(path, date(2026, 11, 12)) as store:
        store.change_blocking(lambda do: do.milestones.delete([2]))
    return path


def test_every_query_answers_as_of_the_day(path: Path) -> None:
    day = date(2026, 11, 9)
    with opened(path, TODAY) as store, closing(store.open_past(Moment(day))) as past:
        read = past.read
        plan = read.plan(1)
        assert [(m.title, m.due_on) for m in plan.milestones] == [
            ("Alpha", FIRST),
            ("Beta", FIRST + timedelta(days=30)),
            ("Gamma", FIRST + timedelta(days=60)),
        ]
        assert len(plan.links) == 1 and plan.baseline is not None and plan.baseline.taken_by == "ana"
        assert read.projects(day)[0].overdue == 2
        assert [change.label for change in read.history()] == ["Create project ACME and 9 more"]
        assert read.milestone_history(1)[-1].what == "created"
        assert read.drafts(Clock.fixed(day).now()) == ()
        assert [person.name for person in read.people()] == ["Ana", "Eva"]
        assert {m.id for m in store.read.plan(1).milestones} == {1, 3}


def test_before_there_was_anything_there_is_nothing(path: Path) -> None:
    with opened(path, TODAY) as store, closing(store.open_past(Moment(date(2026, 9, 30)))) as past:
        assert past.read.projects(date(2026, 9, 30)) == () and past.read.history() == ()


def test_as_known_after_a_change(path: Path) -> None:
    with opened(path, TODAY) as store, closing(store.open_past(Moment(TODAY, 2))) as past:
        assert {m.title: m.due_on for m in past.read.plan(1).milestones}["Alpha"] == date(2026, 12, 1)
        assert len(past.read.plan(1).milestones) == 3  # the third change deleted Beta


def test_changes_made_since_do_not_disturb_it(path: Path) -> None:
    with opened(path, TODAY) as store, closing(store.open_past(Moment(TODAY))) as past:
        before = past.read.plan(1), past.read.history()
        store.change_blocking(lambda do: do.milestones.delete([1]))
        store.change_blocking(lambda do: do.milestones.create(1, {"title": "Late find"}), reported_on=FIRST)
        assert (past.read.plan(1), past.read.history()) == before


def test_nothing_can_be_written_through_it(path: Path) -> None:
    with closing(open_past(Database(path), Moment(TODAY), 1.0)) as db:
        for table in ("milestone", "file.change", "file.open_change"):
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                db.execute(f"DELETE FROM {table}")
