"""`milestone-tui share` on the command line: what it says, what it refuses, and what it leaves as it was."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

import pytest
from people import public_folder

from milestone_tui.cli.main import main
from milestone_tui.errors import InvalidInput
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.store.file_modes import exposure
from milestone_tui.store.migrations import LATEST
from milestone_tui.store.migrations.runner import migrate
from milestone_tui.store.migrations.steps import STEPS
from milestone_tui.store.sharing import refuse_windows, share

if sys.platform == "win32":
    pytest.skip("Windows has no groups of people", allow_module_level=True)

GROUP = os.getegid()
CLOCK = Clock.fixed(date(2026, 11, 22))
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that everybody can enter."""
    with public_folder() as folder:
        yield folder


@pytest.fixture
def database(place: Path) -> Path:
    path = place / "data" / "milestones.db"
    store = Store.open(path, CLOCK, "ana")
    store.change_blocking(lambda do: do.projects.create({"key": "ACME", "name": "Acme"}))
    store.copy_to(path.parent / "copy.db")
    store.close()
    (path.parent / "backups").mkdir(0o700)
    (path.parent / "copy.db").rename(path.parent / "backups" / "milestones-0001-2026-11-21.db")
    return path


@pytest.fixture
def run(database: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: object) -> tuple[int, str, str]:
        named = () if "--db" in arguments else ("--db", str(database))
        code = main([*map(str, arguments), *named])
        return code, *capsys.readouterr()

    return run


def modes(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}


PRIVATE = {".": 0o700, "milestones.db": 0o600, "backups": 0o700, "backups/milestones-0001-2026-11-21.db": 0o600}
SHARED = {".": 0o2770, "milestones.db": 0o660, "backups": 0o2770, "backups/milestones-0001-2026-11-21.db": 0o660}


def test_it_is_shared_where_it_is_and_private_again(database: Path, run: Run) -> None:
    assert modes(database.parent) == PRIVATE
    for _ in range(2):  # again it says the same, and mends what was changed since
        code, out, err = run("share", "--group", GROUP)
        assert (code, err) == (0, "") and out.startswith(f"Shared {database} with the group ")
        assert f"milestone-tui --db {database}" in out and f"MILESTONE_TUI_DB={database}" in out and "drafts" in out
        assert modes(database.parent) == SHARED
        database.chmod(0o600)
    code, out, err = run("share", "--off")
    assert (code, err) == (0, "") and out.startswith(f"{database} is private again: only ")
    assert modes(database.parent) == PRIVATE


def test_while_it_is_open_what_sqlite_has_beside_it_is_shared_too(database: Path, run: Run) -> None:
    store = Store.open(database, CLOCK, "ana")
    beside = {"milestones.db-wal", "milestones.db-shm"}
    assert run("share", "--group", GROUP)[0] == 0
    assert modes(database.parent) == {**SHARED, **dict.fromkeys(beside, 0o660)}
    code, out, _ = run("share", "--off")
    assert code == 0 and "Programs that have it open can use it until they end." in out
    assert modes(database.parent) == {**PRIVATE, **dict.fromkeys(beside, 0o600)}
    store.close()


def test_it_is_moved_with_its_backups(database: Path, place: Path, run: Run) -> None:
    code, out, err = run("share", "--group", GROUP, "--to", place / "team")
    assert (code, err) == (0, "")
    assert f"Moved it with 1 backup from {database.parent}. A note in the old folder says where it is." in out
    assert modes(place / "team") == SHARED
    assert [path.name for path in database.parent.iterdir()] == ["milestones.db.moved"]
    with closing(Store.open(place / "team" / "milestones.db", CLOCK, "ana")) as store:
        assert store.read.project_by_key("ACME")


def test_on_a_network_file_system_it_says_that_it_is_for_one_computer(database: Path, place: Path) -> None:
    mountinfo = place / "mountinfo"
    mountinfo.write_text(f"1 0 0:1 / {place}/team rw - nfs4 server:/ rw\n")
    assert share(database, str(GROUP), None, mountinfo).warning is None
    warning = share(database, str(GROUP), place / "team", mountinfo).warning
    assert warning is not None and "one computer at a time" in warning


def test_nobody_starts_an_empty_one_in_the_old_place_by_habit(database: Path, place: Path, run: Run) -> None:
    moved = place / "the team" / "milestones.db"
    assert run("share", "--group", GROUP, "--to", moved.parent)[0] == 0
    plan = place / "plan.csv"
    plan.write_text("title\nAlpha\n")
    code, out, err = run("import", plan)
    assert (code, out) == (3, "") and f"moved to {moved}." in err and f"--db '{moved}'" in err
    assert not database.exists()
    (database.parent / "milestones.db.moved").unlink()
    assert run("import", plan)[0] == 0


