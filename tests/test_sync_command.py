"""`milestone-tui sync`: what it prints, its exit codes, and two offices that share a folder through git."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from commands import Done, at_home, ran
from reviewed_project import BETA, LOAD_TEST, TODAY, fill

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.model import Milestone
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands

Sync = Callable[..., Done]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "m.db"
    fill(path)
    return path


@pytest.fixture
def sync(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Sync:
    """Run `sync` in this process, in a home of its own."""
    at_home(monkeypatch, tmp_path, TODAY)

    def run_it(database: Path, *arguments: object) -> Done:
        return ran(capsys, "sync", "--db", str(database), *map(str, arguments))

    return run_it


def change(database: Path, command: Callable[[Commands], object]) -> None:
    with closing(Store.open(database, Clock.fixed(TODAY), "ana")) as store:
        store.change_blocking(command)


def milestones(database: Path) -> dict[str, Milestone]:
    """The milestones of ACME by title."""
    with closing(Store.open(database, Clock.fixed(TODAY), "ana", only_reads=True)) as store:
        project = store.read.project_by_key("ACME")
        assert project is not None
        return {milestone.title: milestone for milestone in store.read.plan(project.id).milestones}


def edit(path: Path, old: str, new: str) -> int:
    """Replace a text in a file and return the number of its line."""
    text = path.read_text()
    path.write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


def test_the_first_sync_writes_a_file_for_each_project_and_the_second_nothing(
    sync: Sync, database: Path, tmp_path: Path
) -> None:
    plans = tmp_path / "new" / "plans"
    said = sync(database, plans)
    assert said.code == 0 and 'project "ACME": new' in said.out and " in the files.\n" in said.out
    assert sync(database, plans).out == "Nothing to sync: plans and the database are alike.\n"
    assert "Beta release" in (plans / "ACME.milestones.txt").read_text()


def test_what_is_taken_is_one_change(sync: Sync, database: Path, tmp_path: Path) -> None:
    plans = tmp_path / "plans"
    sync(database, plans)
    edit(plans / "ACME.milestones.txt", "title: Beta release", "title: Beta")
    said = sync(database, plans, "--dry-run").out
    assert 'ACME milestone "Beta release", title: "Beta release" → "Beta"' in said
    assert said.endswith("Would sync plans: 1 changed here.\n")
    record = json.loads(sync(database, plans, "--json").out)
    assert record["label"] == "Sync 1 change from plans" and isinstance(record["change"], int)
    (taken,) = record["taken"]
    assert (taken["kind"], taken["fact"], taken["before"], taken["after"]) == (
        *("milestone", "title"),
        *("Beta release", "Beta"),
    )
    assert not record["left"] and not record["written"]


def test_a_conflict_is_told_with_both_values_file_and_line(sync: Sync, database: Path, tmp_path: Path) -> None:
    plans = tmp_path / "plans"
    sync(database, plans)
    line = edit(plans / "ACME.milestones.txt", "title: Beta release", "title: \\x1b[31mBeta")
    change(database, lambda do: do.milestones.edit(BETA, {"title": "Gamma"}, {}))
    said = sync(database, plans)
    told = f'ACME.milestones.txt:{line}: ACME milestone "Gamma", title: here "Gamma", in the file "␛[31mBeta"'
    assert told in said.out and "(changed on both sides)" in said.out and "\x1b" not in said.out
    assert said.out.endswith("Synced plans: 1 left.\n")
    assert said.code == 0 and sync(database, plans, "--check").code == 1
    (left,) = json.loads(sync(database, plans, "--json").out)["left"]
    assert (left["here"], left["line"], left["file"]) == ("Gamma", line, "ACME.milestones.txt")
    edit(plans / "ACME.milestones.txt", "title: \\x1b[31mBeta", "title: Gamma")
    assert sync(database, plans, "--check").code == 0


@pytest.mark.parametrize(
    ("prepare", "told"),
    [
        (lambda plans: plans.write_text("x"), "plans is not a folder. Name a folder."),
        (
            lambda plans: (plans.mkdir(), (plans / "A.milestones.txt").write_text("<<<<<<< HEAD\n")),
            "A.milestones.txt, line 1: a merge left its markers. Resolve the merge first. Nothing was changed.",
        ),
    ],
)
def test_what_cannot_be_synced_is_refused(
    sync: Sync, database: Path, tmp_path: Path, prepare: Callable[[Path], object], told: str
) -> None:
    prepare(tmp_path / "plans")
    said = sync(database, tmp_path / "plans")
    assert said.code == 2 and told in said.errors


def test_other_uses_are_refused(sync: Sync, database: Path, tmp_path: Path) -> None:
    assert "There is no project NOPE" in sync(database, tmp_path / "plans", "--project", "NOPE").errors
    assert not (tmp_path / "plans").exists()


# Two offices and git --------------------------------------------------------------------------------------------


def git(place: Path, *words: str, fails: bool = False) -> str:
    """Run git without anybody's settings."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(place), "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}
    who = ("-c", "user.name=Office", "-c", "user.email=office@example.org", "-c", "init.defaultBranch=main")
    done = subprocess.run(["git", *who, *words], cwd=place, env=environment, capture_output=True, text=True)
    assert fails or done.returncode == 0, done.stderr + done.stdout
    return done.stdout + done.stderr


