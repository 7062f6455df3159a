"""Another program has the database: a change waits as long as it takes, is given up when asked to, outlives the end."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from threading import Event

import pytest
from locking import ForeignLock

from milestone_tui.errors import DatabaseLocked, NotFound, NotWaitedFor, UndoRefused
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.plan.inputs import CriterionInput
from milestone_tui.plan.model import Change
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.store.locks import WaitForever
from milestone_tui.store.processes import this_process

TODAY = date(2026, 11, 22)
CLOCK = Clock.fixed(TODAY)
PATIENCE = 20.0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with two milestones in one project."""
    store = Store.open(tmp_path / "m.db", CLOCK, "ana")

    def fill(do: Commands) -> None:
        project = do.projects.create({"key": "A", "name": "A"})
        for title in ("Alpha", "Beta"):
            do.milestones.create(project, {"title": title, "due_on": TODAY})

    store.change_blocking(fill)
    store.close()
    return tmp_path / "m.db"


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes a second is not waited for: what waits is kept, and left, at once."""
    monkeypatch.setattr("milestone_tui.store.backlog.NOTICE_SECONDS", 0.0)
    monkeypatch.setattr("milestone_tui.store.backlog.LEAVING_SECONDS", 0.0)


@pytest.fixture
def store(path: Path, tmp_path: Path, soon: None) -> Iterator[Store]:
    store = Store.open(path, CLOCK, "ana", state=tmp_path / "state")
    yield store
    store.close()


@pytest.fixture
def over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes are over as soon as they are asked about: this one stands for an earlier one, too."""
    monkeypatch.setattr("milestone_tui.store.unsaved.has_ended", lambda *_: True)


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def tick(store: Store, *ids: int) -> Future[Change | None]:
    return [store.submit(lambda do, id_=id_: do.milestones.tick(id_, TODAY)) for id_ in ids][-1]  # type: ignore[misc]


def states(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return [state for (state,) in db.execute("SELECT state FROM milestone ORDER BY id")]


def files(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "state").rglob("*.json"))


def said(tmp_path: Path) -> str:
    """What the files say; one is replaced by the next while they are read."""
    texts = []
    for file in files(tmp_path):
        with suppress(FileNotFoundError):
            texts.append(file.read_text())
    return "".join(texts)


def left_by(store: Store, tmp_path: Path, *works: Callable[[Store], object]) -> Store:
    """Leave what these begin while the database is locked; return the store of the next start."""
    with ForeignLock(store.path):
        for work in works:
            work(store)
        until(lambda: store.is_locked)
        store.leave_waiting()
        store.close()
    return Store.open(store.path, CLOCK, "ana", state=tmp_path / "state")


def test_a_change_waits_as_long_as_it_takes_and_says_what_it_is(store: Store, tmp_path: Path) -> None:
    with ForeignLock(store.path) as lock:
        future = tick(store, 2)
        until(lambda: files(tmp_path))
        waiting = store.waiting
        assert waiting is not None
        assert (waiting.changes, waiting.what, waiting.locked, waiting.lost) == (1, '"Beta"', True, ())
        tick(store, 1)
        until(lambda: store.waiting and store.waiting.what == "2 changes")
        assert not future.done()
        lock.release()
        assert future.result(PATIENCE)
    until(lambda: store.waiting is None)
    assert states(store.path) == ["done", "done"]
    assert files(tmp_path) == []


def test_all_that_waits_is_given_up_together(store: Store, tmp_path: Path) -> None:
    with ForeignLock(store.path):
        futures = [tick(store, 1), tick(store, 2)]
        until(lambda: len(files(tmp_path)) == 2)
        said = store.give_up()
        assert said == "Not saved: 2 changes. The database was locked. Try again."
        for future in futures:
            with pytest.raises(NotWaitedFor, match="Not saved: 2 changes"):
                future.result(PATIENCE)
        assert store.give_up() is None, "there is nothing left"
    assert states(store.path) == ["planned", "planned"] and files(tmp_path) == []
    assert tick(store, 1).result(PATIENCE)


