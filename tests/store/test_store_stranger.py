"""The schema of a file is compared with ours before anything is asked of it, and put right by a repair."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from planted import Plant, filled, plant
from replay import contents, replayed

import milestone_tui.store.migrations.steps as steps
from milestone_tui.cli.main import main
from milestone_tui.errors import DatabaseUnusable
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.store.checking import check_database, repair_database
from milestone_tui.store.database import Database, connect_to_write
from milestone_tui.store.mending import Mended
from milestone_tui.store.migrations import FINGERPRINTS, LATEST
from milestone_tui.store.migrations.runner import migrate
from milestone_tui.store.migrations.steps import FROM_NOTHING, SEPARATOR, STEPS, run_steps
from milestone_tui.store.schema import OURS, Part, fingerprint, read_schema
from milestone_tui.store.schema_check import differences, schema_at

TODAY = date(2026, 11, 22)

BESIDE = (
    "CREATE TABLE my_notes (text)",
    "CREATE VIEW my_view AS SELECT title FROM milestone_view",
    "CREATE INDEX my_index ON milestone (title)",
    "CREATE TRIGGER my_trigger AFTER INSERT ON my_notes BEGIN DELETE FROM my_notes; END",
)
"""What somebody may keep beside ours."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("stranger") / "milestones.db")


