"""The journal replayed and compared with the tables: what another program did around it is told."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from reviewed_project import fill

from milestone_tui.store.checking import check_database, check_journal


@pytest.fixture
def path(tmp_path: Path) -> Path:
    fill(tmp_path / "m.db")
    return tmp_path / "m.db"


def around_the_journal(path: Path, table: str, *statements: str) -> None:
    """Do what a program does that drops the triggers of a table and puts them back."""
    with closing(sqlite3.connect(path)) as db:
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
        triggers = db.execute(query, (table,)).fetchall()
        for name, _ in triggers:
            db.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            db.execute(statement)
        for _, sql in triggers:
            db.execute(sql)
        db.commit()


def test_what_the_program_wrote_is_explained(path: Path) -> None:
    assert check_journal(path, 10) == ()


@pytest.mark.parametrize(
    ("table", "statement", "words"),
    [
        ("milestone", "UPDATE milestone SET title = 'Else' WHERE id = 3", 'title is "Else", the journal says "Beta'),
        ("criterion", "DELETE FROM criterion WHERE id = 2", "it is missing, but the journal does not remove it"),
        (
            "holiday",
            "INSERT INTO holiday (project_id, day, name) VALUES (1, '2026-12-24', '')",
            "the journal does not know it",
        ),
    ],
)
def test_what_went_around_the_journal_is_told(path: Path, table: str, statement: str, words: str) -> None:
    around_the_journal(path, table, statement)
    assert check_database(path) == ()
    (told,) = check_journal(path, 10)
    assert words in told


def test_no_more_is_told_than_was_asked_for(path: Path) -> None:
    around_the_journal(path, "milestone", "UPDATE milestone SET weight = 9")
    assert len(check_journal(path, 2)) == 2
