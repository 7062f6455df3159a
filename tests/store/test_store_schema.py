from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlmodel import SQLModel

from milestone_tui.plan.inputs import HolidayInput
from milestone_tui.store import Store
from milestone_tui.store.column_types import Row
from milestone_tui.store.commands import Commands
from milestone_tui.store.tables import belongings, others, plan

TODAY = date(2026, 11, 22)
TABLES = sorted(
    {
        str(found.__tablename__)
        for module in (plan, belongings, others)
        for found in vars(module).values()
        if isinstance(found, type) and issubclass(found, Row) and found is not Row
    }
)


@pytest.fixture
def modelled(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    path = tmp_path / "modelled.db"
    engine = create_engine(f"sqlite:///{path}")
    SQLModel.metadata.create_all(engine)
    engine.dispose()
    with closing(sqlite3.connect(path)) as db:
        yield db


def described(db: sqlite3.Connection, table: str) -> dict[str, object]:
    """What the write side relies on: the columns with their types, and what they refer to."""
    return {
        "columns": [(name, kind, notnull, key) for _, name, kind, notnull, _, key in columns_of(db, table)],
        "references": sorted(row[2:5] for row in db.execute(f"PRAGMA foreign_key_list({table})")),
    }


def columns_of(db: sqlite3.Connection, table: str) -> list[tuple[int, str, str, int, str | None, int]]:
    return db.execute(f"PRAGMA table_info({table})").fetchall()


@pytest.mark.parametrize("table", TABLES)
def test_the_migrated_table_is_the_one_of_the_model(table: str, store: Store, modelled: sqlite3.Connection) -> None:
    with closing(sqlite3.connect(store.path)) as migrated, closing(modelled):
        assert described(migrated, table) == described(modelled, table)


def test_every_table_has_a_model(store: Store, modelled: sqlite3.Connection) -> None:
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    with closing(sqlite3.connect(store.path)) as migrated, closing(modelled):
        assert {name for (name,) in migrated.execute(query)} - {"open_change"} == set(TABLES)


def test_every_column_of_a_journalled_table_is_journalled(store: Store) -> None:
    with closing(sqlite3.connect(store.path)) as db:
        for table in set(TABLES) - {"change", "edit", "draft", "sync_uid", "sync_base", "sync_change"}:
            query = "SELECT group_concat(sql) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
            (triggers,) = db.execute(query, (table,)).fetchone()
            for column in columns_of(db, table):
                assert triggers.count(f"'{column[1]}', ") >= 2, (table, column[1])


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO person (name, email, organisation) VALUES ('Eve', '', '')",
        "UPDATE project SET name = 'Other'",
        "DELETE FROM project",
        "INSERT INTO milestone (project_id, title, kind, state, progress, weight, deliverable, tags, notes) "
        "VALUES (1, 'x', 'gate', 'planned', 0, 1, '', '', '')",
        "UPDATE change SET name = 'eve'",
        "DELETE FROM change",
        "UPDATE edit SET after = '{}'",
        "DELETE FROM edit",
        "INSERT INTO edit (change_id, entity, row_id, after) VALUES (1, 'person', 1, '{}')",
        "INSERT OR REPLACE INTO person (id, name, email, organisation) VALUES (1, 'Eve', '', '')",
    ],
)
def test_no_program_writes_past_the_journal(store: Store, statement: str) -> None:
    store.change_blocking(lambda do: (do.projects.create({"key": "A", "name": "A"}), do.people.create({"name": "Ana"})))
    with closing(sqlite3.connect(store.path)) as db, pytest.raises(sqlite3.IntegrityError):
        db.execute(statement)


@pytest.mark.parametrize(
    "values",
    [
        {"state": "done"},
        {"done_on": "2026-01-01"},
        {"progress": 101},
        {"weight": -1},
        {"due_on": "2026-02-30"},
        {"due_on": "tomorrow"},
        {"title": ""},
        {"kind": "party"},
        {"value_minor": -1},
        {"project_id": 99},
    ],
)
def test_the_schema_itself_refuses_what_makes_no_sense(store: Store, values: dict[str, object]) -> None:
    store.change_blocking(
        lambda do: do.milestones.create(do.projects.create({"key": "A", "name": "A"}), {"title": "x"})
    )
    ((column, value),) = values.items()
    with closing(sqlite3.connect(store.path, isolation_level=None)) as db:
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("BEGIN")
        db.execute("INSERT INTO open_change VALUES (2)")
        with pytest.raises(sqlite3.IntegrityError):
            db.execute(f"UPDATE milestone SET {column} = ?", (value,))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE baseline SET name = 'Other'",
        "UPDATE baseline_entry SET due_on = NULL",
        "UPDATE project SET acceptance_days = 0",
        "UPDATE person SET capacity_hundredths = 701",
        "UPDATE milestone SET internal = 2",
        "UPDATE milestone SET approver_id = 99",
        "INSERT INTO holiday (project_id, day, name) VALUES (1, '2026-12-25', 'twice')",
        "INSERT INTO holiday (project_id, day, name) VALUES (1, '25 Dec', '')",
        "INSERT INTO project_person (project_id, person_id, role) VALUES (1, 1, 'king')",
        "INSERT INTO assignment (milestone_id, person_id, effort_hundredths) VALUES (1, 1, 0)",
        "INSERT INTO acceptance (milestone_id, submitted_on, submitted_by, window_days, answered_by, note) "
        "VALUES (1, '2026-11-01', '', 5, '', '')",
        "UPDATE acceptance SET answer = 'accepted'",
        "UPDATE acceptance SET answer = 'accepted', answered_on = '2026-01-01'",
        "INSERT INTO gate_decision (milestone_id, decision, decided_on, decided_by, note) "
        "VALUES (1, 'maybe', '2026-11-01', '', '')",
        "INSERT INTO template (name, body, saved_at) VALUES ('Train', '', '')",
        "INSERT INTO change (id, at, name, label, kind, reason) VALUES (9, '', '', '', 'do', 'weather')",
    ],
)
def test_the_schema_itself_keeps_the_rules_of_planning(store: Store, statement: str) -> None:
    def fill(do: Commands) -> None:
        project = do.projects.create({"key": "A", "name": "A"})
        milestone = do.milestones.create(project, {"title": "x", "owner": "Ana", "due_on": TODAY})
        do.baselines.take(project, "Kick-off")
        do.holidays.add(project, [HolidayInput(date(2026, 12, 25))])
        do.acceptance.submit(milestone, TODAY)

    store.change_blocking(fill)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as db:
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("BEGIN")
        db.execute("INSERT INTO open_change VALUES (2)")
        with pytest.raises(sqlite3.IntegrityError):
            db.execute(statement)
