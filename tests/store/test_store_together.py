"""Several programs on one file: they see each other, lose nothing, and survive being killed."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from functools import partial

import pytest
from replay import contents, replayed

from milestone_tui.errors import EditConflict, InvalidInput
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.inputs import CriterionInput, LinkInput
from milestone_tui.store import Store, StoreChanged
from milestone_tui.store.commands import Commands

CLOCK = Clock.fixed(date(2026, 11, 22))
TODAY = CLOCK.today()


@pytest.fixture
def ben(store: Store) -> Iterator[Store]:
    other = Store.open(store.path, CLOCK, "Ben")
    yield other
    other.close()


def new_milestone(title: str, do: Commands) -> None:
    do.milestones.create(1, {"title": title})


def criteria(*texts: str) -> list[CriterionInput]:
    return [CriterionInput(None, text) for text in texts]


@pytest.fixture
def milestone(store: Store, ben: Store) -> int:
    ids: list[int] = []
    store.change_blocking(lambda do: ids.append(do.projects.create({"key": "ACME", "name": "Acme"})))
    store.change_blocking(lambda do: ids.append(do.milestones.create(ids[0], {"title": "Beta", "due_on": TODAY})))
    ben.poll()
    return ids[1]


async def test_a_change_is_announced_once_to_each_program(store: Store, ben: Store, milestone: int) -> None:
    heard: list[StoreChanged] = []
    unsubscribe = ben.subscribe(heard.append)
    await store.change(lambda do: do.milestones.tick(milestone, TODAY))
    announcement = StoreChanged(frozenset({1}), frozenset({milestone}), needs_full_reload=False)
    assert ben.poll() == announcement and heard == [announcement]
    assert ben.poll() is None and store.poll() is None
    unsubscribe()
    await store.undo()
    assert ben.poll() == announcement and heard == [announcement]


@pytest.mark.parametrize("name", ["phase", "new", "archive", "baseline"])
def test_what_adds_or_regroups_rows_is_announced_as_structure(
    store: Store, ben: Store, milestone: int, name: str
) -> None:
    store.change_blocking(
        {
            "phase": lambda do: do.milestones.edit(milestone, {"phase": "Build"}, {}),
            "new": lambda do: do.milestones.create(1, {"title": "Gamma"}),
            "archive": lambda do: do.projects.archive(1, True),
            "baseline": lambda do: do.baselines.take(1, "Kick-off", "", ""),
        }[name]
    )
    announcement = ben.poll()
    assert announcement is not None and announcement.needs_full_reload and announcement.project_ids == {1}


def test_a_link_announces_the_projects_of_both_ends(store: Store, ben: Store, milestone: int) -> None:
    store.change_blocking(
        lambda do: do.milestones.create(do.projects.create({"key": "B", "name": "B"}), {"title": "Later"})
    )
    ben.poll()
    store.change_blocking(lambda do: do.links.set(2, [LinkInput(milestone)], []))
    assert ben.poll() == StoreChanged(frozenset({1, 2}), frozenset({1, 2}), needs_full_reload=True)


def test_edits_of_different_fields_go_together(store: Store, ben: Store, milestone: int) -> None:
    seen = {"title": "Beta", "due_on": TODAY, "owner": ""}
    ben.change_blocking(lambda do: do.milestones.edit(milestone, {**seen, "owner": "Cem"}, seen))
    store.change_blocking(lambda do: do.milestones.edit(milestone, {**seen, "title": "Beta release"}, seen))
    (now,) = store.read.milestones([milestone])
    assert (now.title, now.owner, now.due_on) == ("Beta release", "Cem", TODAY)


def test_edits_of_the_same_field_are_refused_with_both_values(store: Store, ben: Store, milestone: int) -> None:
    seen = {"title": "Beta", "due_on": TODAY}
    theirs, mine = TODAY + timedelta(days=1), TODAY + timedelta(days=2)
    ben.change_blocking(lambda do: do.milestones.edit(milestone, {"title": "Same", "due_on": theirs}, seen))
    with pytest.raises(EditConflict, match="Ben changed") as refused:
        store.change_blocking(lambda do: do.milestones.edit(milestone, {"title": "Same", "due_on": mine}, seen))
    (field,) = refused.value.fields
    assert (field.field, field.mine, field.theirs, field.by) == ("due_on", "24 Nov 2026", "23 Nov 2026", "Ben")
    assert field.at == CLOCK.now()


def test_criteria_and_links_that_both_added_stay(store: Store, ben: Store, milestone: int) -> None:
    ben.change_blocking(lambda do: do.criteria.set(milestone, [CriterionInput(None, "Theirs")], []))
    store.change_blocking(lambda do: do.criteria.set(milestone, [CriterionInput(None, "Mine")], []))
    assert [c.text for c in store.read.detail(milestone).criteria] == ["Theirs", "Mine"]
    for title in ("First", "Other"):
        store.change_blocking(partial(new_milestone, title))
    ben.change_blocking(lambda do: do.links.set(milestone, [LinkInput(2, 1)], []))
    store.change_blocking(lambda do: do.links.set(milestone, [LinkInput(3, 2)], []))
    assert [(p.id, p.lag) for p in store.read.detail(milestone).predecessors] == [(2, 1), (3, 2)]
    with pytest.raises(EditConflict, match="Ben changed") as refused:
        store.change_blocking(lambda do: do.links.set(milestone, [LinkInput(2, 5)], []))
    (field,) = refused.value.fields
    assert (field.field, field.entry, field.mine, field.theirs) == ("predecessors", 2, "First +5 wd", "First +1 wd")


def test_a_criterion_changed_here_and_deleted_there_is_refused_with_who_deleted_it(
    store: Store, ben: Store, milestone: int
) -> None:
    store.change_blocking(lambda do: do.criteria.set(milestone, criteria("One", "Two"), []))
    seen = store.read.detail(milestone).criteria
    ben.change_blocking(lambda do: do.criteria.set(milestone, [CriterionInput(seen[1].id, "Two")], seen))
    mine = [CriterionInput(seen[0].id, "First"), CriterionInput(seen[1].id, "Second")]
    with pytest.raises(EditConflict) as refused:
        store.change_blocking(lambda do: do.criteria.set(milestone, mine, seen))
    (field,) = refused.value.fields
    assert (field.entry, field.mine, field.theirs, field.by) == (seen[0].id, "First", "deleted", "Ben")
    assert [c.text for c in store.read.detail(milestone).criteria] == ["Two"], "nothing was written"


async def test_undo_of_a_merged_save_takes_back_only_ones_own(store: Store, ben: Store, milestone: int) -> None:
    store.change_blocking(lambda do: do.criteria.set(milestone, criteria("One", "Two"), []))
    seen = store.read.detail(milestone).criteria
    one, two = (CriterionInput(c.id, c.text) for c in seen)
    ben.change_blocking(lambda do: do.criteria.set(milestone, [one, two, CriterionInput(None, "Theirs")], seen))
    store.change_blocking(lambda do: do.criteria.set(milestone, [two, CriterionInput(None, "Mine")], seen))
    assert [c.text for c in store.read.detail(milestone).criteria] == ["Two", "Theirs", "Mine"]
    await store.undo()
    assert [c.text for c in store.read.detail(milestone).criteria] == ["One", "Two", "Theirs"]
    await ben.undo()
    assert [c.text for c in store.read.detail(milestone).criteria] == ["One", "Two"]


def test_a_link_to_what_was_deleted_is_no_question(store: Store, ben: Store, milestone: int) -> None:
    store.change_blocking(partial(new_milestone, "First"))
    store.change_blocking(partial(new_milestone, "Other"))
    store.change_blocking(lambda do: do.links.set(milestone, [LinkInput(2, 1)], []))
    seen = store.read.detail(milestone).predecessors
    ben.change_blocking(lambda do: do.milestones.delete([2]))
    store.change_blocking(lambda do: do.links.set(milestone, [LinkInput(2, 5), LinkInput(3)], seen))
    assert [p.id for p in store.read.detail(milestone).predecessors] == [3]


def test_a_loop_is_refused_with_the_loop_written_out(store: Store, milestone: int) -> None:
    store.change_blocking(lambda do: do.milestones.create(1, {"title": "Gamma"}, predecessors=[LinkInput(milestone)]))
    with pytest.raises(InvalidInput, match='"Gamma" → "Beta" → "Gamma"') as refused:
        store.change_blocking(lambda do: do.links.set(milestone, [LinkInput(2)], []))
    assert refused.value.field == "predecessors"


def test_after_a_link_to_itself_was_refused_both_can_write(store: Store, ben: Store, milestone: int) -> None:
    links = [LinkInput(milestone)]
    store.change_blocking(lambda do: do.milestones.create(1, {"title": "Gamma"}, predecessors=links))
    store.change_blocking(lambda do: do.milestones.create(1, {"title": "Delta"}, predecessors=links))
    with pytest.raises(InvalidInput, match='"Beta" → "Beta"'):
        store.change_blocking(lambda do: do.links.set(milestone, links, []))
    assert ben.change_blocking(lambda do: do.milestones.edit(milestone, {"notes": "Ben was here"}, {}))
    assert store.change_blocking(lambda do: do.milestones.edit(milestone, {"notes": "So was I"}, {}))


TICKER = """
import os, sys
from datetime import date
from pathlib import Path
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store

