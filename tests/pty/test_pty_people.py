"""Two people with logins of their own on one box share a database: real programs, real users, real terminals."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from people import ANA, BEN, EVE, TEAM, Login, commons
from terminal import Terminal

PLAN = "project,phase,title,due\nACME,Build,Alpha,2026-12-01\nACME,Build,Beta,2026-12-08\n"


@pytest.fixture
def box() -> Iterator[Path]:
    """A computer on which Ana has a plan in her home folder."""
    with commons() as folder:
        for login in (ANA, BEN, EVE):
            home = folder / login.name
            home.mkdir(0o700)
            os.chown(home, login.id, login.id)
        plan = folder / "plan.csv"
        plan.write_text(PLAN)
        plan.chmod(0o644)
        done = ANA.run(folder / "ana", "import", plan, "--today", "2026-11-20")
        assert done.code == 0, done.errors
        yield folder


@pytest.fixture
def shared(box: Path) -> Path:
    """The same, shared with the team."""
    done = ANA.run(box / "ana", "share", "--group", TEAM, "--to", box / "team")
    assert (done.code, done.errors) == (0, "")
    return box / "team" / "milestones.db"


def opened(login: Login, database: Path, day: str = "2026-11-22") -> Terminal:
    return login.open(database.parent.parent / login.name, "--db", database, day=day)


def open_timeline(terminal: Terminal) -> None:
    terminal.see("ACME")
    terminal.see("help")
    terminal.press("enter")
    terminal.see("Timeline")
    terminal.see("Beta")


def is_done(title: str) -> str:
    return f"✔ *{title}|{title}.*✔"


def files(folder: Path) -> dict[str, tuple[int, int]]:
    """The mode and the group of all that there is."""
    return {
        str(path.relative_to(folder)): (stat.S_IMODE(path.stat().st_mode), path.stat().st_gid)
        for path in (folder, *folder.rglob("*"))
    }


def ticked(database: Path) -> set[str]:
    with closing(sqlite3.connect(database)) as db:
        return {title for (title,) in db.execute("SELECT title FROM milestone WHERE state = 'done'")}


def who_ticked(database: Path) -> set[tuple[str, str]]:
    with closing(sqlite3.connect(database)) as db:
        return set(db.execute("SELECT login, name FROM change WHERE label LIKE 'Tick%'"))


def test_a_home_folder_lets_nobody_in_so_another_place_is_offered(box: Path) -> None:
    before = files(box / "ana")
    done = ANA.run(box / "ana", "share", "--group", TEAM)
    assert done.code == 2
    assert f"{box / 'ana'} (drwx------)" in done.errors and "--to" in done.errors and "Not shared: " in done.errors
    assert files(box / "ana") == before


def test_it_moves_to_where_the_group_can_reach_it_and_leaves_nothing_behind(box: Path) -> None:
    old = box / "ana" / ".local" / "share" / "milestone_tui"
    ANA.run(box / "ana", "import", box / "plan.csv", "--today", "2026-11-22")  # the day's copy is made before it
    done = ANA.run(box / "ana", "share", "--group", TEAM, "--to", box / "team")
    assert done.code == 0, done.errors
    database = box / "team" / "milestones.db"
    assert f"--db {database}" in done.out and f"MILESTONE_TUI_DB={database}" in done.out and "drafts" in done.out
    assert "with 1 backup from" in done.out and "A note in the old folder" in done.out
    assert [path.name for path in old.rglob("*")] == ["milestones.db.moved"]
    refused = ANA.run(box / "ana", "list")
    assert refused.code == 3 and f"was moved to {database}." in refused.errors
    (copy,) = (box / "team" / "backups").iterdir()
    assert files(box / "team") == {
        ".": (0o2770, TEAM),
        "milestones.db": (0o660, TEAM),
        "backups": (0o2770, TEAM),
        f"backups/{copy.name}": (0o660, TEAM),
    }
    assert "Alpha" in BEN.run(box / "ben", "list", "--db", database).out
    assert EVE.run(box / "eve", "list", "--db", database).code == 3, "who is not in the group"


def test_both_write_and_each_sees_what_the_other_does(shared: Path) -> None:
    with opened(ANA, shared) as ana, opened(BEN, shared) as ben:
        open_timeline(ana)
        open_timeline(ben)
        ana.press("space")
        ana.see(is_done("Alpha"))
        ben.see(is_done("Alpha"))
        ben.press("down", "space")
        ben.see(is_done("Beta"))
        ana.see(is_done("Beta"))
        ana.press("u")
        ana.miss(is_done("Alpha"))
        ben.miss(is_done("Alpha"))
        assert set(files(shared.parent).values()) == {(0o2770, TEAM), (0o660, TEAM)}
    assert who_ticked(shared) >= {("30001", "ana"), ("30002", "ben")}
    assert ticked(shared) == {"Beta"}


@pytest.mark.parametrize(("killed", "stays"), [(ANA, BEN), (BEN, ANA)], ids=lambda login: login.name)
def test_one_that_is_killed_locks_nobody_out(shared: Path, killed: Login, stays: Login) -> None:
    with opened(killed, shared) as one, opened(stays, shared) as other:
        open_timeline(one)
        open_timeline(other)
        one.press("space")
        one.see(is_done("Alpha"))
        one.signal(signal.SIGKILL)
        one.end()
        other.see(is_done("Alpha"))
        other.press("down", "space")
        other.see(is_done("Beta"))
    assert ticked(shared) == {"Alpha", "Beta"}


@pytest.mark.parametrize(("killed", "comes"), [(ANA, BEN), (BEN, ANA)], ids=lambda login: login.name)
def test_what_the_killed_one_leaves_beside_the_database_is_taken_over(
    shared: Path, killed: Login, comes: Login
) -> None:
    with opened(killed, shared) as one:
        open_timeline(one)
        one.press("space")
        one.see(is_done("Alpha"))
        one.signal(signal.SIGKILL)
        one.end()
    beside = [shared.with_name(f"milestones.db-{suffix}").stat() for suffix in ("wal", "shm")]
    assert {(status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) for status in beside} == {
        (killed.id, TEAM, 0o660)
    }
    with opened(comes, shared) as other:
        open_timeline(other)
        other.see(is_done("Alpha"))
        other.press("down", "space")
        other.see(is_done("Beta"))
        other.press("ctrl+q")
        assert other.end() == 0
    assert ticked(shared) == {"Alpha", "Beta"}


OPENS = """
import sys
from pathlib import Path
from milestone_tui.errors import MilestoneError
from milestone_tui.store.database import open_database
for _ in range(int(sys.argv[2])):
    try:
        open_database(Path(sys.argv[1]))[1].close()
    except MilestoneError as error:
        print(error)