def test_an_open_folder_of_the_group_takes_it_as_it_is(database: Path, place: Path, run: Run) -> None:
    team = place / "team"
    team.mkdir()
    os.chown(team, -1, GROUP)
    team.chmod(0o2775)
    (team / "minutes.txt").write_text("hello")
    assert run("share", "--group", GROUP, "--to", team)[0] == 0
    assert stat.S_IMODE(team.stat().st_mode) == 0o2775 and stat.S_IMODE((team / "minutes.txt").stat().st_mode) != 0o660
    code, out, _ = run("share", "--off", "--db", team / "milestones.db")
    assert code == 0 and "Its folder stays open to the group" in out
    assert stat.S_IMODE(team.stat().st_mode) == 0o2775 and modes(team)["milestones.db"] == 0o600


def files(place: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path): (path.stat().st_mode, path.read_bytes() if path.is_file() else b"")
        for path in (place, *place.rglob("*"))
    }


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--group", "no such group"], 2, 'There is no group "no such group" on this computer.'),
        (["--group", ""], 2, 'There is no group ""'),
        (["--group", "99999999999"], 2, "There is no group"),
        (["--off", "--group", "1"], 2, "--off makes the database private again. Leave out --group and --to."),
        (["--off", "--to", "x"], 2, "Leave out --group and --to"),
        (["--group", str(GROUP), "--to", ""], 2, "--to needs the path of a folder."),
        (["--group", str(GROUP), "--to", "~nobody-of-that-name/x"], 2, "there is no user with this home folder"),
        (["--group", str(GROUP), "--to", "{place}/not/there"], 2, "There is no folder {place}/not."),
        (["--group", str(GROUP), "--to", "{place}/data/milestones.db"], 2, "is not a folder"),
        (["--group", str(GROUP), "--to", "{place}"], 2, "holds other files"),
        (["--group", str(GROUP), "--db", "{place}/none.db"], 3, "There is no database at {place}/none.db."),
        (["--group", str(GROUP), "--db", "{place}"], 3, "is a folder"),
        (["--group", str(GROUP), "--db", "{place}/note.txt"], 3, "is not a milestone-tui database"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    database: Path, place: Path, run: Run, arguments: list[str], code: int, words: str
) -> None:
    (place / "note.txt").write_text("dear diary, this is not a database at all")
    before = files(place)
    answered, out, err = run("share", *(argument.format(place=place) for argument in arguments))
    assert (answered, out) == (code, "")
    assert err.startswith("milestone-tui: ") and words.format(place=place) in err and err.count("\n") == 1
    assert files(place) == before


def test_it_is_not_moved_over_another_one(database: Path, place: Path, run: Run) -> None:
    assert run("share", "--group", GROUP, "--to", place / "x")[0] == 0
    (database.parent / "milestones.db.moved").unlink()
    Store.open(database, CLOCK, "ana").close()
    code, _, err = run("share", "--group", GROUP, "--to", place / "x")
    assert code == 2 and f"{place / 'x' / 'milestones.db'} already exists. Choose another folder." in err


def test_a_folder_with_other_files_is_not_shared_with_them(database: Path, run: Run) -> None:
    (database.parent / "letters.txt").write_text("dear diary")
    code, out, err = run("share", "--group", GROUP)
    assert (code, out) == (2, "") and "such as letters.txt" in err and "--to DIR" in err
    assert modes(database.parent) == {
        **PRIVATE,
        "letters.txt": stat.S_IMODE((database.parent / "letters.txt").stat().st_mode),
    }


def test_a_folder_above_that_lets_nobody_through_is_named(database: Path, place: Path, run: Run) -> None:
    place.chmod(0o700)
    code, out, err = run("share", "--group", GROUP)
    assert (code, out) == (2, "")
    assert f"cannot enter {place} (drwx------)" in err and "--to /srv/milestones" in err and "Not shared: " in err
    assert modes(database.parent) == PRIVATE


def test_it_is_not_moved_while_it_is_open(database: Path, place: Path, run: Run) -> None:
    with closing(Store.open(database, CLOCK, "ben")):
        code, out, err = run("share", "--group", GROUP, "--to", place / "team")
    assert (code, out) == (3, "") and "Not moved: another program has" in err and not (place / "team").exists()
    assert modes(database.parent) == PRIVATE