def test_what_is_given_up_just_when_the_database_is_free_is_not_written(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.warm_up().result(PATIENCE)
    assert store._write_side.backlog is not None
    thread, begun, stopped = store._write_side.backlog.thread, Event(), Event()
    admit = thread.raise_if_stopped

    def admit_late() -> None:
        begun.set()
        stopped.wait(PATIENCE)
        admit()

    monkeypatch.setattr(thread, "raise_if_stopped", admit_late)
    future = tick(store, 1)
    assert begun.wait(PATIENCE)
    work = store._write_side.backlog._entries[0].work
    assert work is not None
    thread.stop(work, NotWaitedFor("Not saved."))
    stopped.set()
    with pytest.raises(NotWaitedFor):
        future.result(PATIENCE)
    assert states(store.path) == ["planned", "planned"]
    assert tick(store, 1).result(PATIENCE) and states(store.path) == ["done", "planned"]


def test_nothing_is_given_up_that_meets_no_lock(store: Store) -> None:
    future = tick(store, 1)
    assert store.give_up() is None
    assert future.result(PATIENCE)


def test_what_is_left_is_a_private_file_and_is_resumed_as_one_change(store: Store, tmp_path: Path, over: None) -> None:
    again = left_by(store, tmp_path, lambda s: tick(s, 2))
    assert store.unwritten is not None and store.unwritten.kept == ('Tick "Beta"',)
    (file,) = files(tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    (left,) = again.unsaved_changes(CLOCK.now())
    assert left.label == 'Tick "Beta"' and states(again.path) == ["planned", "planned"]
    change = asyncio.run(again.resume_unsaved(left.id))
    assert change is not None and change.label == 'Tick "Beta"'
    assert states(again.path) == ["planned", "done"] and again.unsaved_changes(CLOCK.now()) == ()
    assert asyncio.run(again.undo()).label == 'Tick "Beta"'
    assert states(again.path) == ["planned", "planned"]
    again.close()


def test_what_has_waited_for_a_moment_only_outlives_the_end_too(
    store: Store, tmp_path: Path, over: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("milestone_tui.store.backlog.NOTICE_SECONDS", 100.0)
    with ForeignLock(store.path):
        future = tick(store, 2)
        until(lambda: store.is_locked)
        assert files(tmp_path) == []
        store.drain()
        with pytest.raises(NotWaitedFor):
            future.result(0)
        assert len(files(tmp_path)) == 1 and states(store.path) == ["planned", "planned"]


def test_what_another_one_resumes_or_discards_is_gone(store: Store, tmp_path: Path, over: None) -> None:
    again = left_by(store, tmp_path, lambda s: tick(s, 1), lambda s: tick(s, 2))
    one, other = again.unsaved_changes(CLOCK.now())
    files(tmp_path)[0].unlink()
    with pytest.raises(NotFound, match="resumed in another window"):
        asyncio.run(again.resume_unsaved(one.id))
    again.discard_unsaved([one.id, other.id])
    assert files(tmp_path) == [] and again.unsaved_changes(CLOCK.now()) == ()
    again.close()


def test_what_cannot_be_resumed_is_left_again(store: Store, tmp_path: Path, over: None) -> None:
    again = left_by(store, tmp_path, lambda s: tick(s, 2))
    again.change_blocking(lambda do: do.milestones.delete([2]))
    (left,) = again.unsaved_changes(CLOCK.now())
    with pytest.raises(NotFound, match="no longer exists"):
        asyncio.run(again.resume_unsaved(left.id))
    assert [change.label for change in again.unsaved_changes(CLOCK.now())] == ['Tick "Beta"']
    again.close()


def test_what_is_left_belongs_to_one_person_and_one_database(store: Store, tmp_path: Path, over: None) -> None:
    left_by(store, tmp_path, lambda s: tick(s, 2)).close()
    for path, actor in ((store.path, "ben"), (tmp_path / "other.db", "ana")):
        other = Store.open(path, CLOCK, actor, state=tmp_path / "state")
        assert other.unsaved_changes(CLOCK.now()) == ()
        other.close()


def test_a_living_process_keeps_its_own(store: Store, tmp_path: Path) -> None:
    again = left_by(store, tmp_path, lambda s: tick(s, 2))
    assert files(tmp_path) and again.unsaved_changes(CLOCK.now()) == (), "this process is not over"
    again.close()


def test_all_common_changes_outlive_the_end(store: Store, tmp_path: Path, over: None) -> None:
    made: list[int] = []

    def create(do: Commands) -> None:
        made.append(do.milestones.create(1, {"title": "Gamma"}, criteria=[CriterionInput(None, "Works", TODAY)]))
        do.assignments.set(made[-1], [], ())

    again = left_by(
        store,
        tmp_path,
        lambda s: s.submit(create),
        lambda s: s.submit(lambda do: do.milestones.move_all({1: date(2026, 12, 1)}, {1: TODAY})),
        lambda s: s.submit(lambda do: do.milestones.delete(iter([2]))),
        lambda s: s.submit(lambda do: do.baselines.take(1, "Agreed", "why", "Tom")),
    )
    left = again.unsaved_changes(CLOCK.now())
    labels = ['New milestone "Gamma"', 'Move "Alpha"', 'Delete "Beta"', 'Set baseline "Agreed"']
    assert [change.label for change in left] == labels
    for change in left:
        assert asyncio.run(again.resume_unsaved(change.id))
    plan = again.read.plan(1)
    assert {m.title: m.due_on for m in plan.milestones} == {"Alpha": date(2026, 12, 1), "Gamma": None}
    assert [b.name for b in again.read.baselines(1)] == ["Agreed"]
    assert again.read.detail(plan.milestones[-1].id).criteria[0].met_on == TODAY
    again.close()


def test_what_reckons_with_a_result_cannot_be_kept_and_says_so(store: Store, tmp_path: Path) -> None:
    def command(do: Commands) -> None:
        if do.milestones.create(1, {"title": "Gamma"}) > 2:
            do.milestones.tick(1, TODAY)

    with ForeignLock(store.path):
        future = store.submit(command)
        until(lambda: store.waiting and store.waiting.lost)
        store.leave_waiting()
        with pytest.raises(NotWaitedFor):
            future.result(PATIENCE)
        store.close()
    assert store.unwritten is not None and store.unwritten.lost == ("1 change",)
    assert files(tmp_path) == []


async def test_an_undo_outlives_the_end_unless_something_else_was_done_since(
    store: Store, tmp_path: Path, over: None
) -> None:
    tick(store, 2).result(PATIENCE)
    lock = ForeignLock(store.path)
    undoing = asyncio.create_task(store.undo())
    while not store.is_locked:
        await asyncio.sleep(0.01)
    store.leave_waiting()
    with pytest.raises(NotWaitedFor):
        await undoing
    lock.release()
    (left,) = store.unsaved_changes(CLOCK.now())
    assert left.label == 'Undo of Tick "Beta"'
    again = Store.open(store.path, CLOCK, "ana", state=tmp_path / "state")
    again.change_blocking(lambda do: do.milestones.tick(1, TODAY))
    (left,) = again.unsaved_changes(CLOCK.now())
    with pytest.raises(UndoRefused, match="changed something else since"):
        await again.resume_unsaved(left.id)
    await again.undo()
    (left,) = again.unsaved_changes(CLOCK.now())
    await again.resume_unsaved(left.id)
    assert states(store.path) == ["planned", "planned"]
    again.close()


def test_what_is_typed_outlives_the_end_as_a_draft_of_the_process_that_kept_it(
    store: Store, tmp_path: Path, over: None
) -> None:
    def keep(store: Store, text: str) -> None:
        edit = Unfinished(UnfinishedKind.QUICK_ADD, 1, text, texts={"line": text})
        store.submit(lambda do: do.drafts.keep(edit))

    with ForeignLock(store.path):
        keep(store, "Gam")
        until(lambda: len(files(tmp_path)) == 1)
        assert store.waiting is None, "nobody asked for it"
        keep(store, "Gamma")
        until(lambda: "Gamma" in said(tmp_path))
        until(lambda: len(files(tmp_path)) == 1)
        store.leave_waiting()
        store.close()
    again = Store.open(store.path, CLOCK, "ana", state=tmp_path / "state")
    (left,) = again.unsaved_changes(CLOCK.now())
    asyncio.run(again.resume_unsaved(left.id))
    with closing(sqlite3.connect(store.path)) as db:
        assert db.execute("SELECT title, process FROM draft").fetchall() == [("Gamma", this_process())]
    again.close()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"database": 1}', '{"change": "{}"}', '{"change": "[1]"}', "\x80\x81"]
)
def test_a_file_that_holds_no_change_is_passed_over(store: Store, tmp_path: Path, over: None, text: str) -> None:
    again = left_by(store, tmp_path, lambda s: tick(s, 2))
    (file,) = files(tmp_path)
    file.with_name("x%2F1%2F2.000009.json").write_bytes(text.encode("latin-1"))
    assert [change.label for change in again.unsaved_changes(CLOCK.now())] == ['Tick "Beta"']
    again.close()


def test_without_a_folder_for_it_nothing_is_kept_and_the_end_is_not_held_up(path: Path, soon: None) -> None:
    store = Store.open(path, CLOCK, "ana")
    with ForeignLock(path):
        future = tick(store, 1)
        until(lambda: store.is_locked)
        store.close()
        with pytest.raises(NotWaitedFor):
            future.result(0)
    assert store.unwritten is not None and store.unwritten.lost == ('Tick "Alpha"',)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_keeps_nothing_and_says_so(path: Path, tmp_path: Path, soon: None) -> None:
    (tmp_path / "state").mkdir(mode=0o500)
    store = Store.open(path, CLOCK, "ana", state=tmp_path / "state")
    with ForeignLock(path):
        tick(store, 1)
        until(lambda: store.waiting and store.waiting.lost == ('Tick "Alpha"',))
        store.give_up()
    store.close()


def test_a_commit_that_meets_a_reader_is_tried_again(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = DELETE")
    store = Store.open(path, CLOCK, "ana")
    store._connection.execute("PRAGMA journal_mode = DELETE")
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM milestone").fetchall()
        future = tick(store, 1)
        until(lambda: store.is_locked)
        assert not future.done()
        reader.execute("ROLLBACK")
        assert future.result(PATIENCE)
    assert states(path)[0] == "done"
    store.close()


def test_opening_and_reading_wait_where_that_can_be_told(path: Path, tmp_path: Path) -> None:
    told: list[str] = []
    lock = ForeignLock(path, whole=True)

    def tell(sentence: str) -> None:
        told.append(sentence)
        lock.release()

    store = Store.open(path, CLOCK, "ana", on_lock_wait=tell)
    assert told == [f"Waiting: another program has locked the database {path}. Press ctrl+c to stop."]
    assert len(store.read.plan(1).milestones) == 2
    store.close()


def test_a_read_on_the_thread_of_a_screen_waits_no_longer_than_a_key_may(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = DELETE")
    store = Store.open(path, CLOCK, "ana", on_lock_wait=lambda _: None)
    store.serve_screen()
    store._connection.execute("PRAGMA journal_mode = DELETE")
    with ForeignLock(path):
        begun = time.monotonic()
        with pytest.raises(DatabaseLocked):
            store.read.plan(1)
        assert time.monotonic() - begun < 0.3
    assert store.read.plan(1)
    store.close()


def test_the_daily_copy_waits_too(path: Path, tmp_path: Path) -> None:
    clock = Clock.fixed(date(2026, 11, 23))
    store = Store.open(path, clock, "ana")
    with ForeignLock(path) as lock:
        future = tick(store, 1)
        until(lambda: store.is_locked)
        lock.release()
        assert future.result(PATIENCE)
    assert store.take_backup_error() is None
    assert len(list((path.parent / "backups").iterdir())) == 1
    store.close()


def test_a_copy_of_a_locked_database_is_told_and_can_be_interrupted(path: Path) -> None:
    def interrupt(sentence: str) -> None:
        raise KeyboardInterrupt

    patience = WaitForever(interrupt, path)
    patience._since = time.monotonic() - PATIENCE
    source, target = sqlite3.connect(path, timeout=0), sqlite3.connect(":memory:")
    with ForeignLock(path, whole=True), closing(source), closing(target), pytest.raises(KeyboardInterrupt):
        source.backup(target, progress=patience.watch_copying)
