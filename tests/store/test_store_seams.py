"""Where two things happen at once: a lock and a file that moves, a change that was left and another one, a log lost."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from locking import ForeignLock

from milestone_tui.cli.main import main
from milestone_tui.errors import FileLost, NotWaitedFor
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.plan.pending import Call
from milestone_tui.store import Store
from milestone_tui.store.migrations.runner import migrate
from milestone_tui.store.migrations.steps import STEPS
from milestone_tui.store.unsaved import UnsavedChanges

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "m.db"


@pytest.fixture
def store(path: Path, tmp_path: Path) -> Iterator[Store]:
    with closing(Store(path, Clock.fixed(TODAY), "ana", state=tmp_path / "state", keeps_copies=False)) as store:
        store.change_blocking(lambda do: do.projects.create({"key": "ACME", "name": "Portal"}))
        store.serve_screen()
        yield store


def labels(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return [label for (label,) in db.execute("SELECT label FROM change ORDER BY id")]


def test_another_file_is_gone_on_with_while_a_draft_waits_for_a_lock(store: Store, path: Path, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere.db"
    with ForeignLock(path):
        draft = store.submit(lambda do: do.drafts.keep(Unfinished(UnfinishedKind.PROJECT, None, "New")))
        while not store.is_locked:
            time.sleep(0.01)  # the writer thread has to meet the lock
        path.rename(moved)
        with pytest.raises(FileLost):
            store.poll()
        began = time.monotonic()
        store.reopen(store.file.write_copy())
        assert time.monotonic() - began < 3, "the lock is still there, and is not waited for"
        assert isinstance(draft.exception(), NotWaitedFor)
    assert labels(store.path) == ["Create project ACME"]


def test_a_change_whose_log_is_deleted_while_somebody_reads_is_not_announced(store: Store, path: Path) -> None:
    store.change_blocking(lambda do: do.projects.create({"key": "ONE", "name": "One"}))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM project").fetchone()
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink()
        with pytest.raises(FileLost, match="lost its write-ahead log during the save"):
            store.change_blocking(lambda do: do.projects.create({"key": "TWO", "name": "Two"}))


def left(tmp_path: Path, store: Store, *titles: str) -> UnsavedChanges:
    """What a program that is over has left."""
    files = UnsavedChanges(tmp_path / "state", store.path, Actor.called("ana"))
    for number, title in enumerate(titles):
        call = Call("projects.create", ({"key": title.upper(), "name": title},))
        kept = files.keep(f"New project {title.upper()}", (call,), NOW + timedelta(seconds=number))
        kept.rename(kept.with_name(f"gone%2F1%2F1.00000{number}.json"))
    return files


def test_what_was_left_is_left_again_as_itself_when_it_is_given_up(store: Store, tmp_path: Path) -> None:
    files = left(tmp_path, store, "One", "Two")
    later = NOW + timedelta(days=2)
    first, second = files.all(later)
    claim = files.claim(first.id)
    assert [change.label for change in files.all(later)] == [second.label]
    files.give_back(claim)
    assert [(change.id, change.label) for change in files.all(later)] == [
        (first.id, first.label),
        (second.id, second.label),
    ]
    files.give_back(claim)  # it is there already, and nothing is lost by that
    assert len(files.all(later)) == 2


async def test_words_that_another_program_left_outlive_newer_words_in_the_same_place(
    store: Store, tmp_path: Path
) -> None:
    def words(text: str) -> Unfinished:
        return Unfinished(UnfinishedKind.FILTER, None, text, texts={"filter": text})

    files = UnsavedChanges(tmp_path / "state", store.path, Actor.called("ana"))
    old = files.keep("Filter", (Call("drafts.keep", (words("old"),)),), NOW)
    old.rename(old.with_name("gone%2F1%2F1.000000.json"))
    later = NOW + timedelta(days=2)
    (change,) = store.unsaved_changes(later)
    with ForeignLock(store.path):
        resumed = asyncio.create_task(store.resume_unsaved(change.id))
        await asyncio.sleep(0)
        store.submit(lambda do: do.drafts.keep(words("new")))
        while len(list((tmp_path / "state").rglob("*.json"))) < 2:
            await asyncio.sleep(0.05)  # the wait for the lock has lasted long enough to keep both
        kept = " ".join(file.read_text() for file in (tmp_path / "state").rglob("*.json"))
        assert "old" in kept and "new" in kept
    await resumed


def test_a_draft_of_a_kind_that_is_not_known_is_passed_over(store: Store) -> None:
    store.change_blocking(lambda do: do.drafts.keep(Unfinished(UnfinishedKind.PROJECT, None, "New")))
    with closing(sqlite3.connect(store.path)) as db:
        db.execute("UPDATE draft SET kind = 'note', process = 'gone/1/1', kept_at = '2026-11-01T00:00:00.000+00:00'")
        db.commit()
    assert store.read.drafts(NOW) == ()


def test_a_broken_view_of_somebody_else_is_no_hindrance_to_a_new_version(path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    foreign = ["CREATE VIEW broken AS SELECT * FROM nowhere", "CREATE TABLE mine (a)"]
    foreign.append("CREATE TRIGGER mine_too AFTER INSERT ON mine BEGIN SELECT 1; END")
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        migrate(db, path, STEPS[:3])
        for statement in foreign:
            db.execute(statement)
    with closing(Store(path, Clock.fixed(TODAY), "ana", keeps_copies=False)):
        pass
    with closing(sqlite3.connect(path)) as db:
        found = {sql for (sql,) in db.execute("SELECT sql FROM sqlite_master")}
    assert found >= set(foreign)
    assert len(list((path.parent / "backups").iterdir())) == 1


@pytest.mark.parametrize(
    "command", [["list"], ["backup", "copy.db"], ["check"], ["holidays", "ACME"], ["restore", "c.db"]]
)
def test_every_command_says_where_a_database_was_moved(
    store: Store, path: Path, command: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    store.copy_to(Path("c.db"))
    away = path.parent / "away.db"
    (path.parent / "old.db.moved").write_text(f"{away}\n")
    assert main([*command, "--db", "old.db"]) == 3
    assert f"The database was moved to {away}." in capsys.readouterr().err
    assert not (path.parent / "old.db").exists()
