"""The file under an open store: deleted, moved, replaced, written over, made read-only; nothing announced is lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from read_only import read_only

from milestone_tui.errors import DatabaseUnusable, FileLost, FileTrouble
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store, StoreChanged
from milestone_tui.store.commands import Commands
from milestone_tui.store.database import Database
from milestone_tui.store.file_watch import FileWatch, NextStep
from milestone_tui.store.open_file import OpenFile
from milestone_tui.store.restoring import restore_database

TODAY = date(2026, 11, 22)
CLOCK = Clock.fixed(TODAY)


def add(store: Store, key: str) -> None:
    store.change_blocking(lambda do: do.projects.create({"key": key, "name": key}))


def keys(path: Path) -> list[str]:
    """The projects in a file, as another process finds them there, when it is sound."""
    code = """if True:
        import sqlite3, sys
        db = sqlite3.connect("file:" + sys.argv[1] + "?mode=rw", uri=True)
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        print(*(key for (key,) in db.execute("SELECT key FROM project ORDER BY key")))
        db.close()
    """
    return subprocess.check_output([sys.executable, "-c", code, str(path)], text=True).split()


def shown(store: Store) -> list[str]:
    return [project.project.key for project in store.read.projects(TODAY)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the database lies: in a folder of its own."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder / "m.db"


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Another database of the program, with the project OTHER and much more in it."""
    path = tmp_path / "other.db"
    store = Store.open(path, Clock.fixed(TODAY - timedelta(1)), "ben")
    for number in range(40):
        add(store, f"OTHER{number}")
    store.close()
    return path


@pytest.fixture
def ana(path: Path) -> Store:
    """The store with the project A, which its test closes."""
    store = Store.open(path, CLOCK, "ana")
    add(store, "A")
    return store


def settle(store: Store) -> None:
    """Look as often as a second has looks, and wait for what is done then."""
    for _ in range(4):
        store.poll()
        store.drain()


def delete(path: Path, other: Path) -> None:
    path.unlink()


def delete_all(path: Path, other: Path) -> None:
    for place in path.parent.glob("m.db*"):
        place.unlink()


def move(path: Path, other: Path) -> None:
    path.rename(path.with_name("elsewhere.db"))


def move_all(path: Path, other: Path) -> None:
    for place in path.parent.glob("m.db*"):
        place.rename(place.with_name(place.name.replace("m.db", "elsewhere.db")))


def remove_folder(path: Path, other: Path) -> None:
    shutil.rmtree(path.parent)


def move_folder(path: Path, other: Path) -> None:
    path.parent.rename(path.parent.with_name("moved"))


def replace(path: Path, other: Path) -> None:
    other.rename(path)


def replace_and_keep(path: Path, other: Path) -> None:
    path.rename(path.with_name("old.db"))
    shutil.copy(other, path)


AWAY: dict[str, tuple[Callable[[Path, Path], None], FileTrouble, str]] = {
    "deleted": (delete, FileTrouble.DELETED, ""),
    "deleted with its log": (delete_all, FileTrouble.DELETED, ""),
    "moved": (move, FileTrouble.MOVED, "data/elsewhere.db"),
    "moved with its log": (move_all, FileTrouble.MOVED, "data/elsewhere.db"),
    "folder deleted": (remove_folder, FileTrouble.FOLDER_GONE, ""),
    "folder moved": (move_folder, FileTrouble.FOLDER_GONE, "moved/m.db"),
    "replaced": (replace, FileTrouble.REPLACED, ""),
    "replaced and kept": (replace_and_keep, FileTrouble.REPLACED, "data/old.db"),
}


