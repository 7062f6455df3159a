"""A database that an older version of the program has made."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from replay import contents, replayed
from taking_back import redo, undo

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.model import MilestoneState
from milestone_tui.store import Store
from milestone_tui.store.migrations.runner import migrate
from milestone_tui.store.migrations.steps import STEPS

TODAY = date(2026, 11, 22)

FIRST_CHANGES: tuple[tuple[str, ...], ...] = (
    (
        "INSERT INTO project VALUES "
        "(1, 'ACME', 'Portal', 'Acme', '', NULL, NULL, NULL, 'EUR', 'active', 31, NULL, NULL)",
        "INSERT INTO person VALUES (1, 'Ana', '', '')",
        "INSERT INTO milestone VALUES "
        "(1, 1, NULL, 'Alpha', 'delivery', 1, '2026-12-01', NULL, NULL, 'submitted', 0, 1, NULL, '', '', '', NULL)",
        "INSERT INTO milestone VALUES "
        "(2, 1, NULL, 'Beta', 'gate', NULL, '2026-12-09', NULL, NULL, 'planned', 0, 1, NULL, '', '', '', NULL)",
        "INSERT INTO baseline VALUES (1, 1, 'Kick-off', '', '', '2026-10-01T12:00:00.000+00:00')",
        "INSERT INTO baseline_entry VALUES (1, 1, 1, '2026-11-20', NULL)",
        "INSERT INTO baseline_entry VALUES (2, 1, 2, '2026-12-09', NULL)",
        "UPDATE project SET baseline_id = 1",
    ),
    ("UPDATE milestone SET due_on = '2026-12-04' WHERE id = 1",),
    ("DELETE FROM baseline_entry WHERE id = 2", "DELETE FROM milestone WHERE id = 2"),
)
"""What the first version did to its tables, change by change."""


@pytest.fixture(params=[1, 2])
def old(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A database of version 1 or 2 with a history."""
    path = tmp_path / "milestones.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        migrate(db, path, STEPS[: request.param])
        for number, statements in enumerate(FIRST_CHANGES, start=1):
            db.execute("BEGIN")
            db.execute("INSERT INTO open_change VALUES (?)", (number,))
            for statement in statements:
                db.execute(statement)
            values = (number, "2026-10-01T12:00:00.000+00:00", "ana", f"Change {number}", "do")
            db.execute("INSERT INTO change (id, at, actor, label, kind) VALUES (?, ?, ?, ?, ?)", values)
            db.execute("DELETE FROM open_change")
            db.execute("COMMIT")
    return path


def test_an_old_database_is_brought_up_and_goes_on(old: Path) -> None:
    store = Store.open(old, Clock.fixed(TODAY), "ana")
    assert [copy.name for copy in (old.parent / "backups").iterdir()]
    (plan,) = store.read.everything()
    (alpha,) = plan.milestones
    assert (alpha.slip(TODAY), alpha.approver, alpha.internal, alpha.submitted_on) == (14, "", False, None)
    assert (plan.project.acceptance_days, store.read.people()[0].capacity) == (10, Decimal(5))
    assert [entry.title for entry in store.read.baseline_entries(1)] == ["Alpha"]
    assert contents(old) == replayed(old)
    assert [entry.after for entry in store.read.milestone_history(1)] == [
        "4 Dec 2026",
        '20 Nov 2026 in "Kick-off"',
        "Alpha",
    ]
    undo(store)
    undo(store)
    assert [m.title for m in store.read.plan(1).milestones] == ["Alpha", "Beta"]
    assert [entry.title for entry in store.read.baseline_entries(1)] == ["Alpha", "Beta"]
    redo(store)
    store.change_blocking(lambda do: do.acceptance.accept(1, TODAY))
    (alpha, _) = store.read.plan(1).milestones
    assert (alpha.state, alpha.submitted_on, alpha.accepted_on) == (MilestoneState.DONE, TODAY, TODAY)
    assert contents(old) == replayed(old)
    store.close()


def test_an_id_of_what_was_deleted_is_not_given_again(old: Path) -> None:
    store = Store.open(old, Clock.fixed(TODAY), "ana")
    store.change_blocking(lambda do: do.baselines.take(1, "Again"))
    store.close()
    with closing(sqlite3.connect(old)) as db:
        assert db.execute("SELECT id FROM baseline_entry ORDER BY id").fetchall() == [(1,), (3,)]


OPENS = """
import sys
from datetime import date
from pathlib import Path
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.store.migrations.steps import STEPS
print("ready", flush=True)
sys.stdin.readline()
store = Store.open(Path(sys.argv[1]), Clock.fixed(date(2026, 11, 22)), "ana")
print(store.read.everything()[0].milestones[0].title)
store.close()
"""


def test_programs_that_start_at_the_same_moment_bring_it_up_once(old: Path) -> None:
    with closing(sqlite3.connect(old)) as db:
        before = db.execute("PRAGMA user_version").fetchone()
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", OPENS, old], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(4)
    ]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == b"ready\n"
    for program in programs:
        assert program.stdin is not None
        program.stdin.write(b"go\n")
        program.stdin.flush()
    answers = [program.communicate(timeout=60) for program in programs]
    assert answers == [(b"Alpha\n", b"")] * len(programs)
    (copy,) = (old.parent / "backups").iterdir()
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == before
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert contents(old) == replayed(old)
