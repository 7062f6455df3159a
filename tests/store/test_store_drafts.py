"""What was typed and not saved: kept beside the plan, offered to whom it belongs when its program is gone."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from milestone_tui.errors import NotFound
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.drafts import KeptDraft, TypedList, Unfinished, UnfinishedKind
from milestone_tui.plan.inputs import CriterionInput
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.store.processes import has_ended, this_process

TODAY = date(2026, 11, 22)
NOW = Clock.fixed(TODAY).now()

BETA = Unfinished(
    UnfinishedKind.MILESTONE,
    1,
    "Beta",
    project_id=1,
    seen={"title": "Beta", "due_on": TODAY},
    texts={"title": "Beta releas"},
    criteria=TypedList((), (CriterionInput(None, "It runs", TODAY),)),
)
NEW = Unfinished(UnfinishedKind.PROJECT, None, "Nordbank", texts={"name": "Nordbank"})
LINE = Unfinished(UnfinishedKind.QUICK_ADD, 1, "Gamma 1 dec", texts={"line": "Gamma 1 dec"})


@pytest.fixture
def acme(store: Store) -> Store:
    store.change_blocking(
        lambda do: do.milestones.create(do.projects.create({"key": "A", "name": "A"}), {"title": "Beta"})
    )
    return store


def ended() -> str:
    """The words for a process that lived on this host a moment ago."""
    code = "from milestone_tui.store.processes import this_process; print(this_process())"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def left_by(store: Store, process: str) -> None:
    """Have all drafts be those of that process."""
    with closing(sqlite3.connect(store.path)) as db:
        db.execute("UPDATE draft SET process = ?", (process,))
        db.commit()


def keep(store: Store, *edits: Unfinished) -> None:
    def command(do: Commands) -> None:
        for edit in edits:
            do.drafts.keep(edit)

    store.change_blocking(command)


def offered(store: Store) -> list[Unfinished]:
    return [draft.unfinished for draft in store.read.drafts(NOW)]


def test_a_draft_comes_back_as_it_was_and_is_no_change(acme: Store) -> None:
    before = acme.read.history()
    assert acme.change_blocking(lambda do: do.drafts.keep(BETA)) is None
    left_by(acme, ended())
    (draft,) = acme.read.drafts(NOW)
    assert draft.unfinished == BETA
    assert (draft.project_key, draft.gone, draft.kept_at) == ("A", False, NOW)
    assert acme.read.history() == before and acme.poll() is None


def test_what_is_kept_again_takes_the_place_of_what_was_kept(acme: Store) -> None:
    keep(acme, BETA, NEW, LINE, replace(BETA, title="Beta 2"), replace(NEW, title="Nord"), LINE)
    left_by(acme, ended())
    assert {edit.title for edit in offered(acme)} == {"Beta 2", "Nord", "Gamma 1 dec"}


def test_what_a_living_program_keeps_is_not_offered(acme: Store) -> None:
    keep(acme, BETA)
    assert acme.read.drafts(NOW) == ()
    assert acme.read.drafts(NOW + timedelta(days=30)) == ()


def test_what_is_saved_is_dropped_in_the_same_change(acme: Store) -> None:
    keep(acme, BETA, LINE)

    def fail(do: Commands) -> None:
        do.drafts.drop(UnfinishedKind.MILESTONE, 1)
        do.milestones.edit(99, {"title": "Beta!"}, {})

    def save(do: Commands) -> None:
        do.milestones.edit(1, {"title": "Beta!"}, {})
        do.drafts.drop(UnfinishedKind.QUICK_ADD, 1)

    with pytest.raises(NotFound):
        acme.change_blocking(fail)
    acme.change_blocking(save)
    left_by(acme, ended())
    assert offered(acme) == [BETA]


def test_dropping_commits_also_where_nothing_of_the_plan_changes(acme: Store) -> None:
    keep(acme, NEW)
    assert acme.change_blocking(lambda do: do.drafts.drop(UnfinishedKind.PROJECT, None)) is None
    left_by(acme, ended())
    assert offered(acme) == []
    with closing(sqlite3.connect(acme.path)) as db:
        assert db.execute("SELECT count(*) FROM open_change").fetchone() == (0,)


def test_it_is_offered_to_whom_it_belongs(acme: Store) -> None:
    keep(acme, BETA)
    left_by(acme, ended())
    ben = Store.open(acme.path, Clock.fixed(TODAY), "Ben")
    assert offered(ben) == []
    ben.close()


def test_one_of_two_programs_goes_on_with_it(acme: Store) -> None:
    keep(acme, BETA)
    left_by(acme, ended())
    (draft,) = acme.read.drafts(NOW)
    acme.change_blocking(lambda do: do.drafts.take_over(draft))
    assert acme.read.drafts(NOW) == ()
    with pytest.raises(NotFound, match="resumed in another window"):
        acme.change_blocking(lambda do: do.drafts.take_over(draft))
    acme.change_blocking(lambda do: do.drafts.discard(draft))
    acme.change_blocking(lambda do: do.drafts.keep(replace(BETA, title="Mine now")))
    left_by(acme, ended())
    assert [edit.title for edit in offered(acme)] == ["Mine now"]


def test_taking_over_is_over_what_this_process_kept_of_the_same(acme: Store) -> None:
    keep(acme, BETA)
    left_by(acme, ended())
    (draft,) = acme.read.drafts(NOW)
    keep(acme, replace(BETA, title="Typed meanwhile"))
    acme.change_blocking(lambda do: do.drafts.take_over(draft))
    left_by(acme, ended())
    assert offered(acme) == [BETA]


def test_what_is_discarded_is_gone(acme: Store) -> None:
    keep(acme, BETA, LINE)
    left_by(acme, ended())
    line = next(draft for draft in acme.read.drafts(NOW) if draft.unfinished == LINE)
    acme.change_blocking(lambda do: do.drafts.discard(line))
    assert offered(acme) == [BETA]


@pytest.mark.parametrize(("delete", "key"), [("milestone", "A"), ("project", "")])
def test_what_was_edited_may_be_deleted_meanwhile(acme: Store, delete: str, key: str) -> None:
    keep(acme, BETA, LINE, NEW)
    left_by(acme, ended())
    if delete == "milestone":
        acme.change_blocking(lambda do: do.milestones.delete([1]))
    else:
        acme.change_blocking(lambda do: do.projects.delete(1))
    drafts: dict[str, KeptDraft] = {draft.unfinished.kind: draft for draft in acme.read.drafts(NOW)}
    assert (drafts["milestone"].gone, drafts["milestone"].project_key) == (True, key)
    assert (drafts["quick add"].gone, drafts["quick add"].project_key) == (delete == "project", key)
    assert (drafts["project"].gone, drafts["project"].project_key) == (False, "")


def test_another_host_is_given_a_day() -> None:
    kept_at = datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert not has_ended("elsewhere/1/5", kept_at, kept_at + timedelta(hours=24))
    assert has_ended("elsewhere/1/5", kept_at, kept_at + timedelta(hours=24, seconds=1))


def test_a_number_that_is_used_again_is_another_process() -> None:
    host, number, start = this_process().rsplit("/", 2)
    assert not has_ended(f"{host}/{number}/{start}", NOW, NOW)
    assert not has_ended(f"{host}/{number}/", NOW, NOW)
    assert not has_ended(f"{host}/1/", NOW, NOW)
    if Path("/proc/self/stat").exists():
        assert has_ended(f"{host}/{number}/{int(start) - 1}", NOW, NOW)
    assert has_ended(f"{host}/4194305/", NOW, NOW)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the kernel tells no start")
def test_one_that_has_ended_is_over_before_its_parent_asks_for_it() -> None:
    code = "from milestone_tui.store.processes import this_process; print(this_process())"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        name = child.stdout.read().strip()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # ended, and left as it is
        assert Path(f"/proc/{child.pid}/stat").exists()
        assert has_ended(name, NOW, NOW)


@pytest.mark.parametrize(
    "values", [("party", 1, "{}"), ("milestone", None, "{}"), ("quick add", None, "{}"), ("project", None, "")]
)
def test_the_schema_refuses_what_is_no_draft(store: Store, values: tuple[object, ...]) -> None:
    statement = """INSERT INTO draft (kind, target_id, typed, title, kept_at, name, process)
        VALUES (?, ?, ?, '', '2026-11-22T12:00:00+00:00', 'ana', 'box/1/1')"""
    with closing(sqlite3.connect(store.path)) as db, pytest.raises(sqlite3.IntegrityError):
        db.execute(statement, values)