@pytest.mark.parametrize("looked", [False, True], ids=["before a look", "after a look"])
@pytest.mark.parametrize("what", AWAY)
def test_what_is_open_is_written_to_a_new_file_and_gone_on_with(
    ana: Store, path: Path, other: Path, tmp_path: Path, what: str, looked: bool
) -> None:
    take_away, trouble, moved_to = AWAY[what]
    heard: list[StoreChanged] = []
    add(ana, "B")
    ana.subscribe(heard.append)
    take_away(path, other)
    if looked:
        with pytest.raises(FileLost):
            ana.poll()
    with pytest.raises(FileLost, match=r"^Not saved: m\.db ") as lost:
        add(ana, "C")
    assert lost.value.trouble is trouble
    if sys.platform == "linux":
        assert lost.value.moved_to == (tmp_path / moved_to if moved_to else None)
    with pytest.raises(FileLost, match=r"^m\.db "):
        ana.poll()
    assert heard == [] and shown(ana) == ["A", "B"]

    copy = ana.file.write_copy()
    assert copy == path.with_name("m-copy.db")
    ana.reopen(copy)
    assert ana.path == copy and [news.database_replaced for news in heard] == [True]
    add(ana, "D")
    settle(ana)
    assert shown(ana) == ["A", "B", "D"]
    ana.close()
    assert keys(copy) == ["A", "B", "D"]
    if moved_to:
        assert keys(tmp_path / moved_to) == ["A", "B"]
    if trouble is FileTrouble.REPLACED:
        assert len(keys(path)) == 40
    left = [place for folder in tmp_path.rglob("*") if (place := folder).name.endswith(("-wal", "-shm"))]
    assert not left or what == "moved with its log"


def test_a_change_that_was_committed_just_then_is_not_announced_and_is_in_the_copy(
    ana: Store, path: Path, other: Path
) -> None:
    def create_and_replace(do: Commands) -> None:
        do.projects.create({"key": "B", "name": "B"})
        replace(path, other)

    heard: list[StoreChanged] = []
    settle(ana)
    ana.subscribe(heard.append)
    with pytest.raises(FileLost, match="during the save") as lost:
        ana.change_blocking(create_and_replace)
    assert lost.value.written and heard == []
    copy = ana.file.write_copy()
    ana.close()
    assert keys(copy) == ["A", "B"]
    assert len(keys(path)) == 40


def test_the_file_that_has_the_name_now_is_opened(ana: Store, path: Path, other: Path) -> None:
    heard: list[StoreChanged] = []
    ana.subscribe(heard.append)
    replace(path, other)
    with pytest.raises(FileLost):
        ana.poll()
    ana.reopen(path)
    assert len(shown(ana)) == 40 and [news.database_replaced for news in heard] == [True]
    add(ana, "NEW")
    with closing(Store.open(path, CLOCK, "ben")) as ben:
        add(ben, "BEN")
        assert ana.poll() is not None
    settle(ana)
    ana.close()
    assert len(keys(path)) == 42


@pytest.mark.parametrize("content", [b"", b"no database", b"\0" * 100_000], ids=["empty", "text", "zeros"])
def test_what_is_not_a_database_of_ours_is_not_opened(ana: Store, path: Path, content: bytes) -> None:
    new = path.with_name("new")
    new.write_bytes(content)
    new.rename(path)
    with pytest.raises(FileLost):
        ana.poll()
    with pytest.raises(DatabaseUnusable, match="is damaged or not a milestone-tui database"):
        ana.reopen(path)
    assert shown(ana) == ["A"]
    copy = ana.file.write_copy()
    ana.close()
    assert path.read_bytes() == content, "it is left as it was"
    assert keys(copy) == ["A"]


def test_a_file_that_comes_back_is_gone_on_with(ana: Store, path: Path) -> None:
    path.rename(path.with_name("away"))
    with pytest.raises(FileLost):
        ana.poll()
    path.with_name("away").rename(path)
    news = ana.poll()
    assert news is not None and news.database_replaced
    add(ana, "B")
    with closing(Store.open(path, CLOCK, "ben")) as ben:
        assert shown(ben) == ["A", "B"]
    ana.close()
    assert keys(path) == ["A", "B"]


def test_the_moved_file_is_gone_on_with_where_it_is(ana: Store, path: Path) -> None:
    move(path, path)
    with pytest.raises(FileLost) as lost:
        ana.poll()
    if lost.value.moved_to is None:
        pytest.skip("this system does not tell where a file is")
    ana.reopen(lost.value.moved_to)
    add(ana, "B")
    ana.close()
    assert keys(lost.value.moved_to) == ["A", "B"]
    assert not path.exists()