def tick(path, actor, milestone, changes):
    clock = Clock.fixed(date(2026, 11, 22))
    store = Store.open(path, clock, actor)
    on = True
    while changes:
        if on:
            change = store.change_blocking(lambda do: do.milestones.tick(milestone, clock.today()))
        else:
            change = store.change_blocking(lambda do: do.milestones.untick(milestone))
        on = not on
        if change is not None:  # a child goes on where the one before was killed
            os.write(1, f"{change.id}\\n".encode())
            changes -= 1
    store.close()

import milestone_tui.store.writer
"""

TWO_WRITERS = (
    TICKER
    + """
tick(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), 500)
"""
)

STORM = (
    TICKER
    + """
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        tick(Path(sys.argv[1]), "ana", 1, -1)
        os._exit(0)
    os.write(1, f"pid {child}\\n".encode())
    os.waitpid(child, 0)
    os.write(1, b"dead\\n")
"""
)


@pytest.mark.slow
def test_two_writers_at_once_lose_nothing(store: Store, milestone: int) -> None:
    store.change_blocking(lambda do: do.milestones.create(1, {"title": "Gamma"}))
    before = store.read.history()[0].id
    writers = [
        subprocess.Popen([sys.executable, "-c", TWO_WRITERS, store.path, actor, str(id_)], stdout=subprocess.PIPE)
        for actor, id_ in (("ana", 1), ("Ben", 2))
    ]
    told = [writer.communicate()[0].split() for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0] and [len(ids) for ids in told] == [500, 500]
    history = store.read.history(limit=2_000)
    assert {int(id_) for ids in told for id_ in ids} == set(range(before + 1, before + 1_001))
    assert [change.id for change in history] == list(range(before + 1_000, 0, -1))


@pytest.mark.slow
def test_killed_amid_a_storm_of_ticks_nothing_announced_is_lost(store: Store, milestone: int) -> None:
    rng = random.Random(7)
    told: set[int] = set()
    with subprocess.Popen(
        [sys.executable, "-c", STORM, store.path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    ) as parent:
        assert parent.stdin is not None and parent.stdout is not None
        for _ in range(50):
            parent.stdin.write(b"go\n")
            wanted, pid, ended = rng.randint(1, 12), 0, False
            while not ended:
                line = parent.stdout.readline().split()
                if line[0] == b"pid":
                    pid = int(line[1])
                elif line[0] == b"dead":
                    ended = True
                else:
                    told.add(int(line[0]))
                    wanted -= 1
                if wanted <= 0 and pid:
                    os.kill(pid, signal.SIGKILL)
                    pid = 0
        parent.stdin.close()
    assert parent.returncode == 0 and len(told) >= 50
    again = Store.open(store.path, CLOCK, "ana")
    assert told <= {change.id for change in again.read.history(limit=100_000)}
    again.close()
    assert replayed(store.path) == contents(store.path)
    with closing(sqlite3.connect(store.path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("SELECT count(*) FROM open_change").fetchone() == (0,)
