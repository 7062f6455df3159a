"""A disk that has no room: nothing that was there is lost, and what cannot be done is said in a sentence."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from replay import contents, replayed

from milestone_tui.errors import DatabaseUnusable, StoreUnavailable
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.store.errors import translate_errors
from milestone_tui.store.migrations import LATEST
from milestone_tui.store.migrations.runner import migrate
from milestone_tui.store.migrations.steps import STEPS

CLOCK = Clock.fixed(date(2026, 11, 22))

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="files have no limit there")

WRITES_UNTIL_THERE_IS_NO_ROOM = """
import resource, sys
from datetime import date
from pathlib import Path
from milestone_tui.errors import StoreUnavailable
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store

store = Store.open(Path(sys.argv[1]), Clock.fixed(date(2026, 11, 22)), "ana")
store.change_blocking(lambda do: do.projects.create({"key": "ACME", "name": "Acme"}))
most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
wal = Path(sys.argv[1] + "-wal")
resource.setrlimit(resource.RLIMIT_FSIZE, (wal.stat().st_size + 300_000, most))
written = 0
try:
    while True:
        store.change_blocking(lambda do: do.milestones.create(1, {"title": f"M {written}", "notes": "x" * 3000}))
        written += 1
except StoreUnavailable as error:
    print(written, error, sep="\\t")
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
store.change_blocking(lambda do: do.milestones.create(1, {"title": "There is room again"}))
store.close()
"""


PROGRAM = "import sys; from milestone_tui.cli.main import main; sys.exit(main())"


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])


def old(path: Path) -> Path:
    """A database of the version before this."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        migrate(db, path, STEPS[: LATEST - 1])
    return path


def limited(bytes_: int, code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run code in a program that can write no longer files."""
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({bytes_}, {bytes_}))\n"
    command = [sys.executable, "-c", limit + code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_what_was_saved_before_stays_and_it_goes_on_when_there_is_room_again(tmp_path: Path) -> None:
    path = tmp_path / "milestones.db"
    done = subprocess.run(
        [sys.executable, "-c", WRITES_UNTIL_THERE_IS_NO_ROOM, path],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    written, words = done.stdout.strip().split("\t")
    assert "Not saved: " in words and str(path) in words
    store = Store.open(path, CLOCK, "ana")
    titles = [milestone.title for milestone in store.read.plan(1).milestones]
    store.close()
    assert sorted(titles) == sorted([*(f"M {number}" for number in range(int(written))), "There is room again"])
    assert int(written) > 1
    assert contents(path) == replayed(path)


def test_a_full_database_is_told_as_a_full_disk(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "small.db")) as db:
        db.execute("CREATE TABLE note (text TEXT)")
        db.execute("PRAGMA max_page_count = 3")
        with (
            pytest.raises(StoreUnavailable, match=r"Not saved: the disk is full\..*small\.db"),
            translate_errors(tmp_path / "small.db"),
        ):
            db.execute("INSERT INTO note VALUES (?)", ("x" * 20_000,))


def test_without_room_for_the_copy_nothing_is_migrated_and_no_half_copy_stays(tmp_path: Path) -> None:
    path = old(tmp_path / "milestones.db")
    before = path.read_bytes()
    for _ in range(2):
        tried = limited(
            100_000, "import sys; from milestone_tui.cli.main import main; sys.exit(main())", "list", "--db", path
        )
        assert tried.returncode == 3
        assert tried.stderr.startswith("milestone-tui: Cannot") and str(path) in tried.stderr
        assert tried.stderr.count("\n") == 1
    assert path.read_bytes() == before
    assert not list((tmp_path / "backups").iterdir())
    Store.open(path, CLOCK, "ana").close()
    (copy,) = (tmp_path / "backups").iterdir()
    assert (version(path), version(copy)) == (LATEST, LATEST - 1)


def test_a_backup_that_has_no_room_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "milestones.db"
    Store.open(path, CLOCK, "ana").close()
    tried = limited(100_000, PROGRAM, "--db", path, "backup", tmp_path / "copy.db")
    assert tried.returncode == 3 and tried.stderr.count("\n") == 1
    assert not (tmp_path / "copy.db").exists()


def test_a_place_where_no_copies_can_be_made_is_named(tmp_path: Path) -> None:
    path = old(tmp_path / "milestones.db")
    (tmp_path / "backups").write_text("a file in the way")
    before = path.read_bytes()
    with pytest.raises(DatabaseUnusable, match=r"must be upgraded.*backups: not a directory\. Nothing was changed"):
        Store.open(path, CLOCK, "ana")
    assert path.read_bytes() == before


def test_what_is_only_read_can_be_read_without_room_for_anything(tmp_path: Path) -> None:
    path = tmp_path / "milestones.db"
    store = Store.open(path, CLOCK, "ana")
    store.change_blocking(
        lambda do: do.milestones.create(do.projects.create({"key": "ACME", "name": "Acme"}), {"title": "Go"})
    )
    store.close()
    listed = limited(1, PROGRAM, "list", "--db", path)
    assert (listed.returncode, listed.stderr) == (0, "")
    assert "Go" in listed.stdout


def test_what_lies_beside_the_file_is_never_left_out(tmp_path: Path) -> None:
    path = tmp_path / "milestones.db"
    store = Store.open(path, CLOCK, "ana")
    store.change_blocking(lambda do: do.projects.create({"key": "ACME", "name": "Acme"}))
    copy = tmp_path / "copy.db"
    for suffix in ("", "-wal"):
        (tmp_path / f"copy.db{suffix}").write_bytes((tmp_path / f"milestones.db{suffix}").read_bytes())
    store.close()
    tried = limited(1, PROGRAM, "list", "--db", copy)
    assert tried.returncode == 3
    assert tried.stderr.startswith("milestone-tui: Cannot read the database") and str(copy) in tried.stderr
    assert "saved" not in tried.stderr and tried.stderr.count("\n") == 1