def commit(place: Path, words: str) -> None:
    git(place, "add", "-A")
    git(place, "commit", "-m", words)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not there")
def test_two_offices_share_their_plans_through_git(sync: Sync, database: Path, tmp_path: Path) -> None:
    """Vienna and Graz have a database and a clone each; their changes of the same project merge line by line."""
    hub, vienna, graz = tmp_path / "hub.git", tmp_path / "vienna", tmp_path / "graz"
    git(tmp_path, "init", "--bare", str(hub))
    git(tmp_path, "clone", str(hub), str(vienna))
    sync(database, vienna)
    commit(vienna, "The plans")
    git(vienna, "push", "origin", "HEAD:main")
    git(tmp_path, "clone", str(hub), str(graz))
    other = tmp_path / "graz.db"  # created by the first sync
    assert sync(other, graz, "--check").code == 0

    change(database, lambda do: do.milestones.edit(BETA, {"owner": "Raj"}, {}))
    change(database, lambda do: do.milestones.create(1, {"title": "Launch in Vienna"}))
    sync(database, vienna)
    commit(vienna, "Beta is Raj's")
    git(vienna, "push", "origin", "HEAD:main")

    load_test = milestones(other)["Load test passed"].id
    change(other, lambda do: do.milestones.edit(load_test, {"notes": "On Friday", "weight": 3}, {}))
    sync(other, graz)
    commit(graz, "Notes")
    git(graz, "pull", "--no-rebase", "--no-edit", "origin", "main")
    assert sync(other, graz, "--check").code == 0
    git(graz, "push", "origin", "HEAD:main")
    git(vienna, "pull", "--no-rebase", "--no-edit", "origin", "main")
    assert sync(database, vienna, "--check").code == 0

    assert (vienna / "ACME.milestones.txt").read_bytes() == (graz / "ACME.milestones.txt").read_bytes()
    both = [
        {title: (m.owner, m.weight, m.notes) for title, m in milestones(path).items()} for path in (database, other)
    ]
    assert both[0] == both[1]
    assert both[0]["Load test passed"][1:] == (3, "On Friday") and "Launch in Vienna" in both[0]

    # The same fact in both: git stops, sync refuses its markers, and goes on when they are resolved.
    change(database, lambda do: do.milestones.edit(LOAD_TEST, {"title": "Load test V"}, {}))
    change(other, lambda do: do.milestones.edit(load_test, {"title": "Load test G"}, {}))
    for path, place in ((database, vienna), (other, graz)):
        sync(path, place)
        commit(place, "Another title")
    git(vienna, "push", "origin", "HEAD:main")
    assert "CONFLICT" in git(graz, "pull", "--no-rebase", "--no-edit", "origin", "main", fails=True)
    refused = sync(other, graz)
    assert refused.code == 2 and "a merge left its markers" in refused.errors
    plan = graz / "ACME.milestones.txt"
    plan.write_text(re.sub(r"<<<<<<<.*?=======\n(.*?)>>>>>>>.*?\n", r"\1", plan.read_text(), flags=re.DOTALL))
    commit(graz, "Vienna's title")
    assert 'title: "Load test G" → "Load test V"' in sync(other, graz, "--check").out
    assert sync(other, graz, "--check").out.startswith("Nothing to sync")


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
def test_the_name_of_a_folder_commands_no_terminal(sync: Sync, database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "\x1b]0;x\x07"
    for _ in range(2):
        assert "\x1b" not in sync(database, folder).out
    name = "\x1b[2J.milestones.txt"
    (folder / "ACME.milestones.txt").rename(folder / name)
    change(database, lambda do: do.projects.delete(1))
    said = sync(database, folder).out
    assert "Deleted" in said and "\x1b" not in said and not (folder / name).exists()