@pytest.mark.parametrize("which", ["-wal", "-shm", "both"])
def test_a_log_that_is_deleted_costs_nothing(ana: Store, path: Path, which: str) -> None:
    add(ana, "B")
    for suffix in ("-wal", "-shm"):
        if which in (suffix, "both"):
            path.with_name(f"m.db{suffix}").unlink()
    add(ana, "C")
    assert keys(path) == ["A", "B", "C"], "what is announced is in the file"
    ana.poll()
    add(ana, "D")
    with closing(Store.open(path, CLOCK, "ben")) as ben:
        add(ben, "E")
    settle(ana)
    assert shown(ana) == ["A", "B", "C", "D", "E"]
    ana.close()
    assert keys(path) == ["A", "B", "C", "D", "E"]


def truncate(path: Path, other: Path) -> None:
    os.truncate(path, 0)


def cut(path: Path, other: Path) -> None:
    os.truncate(path, 12_288)


def scribble(path: Path, other: Path) -> None:
    path.write_bytes(b"garbage " * 50_000)


def copy_over(path: Path, other: Path) -> None:
    shutil.copyfile(other, path)


OVER: dict[str, tuple[Callable[[Path, Path], None], FileTrouble]] = {
    "truncated to nothing": (truncate, FileTrouble.EMPTIED),
    "cut off": (cut, FileTrouble.OVERWRITTEN),
    "garbage": (scribble, FileTrouble.OVERWRITTEN),
    "another database": (copy_over, FileTrouble.OVERWRITTEN),
}


@pytest.mark.parametrize("rested", [False, True], ids=["log full", "log empty"])
@pytest.mark.parametrize("what", OVER)
def test_what_is_written_over_is_noticed_and_not_written_to(
    ana: Store, path: Path, other: Path, what: str, rested: bool
) -> None:
    write_over, trouble = OVER[what]
    add(ana, "B")
    ana.poll()
    if rested:
        settle(ana)
    heard: list[StoreChanged] = []
    ana.subscribe(heard.append)
    write_over(path, other)
    content = path.read_bytes()
    with pytest.raises(FileLost, match=r"^Not saved: ") as lost:
        add(ana, "C")
    assert lost.value.trouble is trouble and heard == []
    for _ in range(3):
        with pytest.raises(FileLost, match=r"^m\.db "):
            ana.poll()
    with suppress(DatabaseUnusable):
        copy = ana.file.write_copy()
        assert keys(copy) == ["A", "B"], "a copy that is written is whole"
    if what == "another database":
        ana.reopen(path)
        assert len(shown(ana)) == 40
        add(ana, "NEW")
        ana.close()
        assert len(keys(path)) == 41
    else:
        with pytest.raises(DatabaseUnusable, match="is damaged or not a milestone-tui database"):
            ana.reopen(path)
        ana.close()
        assert path.read_bytes() == content, "nothing of ours comes into it"


def test_a_copy_of_what_is_lost_is_refused_with_the_way_out(ana: Store, path: Path, other: Path) -> None:
    for number in range(60):
        add(ana, f"P{number}")
    settle(ana)
    backup = path.parent / "backups" / "m-0001-2026-11-21.db"
    backup.parent.mkdir()
    ana.copy_to(backup)
    add(ana, "Z")
    settle(ana)  # nothing is left in the memory of the connection either
    truncate(path, other)
    with pytest.raises(FileLost):
        ana.poll()
    with pytest.raises(DatabaseUnusable, match=f"can no longer be read. Run `milestone-tui restore {backup}`"):
        ana.file.write_copy()
    with pytest.raises(DatabaseUnusable, match="is not a milestone-tui database"):
        shown(ana)
    refusal = ana.file.lost_for_good()
    assert refusal is not None and str(backup) in refusal
    assert sorted(path.parent.glob("m-copy*")) == []
    ana.close()


def test_a_copy_that_is_restored_into_the_open_file_is_followed(ana: Store, path: Path, other: Path) -> None:
    restore_database(other, path)
    news = ana.poll()
    assert news is not None and news.database_replaced and len(shown(ana)) == 40
    settle(ana)
    add(ana, "NEW")
    settle(ana)
    ana.close()
    assert len(keys(path)) == 41