@pytest.fixture
def path(sound: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "milestones.db"
    copy.write_bytes(sound.read_bytes())
    return copy


def run(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement)


def opened(path: Path) -> Store:
    return Store.open(path, Clock.fixed(TODAY), "ana")


# What is compared -------------------------------------------------------------------------------------------


def test_the_fingerprint_is_that_of_the_migrations() -> None:
    for version, known in FINGERPRINTS.items():
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
            run_steps(db, STEPS[:version], 0)
            assert fingerprint(db) == known
    assert LATEST in FINGERPRINTS
    assert {part.table for part in schema_at(LATEST).parts} == OURS


def test_a_new_database_is_what_all_the_steps_make(tmp_path: Path) -> None:
    known, _ = FROM_NOTHING
    with closing(sqlite3.connect(tmp_path / "stepwise.db", isolation_level=None)) as db:
        for version in range(1, known + 1):
            migrate(db, tmp_path / "stepwise.db", STEPS[:version])
        assert fingerprint(db) == FINGERPRINTS[known]


def test_the_file_with_the_schema_of_a_new_database_is_what_its_steps_make() -> None:
    known, _ = FROM_NOTHING
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        for part in (part for step in STEPS[:known] for part in step):
            if isinstance(part, str):
                db.execute(part)
            else:
                part(db)
        made = SEPARATOR.join(part.sql for part in read_schema(db).parts)
    path = Path(steps.__file__).parent / "latest.sql"
    if os.environ.get("MILESTONE_TUI_SNAPSHOTS") == "update":
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8"), "run with MILESTONE_TUI_SNAPSHOTS=update to write latest.sql"


@pytest.fixture(scope="module")
def empty() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        run_steps(db, STEPS, 0)
        yield db


@pytest.mark.parametrize("part", schema_at(LATEST).parts, ids=str)
def test_each_part_of_ours_that_is_missing_or_changed_is_named(part: Part, empty: sqlite3.Connection) -> None:
    empty.execute("PRAGMA legacy_alter_table = ON")
    empty.execute("BEGIN")
    try:
        empty.execute(f"DROP {part.type.upper()} {part.name}")
        assert fingerprint(empty) != FINGERPRINTS[LATEST]
        assert f"{part} is missing" in differences(empty, LATEST)
        changed = {
            "table": f"CREATE TABLE {part.name} (id)",
            "view": f"CREATE VIEW {part.name} AS SELECT 1 AS id",
            "index": f"CREATE INDEX {part.name} ON {part.table} (rowid)",
            "trigger": f"CREATE TRIGGER {part.name} BEFORE UPDATE ON {part.table} BEGIN SELECT 1; END",
        }[part.type]
        if part.type == "index":
            (column,) = empty.execute(f"SELECT max(name) FROM pragma_table_info('{part.table}')").fetchone()
            changed = f"CREATE INDEX {part.name} ON {part.table} ({column}, id)"
        empty.execute(changed)
        assert fingerprint(empty) != FINGERPRINTS[LATEST]
        assert f"{part} was changed" in differences(empty, LATEST)
    finally:
        empty.execute("ROLLBACK")


@pytest.mark.parametrize(
    "foreign",
    [
        "CREATE TRIGGER evil AFTER UPDATE ON milestone BEGIN DELETE FROM my; END",
        "CREATE TRIGGER evil INSTEAD OF INSERT ON milestone_view BEGIN SELECT 1; END",
        "CREATE TRIGGER evil BEFORE INSERT ON Draft BEGIN SELECT 1; END",
    ],
)
def test_a_foreign_trigger_on_ours_is_refused_and_taken_away(
    path: Path, foreign: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(path, "CREATE TABLE my (x)", foreign)
    before = contents(path)
    assert main(["list", "--db", str(path)]) == 3
    said = capsys.readouterr().err
    assert 'trigger "evil" on "' in said and "added by another program" in said and "check --repair" in said
    with pytest.raises(DatabaseUnusable):
        opened(path)
    assert main(["check", "--db", str(path)]) == 3
    assert 'trigger "evil"' in capsys.readouterr().out
    assert main(["check", "--repair", "--db", str(path)]) == 0
    assert "The previous database is kept as" in capsys.readouterr().out
    assert main(["check", "--db", str(path)]) == 0
    assert contents(path) == before == replayed(path)
    assert [copy.name for copy in (path.parent / "backups").iterdir()] == ["milestones-0001-before-repair.db"]


def test_what_somebody_keeps_beside_ours_is_left_alone(path: Path) -> None:
    run(path, *BESIDE)
    opened(path).close()
    assert check_database(path) == ()
    run(path, "DROP TRIGGER milestone_guard_delete")
    assert len(repair_database(path).done) == 1
    store = opened(path)
    store.change_blocking(lambda do: do.milestones.create(1, {"title": "New"}))
    store.close()
    with closing(sqlite3.connect(path)) as db:
        kept = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE name LIKE 'my_%'")}
        assert kept == {"my_notes", "my_view", "my_index", "my_trigger"}
        assert db.execute("SELECT count(*) FROM my_view WHERE title = 'New'").fetchone() == (1,)
    assert contents(path) == replayed(path)


def test_another_view_in_the_place_of_ours_is_told_and_put_right(path: Path) -> None:
    run(path, "DROP VIEW milestone_view", "CREATE TABLE milestone_view (id, title)")
    with pytest.raises(DatabaseUnusable, match='view "milestone_view" is missing'):
        opened(path)
    repair_database(path)
    store = opened(path)
    assert len(store.read.plan(1).milestones) == 4
    store.close()


def test_a_lost_table_is_made_again_and_a_changed_one_keeps_its_rows(path: Path) -> None:
    before = contents(path)
    run(
        path,
        "DROP TABLE draft",
        "ALTER TABLE phase ADD COLUMN mine TEXT",
        "DROP INDEX milestone_open",
        "CREATE TABLE milestone_open (mine)",
    )
    with pytest.raises(DatabaseUnusable):
        opened(path)
    assert len(repair_database(path).done) == 3
    opened(path).close()
    assert contents(path) == before


def test_a_schema_that_changes_under_the_program_is_refused_at_the_next_write(path: Path) -> None:
    store = opened(path)
    store.change_blocking(lambda do: do.milestones.create(1, {"title": "Before"}))
    run(path, "CREATE TRIGGER evil AFTER UPDATE ON milestone BEGIN SELECT 1; END")
    with pytest.raises(DatabaseUnusable, match="evil"):
        store.change_blocking(lambda do: do.milestones.create(1, {"title": "After"}))
    run(path, "DROP TRIGGER evil")
    store.change_blocking(lambda do: do.milestones.create(1, {"title": "After"}))
    assert "After" in {m.title for m in store.read.plan(1).milestones}
    store.close()


def test_the_read_side_trusts_no_schema_and_the_write_side_only_where_triggers_need_it(path: Path) -> None:
    store = opened(path)
    assert store._connection.execute("PRAGMA trusted_schema").fetchone() == (0,)
    store.close()
    needs_trust = sqlite3.sqlite_version_info < (3, 41)
    with closing(connect_to_write(Database(path), 1)) as writer:
        assert writer.execute("PRAGMA trusted_schema").fetchone() == (int(needs_trust),)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="Python has no Connection.setconfig before 3.12")
def test_the_schema_cannot_be_written_as_rows(path: Path) -> None:
    with closing(connect_to_write(Database(path), 1)) as writer:
        writer.execute("PRAGMA writable_schema = ON")
        with pytest.raises(sqlite3.OperationalError, match="may not be modified"):
            writer.execute("UPDATE sqlite_master SET sql = sql")


def test_a_copy_with_a_foreign_trigger_is_not_restored(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(path.read_bytes())
    run(copy, "CREATE TRIGGER evil AFTER UPDATE ON milestone BEGIN SELECT 1; END")
    before = path.read_bytes()
    assert main(["restore", str(copy), "--db", str(path)]) == 3
    assert path.read_bytes() == before


def test_a_damaged_file_is_told_and_not_repaired(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = bytearray(path.read_bytes())
    content[8192 : 8192 + 3000] = b"\xff" * 3000
    path.write_bytes(content)
    assert main(["check", "--db", str(path)]) == 3
    assert main(["check", "--repair", "--db", str(path)]) == 3
    assert "damaged" in capsys.readouterr().err
    assert path.read_bytes() == bytes(content)


def test_check_says_that_nothing_is_wrong_and_makes_no_copy(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--db", str(path)]) == 0
    assert main(["check", "--repair", "--db", str(path)]) == 0
    assert capsys.readouterr().out == f"{path} has no faults.\n{path} needs no repair.\n"
    assert not (path.parent / "backups").exists()
    assert main(["check", "--db", str(path.with_name("other.db"))]) == 3
    assert not path.with_name("other.db").exists()


# What is mended ---------------------------------------------------------------------------------------------


def test_a_repair_says_how_much_of_a_long_text_was_cut(path: Path) -> None:
    plant(path, Plant("milestone", "notes", "printf('%.*c', 120000, 'x')"), "id = 3")
    (done,) = repair_database(path).done
    assert done.endswith('xxx…" → cut from 120,000 to 100,000 characters')


def test_a_repair_of_the_end_of_a_long_name_shows_the_end() -> None:
    name = "A phase with a long name " * 4
    assert str(Mended("phase", 2, "", "name", name, f"{name}(2)")).endswith('→ "…e A phase with a long name (2)"')


def test_a_repair_mends_rows_tells_each_and_keeps_them_in_the_journal(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(path, Plant("milestone", "progress", "900"), "id = 3")
    plant(path, Plant("project", "key", "'AC' || char(27) || ']52;c'"), "id = 1")
    assert main(["list", "--db", str(path)]) == 3
    said = capsys.readouterr().err
    assert 'milestone 3 "Beta": progress is "900", which is not valid' in said and "check --repair" in said
    assert main(["check", "--db", str(path)]) == 3
    said = capsys.readouterr().out
    assert 'project 1 "AC␛]52;c": key is "AC␛]52;c"' in said and "\x1b" not in said
    assert main(["check", "--repair", "--db", str(path)]) == 0
    out = capsys.readouterr().out
    assert 'milestone 3 "Beta": progress is "900" → "100"' in out
    assert 'key is "AC␛]52;c" → "AC__52_C"' in out and "\x1b" not in out
    store = opened(path)
    assert store.read.history(limit=1)[0].label == "Repair 2 rows that broke the rules"
    assert store.read.milestone_history(3)[0].after == "100%"
    store.change_blocking(lambda do: do.milestones.create(1, {"title": "New"}))
    store.close()
    assert main(["check", "--db", str(path)]) == 0


@pytest.fixture
def third(tmp_path: Path) -> Path:
    """A database of version 3 with what its rules let through and those of the next do not."""
    path = tmp_path / "milestones.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        migrate(db, path, STEPS[:3])
        db.execute("BEGIN")
        db.execute("INSERT INTO open_change VALUES (1)")
        for statement in (
            "INSERT INTO project (id, key, name, client, description, currency, state, working_days) VALUES "
            "(1, 'AC' || char(27) || ']5', 'Portal', '', '', 'EUR', 'active', 31), "
            "(2, 'GOOD', 'Other', '', '', 'EUR', 'active', 31)",
            "INSERT INTO milestone (id, project_id, title, kind, due_on, state, progress, weight, deliverable, tags, "
            "notes, forecast_at) VALUES (1, 1, 'Alpha', 'gate', '9999-12-31', 'planned', 0, 99999999, '', '', '', 'x'),"
            " (2, 2, 'Beta', 'gate', '0000-01-01', 'planned', 0, 1, '', '', '', NULL)",
        ):
            db.execute(statement)
        values = (1, "2026-10-01T12:00:00.000+00:00", "ana", "Change 1", "do")
        db.execute("INSERT INTO change (id, at, actor, label, kind) VALUES (?, ?, ?, ?, ?)", values)
        db.execute(
            "INSERT INTO draft (kind, title, typed, kept_at, actor, process) "
            "VALUES ('project', '', '{}', '2026-10-01T12:00:00.000+00:00', 'ana', 'nonsense')"
        )
        db.execute("DELETE FROM open_change")
        db.execute("COMMIT")
    return path


def test_step_four_mends_what_the_rules_before_let_through_and_tells_it_once(third: Path) -> None:
    store = opened(third)
    assert store.warning is not None and store.warning.startswith(
        'Repaired rows that broke the rules: project 1 "AC␛]5": key is'
    )
    (first, second) = store.read.everything()
    alpha, beta = first.milestones[0], second.milestones[0]
    assert (first.project.key, alpha.weight, alpha.forecast_at) == ("AC__5", 1_000_000, None)
    assert alpha.due_on == date.max, "what can be shown is not lost"
    assert beta.due_on is None
    change = store.read.history(limit=1)[0]
    assert (change.actor.name, change.label) == ("milestone-tui", "Repair 4 rows that broke the rules")
    store.change_blocking(lambda do: do.milestones.create(1, {"title": "New"}))
    store.close()
    again = opened(third)
    assert again.warning is None
    again.close()
    assert contents(third) == replayed(third)
    assert check_database(third) == ()


def test_a_command_that_migrates_tells_what_was_mended(third: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for told in ('milestone-tui: Repaired rows that broke the rules: project 1 "AC␛]5"', ""):
        assert main(["list", "--db", str(third)]) == 0
        said = capsys.readouterr()
        assert said.err.startswith(told) and bool(said.err) == bool(told)
        assert "\x1b" not in said.out + said.err


def test_a_file_of_an_older_version_is_compared_with_that_version(third: Path) -> None:
    run(third, "CREATE TRIGGER evil AFTER UPDATE ON milestone BEGIN SELECT 1; END")
    before = third.read_bytes()
    with pytest.raises(DatabaseUnusable, match="evil"):
        opened(third)
    assert third.read_bytes() == before
    repair_database(third)
    opened(third).close()


def test_an_id_is_not_given_twice_after_a_step_or_a_repair(path: Path) -> None:
    store = opened(path)
    store.change_blocking(lambda do: do.milestones.create(1, {"title": "Gone"}))
    store.change_blocking(lambda do: do.milestones.delete([6]))
    store.close()
    run(path, "DROP TRIGGER milestone_guard_delete")
    repair_database(path)
    store = opened(path)
    store.change_blocking(lambda do: do.milestones.create(1, {"title": "New"}))
    assert max(m.id for m in store.read.plan(1).milestones) == 7
    store.close()
