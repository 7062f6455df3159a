"""The tables of monitoring: what a deletion takes along, what undo brings back, and the day a change speaks for."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from replay import contents, replayed
from taking_back import undo

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.store.migrations.runner import migrate
from milestone_tui.store.migrations.steps import STEPS

TODAY = date(2026, 11, 22)

_ROWS = (
    "INSERT INTO person (id, name, email, organisation) VALUES (1, 'Ana', '', '')",
    "INSERT INTO project (id, key, name, client, description, currency, state, working_days) "
    "VALUES (1, 'ACME', 'Portal', '', '', 'EUR', 'active', 31)",
    "INSERT INTO milestone (id, project_id, title, kind, state, progress, weight, deliverable, tags, notes) "
    "VALUES (1, 1, 'Beta', 'delivery', 'planned', 0, 1, '', '', '')",
    "INSERT INTO cost (id, project_id, milestone_id, spent_on, amount_minor) VALUES (1, 1, 1, '2026-11-02', 50000)",
    "INSERT INTO absence (id, person_id, first_on, last_on) VALUES (1, 1, '2026-12-21', '2026-12-31')",
    "INSERT INTO risk (id, project_id, number, title, owner_id, raised_on) VALUES (1, 1, 1, 'Late', 1, '2026-11-02')",
    "INSERT INTO risk_milestone VALUES (1, 1, 1)",
    "INSERT INTO review (id, project_id, held_on) VALUES (1, 1, '2026-11-13')",
    "INSERT INTO review_answer (id, review_id, milestone_id, answer) VALUES (1, 1, 1, 'kept')",
    "INSERT INTO need (id, project_id, review_id, text, since_on) VALUES (1, 1, 1, 'Test data', '2026-11-13')",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with one row in each table of monitoring."""
    path = tmp_path / "milestones.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        migrate(db, path, STEPS)
        db.execute("BEGIN")
        db.execute("INSERT INTO open_change VALUES (1)")
        for row in _ROWS:
            db.execute(row)
        db.execute(
            "INSERT INTO change (id, at, name, label, kind, reported_on) "
            "VALUES (1, '2026-11-02T12:00:00.000+00:00', 'ana', 'All', 'do', '2026-11-02')"
        )
        db.execute("DELETE FROM open_change")
        db.execute("COMMIT")
    return path


def test_a_deleted_project_takes_all_of_it_along_and_undo_brings_it_back(path: Path) -> None:
    before = contents(path)
    with closing(Store(path, Clock.fixed(TODAY), "ana")) as store:
        store.change_blocking(lambda do: do.projects.delete(1))
        gone = contents(path)
        assert not any(gone[table] for table in ("cost", "risk", "risk_milestone", "review", "review_answer", "need"))
        undo(store)
    assert contents(path) == before == replayed(path)


def test_a_deleted_milestone_leaves_what_was_spent_on_the_project(path: Path) -> None:
    before = contents(path)
    with closing(Store(path, Clock.fixed(TODAY), "ana")) as store:
        store.change_blocking(lambda do: do.milestones.delete([1]))
        with closing(sqlite3.connect(path)) as db:
            assert db.execute("SELECT milestone_id, amount_minor FROM cost").fetchall() == [(None, 50000)]
            assert db.execute("SELECT count(*) FROM risk_milestone").fetchone() == (0,)
            assert db.execute("SELECT count(*) FROM review_answer").fetchone() == (1,)
        undo(store)
    assert contents(path) == before == replayed(path)


def test_a_deleted_person_takes_absences_along_and_owns_no_risk(path: Path) -> None:
    before = contents(path)
    with closing(Store(path, Clock.fixed(TODAY), "ana")) as store:
        store.change_blocking(lambda do: do.people.delete(1))
        with closing(sqlite3.connect(path)) as db:
            assert db.execute("SELECT owner_id FROM risk").fetchall() == [(None,)]
            assert db.execute("SELECT count(*) FROM absence").fetchone() == (0,)
        undo(store)
    assert contents(path) == before == replayed(path)


def test_a_change_speaks_for_the_day_of_the_clock(path: Path) -> None:
    with closing(Store(path, Clock.fixed(TODAY), "ana")) as store:
        store.change_blocking(lambda do: do.milestones.tick(1, TODAY))
        assert store.read.history(1, None, 1)[0].reported_on == TODAY


@pytest.mark.parametrize(("zone", "day"), [("UTC", "2026-11-02"), ("Pacific/Auckland", "2026-11-03")])
def test_an_earlier_change_speaks_for_the_local_day_of_its_instant(
    tmp_path: Path, zone: str, day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    monkeypatch.setenv("TZ", zone)
    time.tzset()
    path = tmp_path / "milestones.db"
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            migrate(db, path, STEPS[:8])
            db.execute("INSERT INTO change (id, at, name, label, kind) VALUES (1, ?, 'a', 'b', 'do')", (_EVENING,))
            migrate(db, path, STEPS)
            assert db.execute("SELECT reported_on FROM change").fetchall() == [(day,)]
    finally:
        monkeypatch.undo()
        time.tzset()


_EVENING = "2026-11-02T22:30:00.000+00:00"