def test_a_copy_that_is_restored_and_is_in_the_log_only_is_followed(ana: Store, path: Path, other: Path) -> None:
    add(ana, "B")
    settle(ana)
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM project").fetchone()
        restore_database(other, path)  # what is read keeps the log from being brought into the file
        os.utime(path)
        news = ana.poll()
        assert news is not None and news.database_replaced and len(shown(ana)) == 40
        settle(ana)
        reader.execute("COMMIT")
    settle(ana)
    add(ana, "NEW")
    settle(ana)
    ana.close()
    assert len(keys(path)) == 41


def test_a_log_that_was_brought_into_the_file_by_halves_is_no_damage(ana: Store, path: Path, tmp_path: Path) -> None:
    """As by a program that is killed while it does that: every other page of the file is newer than the rest."""
    settle(ana)
    for number in range(60):
        add(ana, f"P{number}")
    whole = tmp_path / "whole.db"
    ana.copy_to(whole)
    pages, step = whole.read_bytes(), 4096
    with path.open("r+b") as file:  # closing it ends the locks of this process, which nobody contests here
        for start in range(4096, len(pages), 2 * step):
            file.seek(start)
            file.write(pages[start : start + step])
    ana.poll()
    assert len(shown(ana)) == 61
    settle(ana)
    add(ana, "NEW")
    ana.close()
    assert len(keys(path)) == 62


def test_the_log_is_emptied_when_nobody_has_written_for_a_second(ana: Store, path: Path) -> None:
    log = path.with_name("m.db-wal")
    ana.poll()
    ana.poll()
    ana.drain()
    assert log.stat().st_size, "half a second may be between two changes"
    ana.poll()
    ana.drain()
    assert log.stat().st_size == 0
    assert ana.poll() is None
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        add(ana, "B")
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM project").fetchone()
        add(ana, "C")
        settle(ana)
        assert log.stat().st_size, "whoever reads is not in the way for long, and is not waited for"
        reader.execute("COMMIT")
        settle(ana)
        assert log.stat().st_size == 0
    ana.close()


def test_two_programs_lose_nothing_to_the_emptying(ana: Store, path: Path) -> None:
    with closing(Store.open(path, CLOCK, "ben")) as ben:
        for number in range(20):
            add(ana, f"ANA{number}")
            settle(ben)
            add(ben, f"BEN{number}")
            settle(ana)
        assert len(shown(ana)) == len(shown(ben)) == 41
    ana.close()
    assert len(keys(path)) == 41


@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_was_made_read_only_is_not_written_to_until_it_may_be_again(ana: Store, path: Path, what: str) -> None:
    add(ana, "B")
    with read_only(path if what == "file" else path.parent):
        with pytest.raises(FileLost, match=r"^Not saved: .* read-only") as lost:
            add(ana, "C")
        assert lost.value.trouble is (FileTrouble.READ_ONLY if what == "file" else FileTrouble.FOLDER_READ_ONLY)
        with pytest.raises(FileLost):
            ana.poll()
        assert shown(ana) == ["A", "B"]
        assert ana.read_in_thread(lambda read: len(read.projects(TODAY))) == 2
        copy = ana.file.write_copy()
        assert keys(copy) == ["A", "B"]
        copy.unlink()
    settle(ana)
    add(ana, "D")
    settle(ana)
    ana.close()
    assert keys(path) == ["A", "B", "D"]