"""
"""Opens a database again and again, as the only one and beside another."""


def test_who_opens_it_at_the_same_moment_is_never_locked_out(shared: Path) -> None:
    programs = [login.start("-c", OPENS, shared, 300) for login in (ANA, BEN)]
    assert [program.communicate(timeout=60) for program in programs] == [("", ""), ("", "")]


def test_so_it_is_in_a_folder_that_gives_its_group_to_nobody(shared: Path) -> None:
    shared.parent.chmod(0o770)  # as somebody does who shares it by hand, without the setgid bit
    with opened(ANA, shared) as ana:
        open_timeline(ana)
        ana.press("space")
        ana.see(is_done("Alpha"))
        ana.signal(signal.SIGKILL)
        ana.end()
    with opened(BEN, shared) as ben:
        open_timeline(ben)
        ben.see(is_done("Alpha"))


def test_the_days_copy_is_the_groups_whoever_makes_it(shared: Path) -> None:
    with opened(BEN, shared) as ben:
        open_timeline(ben)
        ben.press("space")
        ben.see(is_done("Alpha"))
    (copy,) = (shared.parent / "backups").iterdir()
    assert copy.stat().st_uid == BEN.id, "it was Ben's first change of the day"
    assert set(files(shared.parent / "backups").values()) == {(0o2770, TEAM), (0o660, TEAM)}
    assert ANA.run(shared.parent.parent / "ana", "restore", copy, "--db", shared).code == 0
    assert files(shared.parent)["milestones.db"] == (0o660, TEAM), "a restore leaves mode and group as they are"
    assert BEN.run(shared.parent.parent / "ben", "list", "--db", shared).code == 0
    assert ticked(shared) == set()


def test_taken_back_it_locks_the_others_out_in_a_sentence(shared: Path) -> None:
    box = shared.parent.parent
    with opened(BEN, shared) as ben:  # leaves a copy of his own, and what SQLite had beside the database
        open_timeline(ben)
        ben.press("space")
        ben.see(is_done("Alpha"))
        ben.signal(signal.SIGKILL)
        ben.end()
    done = ANA.run(box / "ana", "share", "--off", "--db", shared)
    assert (done.code, done.errors) == (0, "")
    assert done.out == f"{shared} is private again: only {ANA.id} can open it.\n"
    found = files(shared.parent)
    assert (found["."], found["milestones.db"]) == ((0o700, ANA.id), (0o600, ANA.id))
    for arguments in (("list",), ("import", box / "plan.csv")):
        refused = BEN.run(box / "ben", *arguments, "--db", shared)
        assert refused.code == 3
        assert refused.errors == (
            f"milestone-tui: No permission to open {shared}: the folder {shared.parent} is private to {ANA.id}. "
            f"Ask {ANA.id} to run `milestone-tui share`, or choose another file with --db.\n"
        )
    with opened(BEN, shared) as ben:
        assert ben.end() == 3
        ben.see("private to")
    with opened(ANA, shared) as ana:
        open_timeline(ana)
        ana.see(is_done("Alpha"))


def test_who_has_it_open_when_it_is_taken_back_keeps_it_until_the_end(shared: Path) -> None:
    box = shared.parent.parent
    with opened(BEN, shared) as ben:
        open_timeline(ben)
        ben.press("space")
        ben.see(is_done("Alpha"))
        done = ANA.run(box / "ana", "share", "--off", "--db", shared)
        assert done.code == 0 and done.out.endswith("Programs that have it open can use it until they end.\n")
        with opened(ANA, shared) as ana:
            open_timeline(ana)
            ana.see(is_done("Alpha"))
            ana.press("down", "space")
            ben.see(is_done("Beta"))
        ben.press("ctrl+q")
        assert ben.end() == 0
    assert BEN.run(box / "ben", "list", "--db", shared).code == 3
    assert ticked(shared) == {"Alpha", "Beta"}


def test_nobody_shares_what_is_not_theirs(shared: Path) -> None:
    before = files(shared.parent)
    for arguments in (("--group", TEAM), ("--off",)):
        done = BEN.run(shared.parent.parent / "ben", "share", *arguments, "--db", shared)
        assert (done.code, done.out) == (3, "") and f"belongs to {ANA.id}" in done.errors
    assert files(shared.parent) == before


def test_it_is_not_moved_while_somebody_has_it_open(shared: Path) -> None:
    box = shared.parent.parent
    with opened(BEN, shared) as ben:
        open_timeline(ben)
        done = ANA.run(box / "ana", "share", "--group", TEAM, "--to", box / "elsewhere", "--db", shared)
        assert done.code == 3 and "Not moved: another program has" in done.errors
        assert not (box / "elsewhere").exists()
        ben.press("space")
        ben.see(is_done("Alpha"))
    assert ticked(shared) == {"Alpha"}


def test_only_a_group_that_one_is_in_can_be_chosen(box: Path) -> None:
    (box / "ana").chmod(0o711)
    done = ANA.run(box / "ana", "share", "--group", "40002")
    assert (done.code, done.out) == (2, "")
    assert "You are not in the group 40002" in done.errors and "40001" in done.errors


def test_the_folder_of_somebody_else_is_not_shared(box: Path) -> None:
    database = box / "milestones.db"
    ANA.run(box / "ana", "import", box / "plan.csv", "--db", database)
    done = ANA.run(box / "ana", "share", "--group", TEAM, "--db", database)
    assert done.code == 2 and "holds other files" in done.errors and "--to DIR" in done.errors
    assert stat.S_IMODE(box.stat().st_mode) == 0o1777 and stat.S_IMODE(database.stat().st_mode) == 0o600