def test_the_demo_and_windows_have_nothing_to_share(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--demo", "share"]) == 2
    assert "`share` does not work with --demo" in capsys.readouterr().err
    with pytest.raises(InvalidInput, match="which Windows does not have"):
        refuse_windows("win32")


@pytest.mark.skipif(os.geteuid() != 0, reason="which group is a person's own depends on the system; root's is root's")
def test_without_a_group_of_others_one_has_to_be_named(run: Run) -> None:
    code, out, err = run("share")
    assert (code, out) == (2, "") and "Name the group to share with: --group NAME." in err


def test_help_says_what_it_means(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["share", "--help"])
    text = capsys.readouterr().out
    assert "--off" in text and "--to DIR" in text and max(map(len, text.splitlines())) <= 80


def test_what_others_can_read_is_told_and_left_as_it_is(database: Path, place: Path, run: Run) -> None:
    database.parent.chmod(0o755)
    database.chmod(0o644)
    plan = place / "plan.csv"
    plan.write_text("title\nAlpha\n")
    code, _, err = run("import", plan, "--today", "2026-11-22")
    assert code == 0 and err == (
        "milestone-tui: Other people can read your projects. Run `milestone-tui share --off` to stop this. "
        f"The database is {database}.\n"
    )
    assert run("list")[2] == "" and "Other people" not in run("holidays", "ACME")[2]
    assert stat.S_IMODE(database.stat().st_mode) == 0o644
    assert run("share", "--off")[0] == 0 and modes(database.parent) == PRIVATE
    assert run("import", plan, "--today", "2026-11-22")[2] == ""


@pytest.mark.parametrize(
    ("file", "folder", "told"),
    [
        (0o600, 0o755, None),
        (0o644, 0o700, None),
        (0o644, 0o711, "Other people can read your projects. Run `milestone-tui share --off` "),
        (0o660, 0o2770, None),
        (0o664, 0o2771, "Other people can read your projects. Run `milestone-tui share --group "),
        (0o604, 0o755, "Other people can read"),
    ],
)
def test_who_can_read_it_goes_by_the_folders_too(database: Path, file: int, folder: int, told: str | None) -> None:
    database.parent.chmod(folder)
    database.chmod(file)
    found = exposure(database)
    assert found is None if told is None else found is not None and found.startswith(told)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root: gives files away")
def test_a_group_that_may_only_read_is_told(database: Path) -> None:
    database.parent.chmod(0o750)
    database.chmod(0o640)
    assert exposure(database) is None, "root's own group is root's alone"
    for path in (database, database.parent):
        os.chown(path, -1, 40001)
    told = exposure(database)
    os.chown(database, 30001, -1)
    assert exposure(database) is None, "it is for its owner to know"
    assert told is not None and told.startswith("The group 40001 can read your projects.")


def test_a_restore_leaves_mode_and_group_of_the_place(database: Path, place: Path, run: Run) -> None:
    copy = place / "copy.db"
    shutil.copyfile(database, copy)
    copy.chmod(0o600)
    assert run("share", "--group", GROUP)[0] == 0
    assert run("restore", copy)[0] == 0
    assert modes(database.parent)["milestones.db"] == 0o660, "in the place of a sound one"
    database.write_bytes(b"SQLite format 3\0" + b"x" * 9_000)
    assert run("restore", copy)[0] == 0
    assert modes(database.parent)["milestones.db"] == 0o660, "in the place of a damaged one"
    database.unlink()
    assert run("restore", copy)[0] == 0
    assert modes(database.parent)["milestones.db"] == 0o660, "where there is none in a shared folder"
    assert set(modes(database.parent / "backups").values()) == {0o2770, 0o660}


def test_the_copy_before_the_data_is_brought_to_a_new_version_is_shared_too(database: Path, run: Run) -> None:
    assert run("share", "--group", GROUP)[0] == 0
    database.unlink()
    with closing(sqlite3.connect(database, isolation_level=None)) as db:
        migrate(db, database, STEPS[: LATEST - 1])
    database.chmod(0o660)
    Store.open(database, CLOCK, "ana").close()
    assert f"backups/milestones-0002-v{LATEST - 1}.db" in modes(database.parent)
    assert set(modes(database.parent / "backups").values()) == {0o2770, 0o660}


MOVES = """
import sys
from pathlib import Path
import milestone_tui.store.moving
from milestone_tui.store.sharing import share
print("ready", flush=True)
sys.stdin.readline()
share(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
print("done", flush=True)
"""


@pytest.mark.parametrize("milliseconds", [0, 5, 10, 15, 20, 25, 30, 40, 50, 70])
def test_killed_while_it_is_moved_it_is_whole_in_one_place_at_least(
    database: Path, place: Path, milliseconds: int
) -> None:
    command = [sys.executable, "-c", MOVES, str(database), str(GROUP), str(place / "team")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        assert program.stdin is not None and program.stdout is not None and program.stdout.readline() == b"ready\n"
        program.stdin.write(b"go\n")
        program.stdin.flush()
        with suppress(subprocess.TimeoutExpired):
            program.wait(milliseconds / 1_000)
        program.kill()
    moved = place / "team" / "milestones.db"
    places = [path for path in (database, moved) if path.exists()]
    assert places
    for path in places:
        with closing(Store.open(path, CLOCK, "ana")) as store:
            assert store.read.project_by_key("ACME")
    copies = {copy.name for path in (database, moved) for copy in (path.parent / "backups").glob("*.db")}
    assert copies == {"milestones-0001-2026-11-21.db"}
    if database.exists() and not moved.exists():
        share(database, str(GROUP), place / "team")
        assert modes(place / "team") == SHARED | {
            name: mode for name, mode in modes(place / "team").items() if Path(name).name.startswith(".")
        }