def test_a_read_only_folder_is_left_for_a_copy_at_home(
    ana: Store, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    with read_only(path.parent):
        assert ana.file.copy_place() == tmp_path / "m-copy.db"
        copy = ana.file.write_copy()
        ana.reopen(copy)
        add(ana, "B")
    ana.close()
    assert (keys(path), keys(copy)) == (["A"], ["A", "B"])


def test_a_name_that_is_taken_is_passed_over(ana: Store, path: Path) -> None:
    path.with_name("m-copy.db").write_text("mine")
    assert ana.file.copy_place() == path.with_name("m-copy-2.db")
    assert keys(ana.file.write_copy()) == ["A"]
    assert path.with_name("m-copy-2.db").exists()
    assert path.with_name("m-copy.db").read_text() == "mine"
    ana.close()


def test_what_is_asked_apart_is_not_asked_of_another_file(ana: Store, path: Path, other: Path) -> None:
    replace(path, other)
    with pytest.raises(FileLost, match=r"^m\.db was replaced by another file\. Choose where to continue\.$"):
        ana.read_in_thread(lambda read: read.projects(TODAY))
    ana.close()


def test_on_a_network_a_file_may_have_another_number_from_one_look_to_the_next(
    ana: Store, path: Path, other: Path
) -> None:
    settle(ana)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        file = OpenFile(Database(path, network=True))
        watch = FileWatch(file, connection)
        assert watch.look() is NextStep.NOTHING
        shutil.copy(path, path.with_name("same"))
        path.with_name("same").rename(path)
        assert watch.look() is NextStep.REOPEN
        replace(path, other)
        with pytest.raises(FileLost):
            watch.look()
        watch.close()
    ana.close()


def test_the_log_lies_beside_what_a_link_leads_to(path: Path, other: Path, tmp_path: Path) -> None:
    real = tmp_path / "real.db"
    path.symlink_to(real)
    real.touch()
    ana = Store.open(path, CLOCK, "ana")
    add(ana, "A")
    with closing(Store.open(real, CLOCK, "ben")) as ben:
        settle(ana)
        assert real.with_name("real.db-wal").stat().st_size == 0
        path.unlink()
        path.symlink_to(other)
        with pytest.raises(FileLost) as lost:
            ana.poll()
        assert lost.value.trouble is FileTrouble.REPLACED
        add(ben, "B")
        assert real.with_name("real.db-wal").exists(), "it is the log of all who have the file open"
        copy = ana.file.write_copy()
        ana.reopen(path)
        add(ana, "C")
        ana.close()
    assert (keys(copy), keys(real), len(keys(other))) == (["A", "B"], ["A", "B"], 41)


def test_several_programs_that_have_the_file_open_go_on_in_files_of_their_own(
    ana: Store, path: Path, other: Path
) -> None:
    code = """if True:
        import sys
        from datetime import date
        from pathlib import Path
        from milestone_tui.errors import FileLost
        from milestone_tui.plan.calendar.clock import Clock
        from milestone_tui.store import Store
        store = Store.open(Path(sys.argv[1]), Clock.fixed(date(2026, 11, 22)), "ben")
        add = lambda key: store.change_blocking(lambda do: do.projects.create({"key": key, "name": key}))
        add("BEN")
        print("open", flush=True)
        input()
        try:
            add("LOST")
        except FileLost:
            store.reopen(store.file.write_copy())
            add("KEPT")
        store.close()
        print("closed", flush=True)
    """
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", code, str(path)], **pipes) as ben:  # type: ignore[call-overload]
        assert ben.stdout.readline() == "open\n"
        add(ana, "ANA")
        replace(path, other)
        with pytest.raises(FileLost):
            add(ana, "LOST")
        with pytest.raises(FileLost):
            ana.poll()
        ana.reopen(path)
        add(ana, "NEW")
        print(file=ben.stdin, flush=True)
        assert ben.stdout.readline() == "closed\n"
        add(ana, "NEWER")
        ana.close()
    assert ben.returncode == 0
    assert keys(path)[:2] == ["NEW", "NEWER"] and len(keys(path)) == 42
    assert keys(path.with_name("m-copy.db")) == ["A", "ANA", "BEN", "KEPT"]


@pytest.mark.parametrize("what", ["truncated to nothing", "garbage"])
def test_what_was_written_over_can_be_restored_while_it_is_open(ana: Store, path: Path, other: Path, what: str) -> None:
    OVER[what][0](path, other)
    with pytest.raises(FileLost):
        ana.poll()
    assert ana.file.openable() is None
    command = [sys.executable, "-m", "milestone_tui", "--db", str(path), "restore", str(other)]
    subprocess.run(command, check=True, timeout=60, env={**os.environ, "HOME": str(path.parent)})
    with pytest.raises(FileLost):
        ana.poll()
    assert ana.file.openable() == path
    ana.reopen(path)
    add(ana, "NEW")
    settle(ana)
    assert len(shown(ana)) == 41
    ana.close()
    assert len(keys(path)) == 41
