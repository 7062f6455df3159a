"""The journal is the truth: replaying it gives the tables, turning it round gives what was before."""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from journal_storm import STORM, incoming, sample
from replay import contents, replayed
from taking_back import redo, undo

from milestone_tui.errors import MilestoneError, UndoRefused
from milestone_tui.plan.agreements import Decision
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.inputs import (
    AssignmentInput,
    ConditionInput,
    CriterionInput,
    HolidayInput,
    LinkInput,
    PhaseInput,
    RoleInput,
)
from milestone_tui.plan.language.tags import TagChange
from milestone_tui.plan.model import ChangeReason, Holiday, Phase
from milestone_tui.plan.people import Assignment, ProjectRole, Role
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands

TODAY = date(2026, 11, 22)


@contextmanager
def opened(path: Path, actor: str = "ana") -> Iterator[Store]:
    store = Store.open(path, Clock.fixed(TODAY), actor)
    try:
        yield store
    finally:
        store.close()


def many_things(do: Commands) -> None:
    do.milestones.tick(1, TODAY)
    do.milestones.delete([1])
    do.projects.delete(1)


def names_handed_on(do: Commands) -> None:
    """Each takes the name that another has just laid down: undone in another order two would have the same."""
    for person_id, name in ((1, "Zoe"), (2, "Ana"), (1, "Eva"), (2, "Ben"), (1, "Ana")):
        do.people.edit(person_id, {"name": name}, {})


def a_name_handed_on(do: Commands) -> None:
    for person_id, name in ((1, "Zoe"), (2, "Ana")):
        do.people.edit(person_id, {"name": name}, {})


PHASES = [Phase(1, 1, "Build", 0)]
FEAST = [Holiday(1, 1, TODAY, "Feast")]
ROLES = [
    ProjectRole(1, 1, "ACME", 1, "Ana", Role.MANAGER),
    ProjectRole(2, 1, "ACME", 2, "Eva", Role.CLIENT),
]
WORK = [Assignment(1, 1, "Ana", 1, Decimal("2.5"))]
"""What `sample` leaves, as a screen has read it."""

COMMANDS: dict[str, Callable[[Commands], object]] = {
    "create project": lambda do: do.projects.create({"key": "NEW", "name": "New"}),
    "edit project": lambda do: do.projects.edit(1, {"name": "Other", "key": "OTHER", "target_on": TODAY}, {}),
    "archive": lambda do: do.projects.archive(1, True),
    "delete project": lambda do: do.projects.delete(1),
    "phases": lambda do: do.phases.set(1, [PhaseInput(None, "Plan"), PhaseInput(1, "Make")], PHASES),
    "no phases": lambda do: do.phases.set(1, [], PHASES),
    "create milestone": lambda do: do.milestones.create(1, {"title": "Delta", "owner": "Cem", "phase": "Test"}),
    "edit milestone": lambda do: do.milestones.edit(1, {"owner": "Cem", "phase": "Test", "due_on": None}, {}),
    "tick": lambda do: do.milestones.tick(1, TODAY),
    "move": lambda do: do.milestones.move_all({1: TODAY - timedelta(days=7)}, {}),
    "delete milestones": lambda do: do.milestones.delete([1, 2]),
    "criteria": lambda do: do.criteria.set(1, [CriterionInput(None, "New")], []),
    "links": lambda do: do.links.set(3, [LinkInput(2, -1), LinkInput(1)], []),
    "person": lambda do: do.people.create({"name": "Cem"}),
    "baseline": lambda do: do.baselines.take(1, "Again", "", ""),
    "import": lambda do: do.imports.add(incoming("Acme", 20), None),
    "import a new project": lambda do: do.imports.add(incoming("House by the sea", 5), None),
    "acceptance days": lambda do: do.projects.edit(1, {"acceptance_days": 5}, {}),
    "approver": lambda do: do.milestones.edit(1, {"approver": "Dan", "internal": True}, {}),
    "holidays": lambda do: do.holidays.set(1, [HolidayInput(TODAY, "Fast"), HolidayInput(date(2027, 1, 1))], FEAST),
    "worked days": lambda do: do.holidays.put_all(
        [1], [HolidayInput(TODAY, "Sprint", True), HolidayInput(TODAY - timedelta(days=1), "", True)]
    ),
    "more holidays": lambda do: do.holidays.add(1, [HolidayInput(date(2027, 1, 1))]),
    "new person": lambda do: do.people.create({"name": "Cem", "capacity": Decimal("2.5")}),
    "edit person": lambda do: do.people.edit(1, {"name": "Anna", "capacity": Decimal(3)}, {}),
    "delete person": lambda do: do.people.delete(1),
    "delete approver": lambda do: do.people.delete(2),
    "roles": lambda do: do.people.set_roles(1, [RoleInput("Cem", Role.TEAM)], ROLES),
    "work": lambda do: do.assignments.set(1, [AssignmentInput("Cem", Decimal(1))], WORK),
    "create gate": lambda do: do.milestones.create(1, {"title": "Board", "kind": "gate"}),
    "submit": lambda do: do.acceptance.submit(2, TODAY),
    "accept": lambda do: do.acceptance.accept(1, TODAY, "Eva"),
    "reject": lambda do: do.acceptance.reject(1, TODAY, "No manual"),
    "withdraw": lambda do: do.milestones.edit(1, {"state": "planned"}, {}),
    "decide": lambda do: do.gates.decide(
        3, Decision.CONDITIONAL_GO, TODAY, conditions=[ConditionInput("a", TODAY, "Cem"), ConditionInput("b")]
    ),
    "edit many": lambda do: do.milestones.edit_all([1, 2, 3], {"owner": "Cem", "phase": "Test", "state": "cancelled"}),
    "tag many": lambda do: do.milestones.tag_all([1, 2, 3], TagChange(("z",), ("x",))),
    "move many": lambda do: do.milestones.move_all({1: date(2027, 1, 1), 3: TODAY}, {}, ChangeReason.SCOPE),
    "tick many": lambda do: do.milestones.tick_all([1, 2], TODAY),
    "edit": lambda do: do.milestones.edit(1, {"owner": "Cem"}, {}),
    "template": lambda do: do.templates.save("train", "[]"),
    "delete template": lambda do: do.templates.delete(1),
    "many things": many_things,
    "names": names_handed_on,
    "a name": a_name_handed_on,
}


@pytest.mark.parametrize("name", COMMANDS)
def test_undo_restores_every_row_and_redo_does_it_again_in_later_sessions(tmp_path: Path, name: str) -> None:
    path = tmp_path / "milestones.db"
    with opened(path) as store:
        store.change_blocking(sample)
        before = contents(path)
        change = store.change_blocking(COMMANDS[name])
        assert change is not None and store.read.undoable() == change
    after = contents(path)
    assert after != before
    with opened(path) as store:
        assert undo(store) == change
        assert contents(path) == before
    with opened(path) as store:
        redoable = store.read.redoable()
        assert redoable is not None and redoable.label == change.label
        redo(store)
        assert contents(path) == after
        undo(store)
        assert contents(path) == before == replayed(path) and replayed(path) == contents(path)


def test_what_was_undone_cannot_be_undone_twice(store: Store) -> None:
    store.change_blocking(sample)
    undo(store)
    with pytest.raises(UndoRefused, match="nothing to undo"):
        undo(store)
    redo(store)
    with pytest.raises(UndoRefused, match="nothing to redo"):
        redo(store)
    store.change_blocking(COMMANDS["tick"])
    store.change_blocking(COMMANDS["archive"])
    assert [undo(store).label for _ in range(2)] == ["Archive ACME", 'Tick "Alpha"']
    assert [redo(store).label for _ in range(2)] == ['Tick "Alpha"', "Archive ACME"]
    undo(store)
    store.change_blocking(COMMANDS["person"])
    assert store.read.redoable() is None


def rename_and_move(do: Commands) -> None:
    do.milestones.edit(1, {"title": "Omega"}, {})
    COMMANDS["move"](do)


REFUSALS: dict[str, tuple[Callable[[Commands], object], Callable[[Commands], object], str]] = {
    "the same field": (
        COMMANDS["move"],
        lambda do: do.milestones.move_all({1: TODAY - timedelta(days=4)}, {}),
        'Ben moved "Alpha" by \\+3 d',
    ),
    "deleted": (COMMANDS["move"], lambda do: do.milestones.delete([1]), 'Ben deleted "Alpha"'),
    "used": (
        COMMANDS["person"],
        lambda do: do.milestones.edit(2, {"owner": "Cem"}, {}),
        'Ben edited "Beta"',
    ),
    "added to": (
        COMMANDS["create milestone"],
        lambda do: do.criteria.set(4, [CriterionInput(None, "x")], []),
        'Ben edited "Delta"',
    ),
    "the key was taken": (
        COMMANDS["delete project"],
        lambda do: do.projects.create({"key": "ACME", "name": "Mine"}),
        "Ben created project ACME",
    ),
    "given work": (
        COMMANDS["person"],
        lambda do: do.assignments.set(2, [AssignmentInput("Cem", Decimal(1))], []),
        'Ben edited "Beta"',
    ),
    "named as approver": (
        COMMANDS["person"],
        lambda do: do.milestones.edit(2, {"approver": "Cem"}, {}),
        'Ben edited "Beta"',
    ),
    "accepted": (COMMANDS["submit"], lambda do: do.acceptance.accept(2, TODAY), 'Ben accepted "Beta"'),
    "decided": (
        COMMANDS["create gate"],
        lambda do: do.gates.decide(4, Decision.STOP, TODAY),
        'Ben decided "Board"',
    ),
    "moved with others": (COMMANDS["move"], COMMANDS["move many"], 'Ben moved "Alpha" and 1 more'),
    "the first of two things that were done": (
        rename_and_move,
        lambda do: do.milestones.edit(1, {"title": "Psi"}, {}),
        'Ben edited "Psi"',
    ),
    "the owner of a link went": (COMMANDS["links"], lambda do: do.milestones.delete([3]), 'Ben deleted "Gamma"'),
}


def _refused(words: str) -> str:
    remedy = "Ask Ben to undo that first" if "deleted" in words else "Edit it instead"
    return rf"^Cannot undo: {words} after you, on \d+ Nov at \d\d:\d\d\. {remedy}\.$"


@pytest.mark.parametrize("name", REFUSALS)
def test_undo_is_refused_naming_who_changed_the_same_since(tmp_path: Path, name: str) -> None:
    mine, theirs, words = REFUSALS[name]
    path = tmp_path / "milestones.db"
    with opened(path) as ana, opened(path, "Ben") as ben:
        ana.change_blocking(sample)
        ana.change_blocking(mine)
        ben.change_blocking(theirs)
        before = contents(path)
        with pytest.raises(UndoRefused, match=_refused(words)):
            undo(ana)
        assert contents(path) == before
        undo(ben)
        undo(ana)  # as soon as it holds again what it held


def test_who_and_when_stand_whole_in_a_refusal_on_a_narrow_terminal(tmp_path: Path) -> None:
    path = tmp_path / "milestones.db"
    title = "A milestone with a title of nearly any length " * 5
    with opened(path) as ana, opened(path, "Maximiliane von und zu Hohenstein-Rabenau") as other:
        ana.change_blocking(sample)
        ana.change_blocking(lambda do: do.milestones.edit(1, {"title": title}, {}))
        other.change_blocking(lambda do: do.milestones.edit(1, {"title": f"{title}!"}, {}))
        with pytest.raises(UndoRefused) as refused:
            undo(ana)
    began = r'Cannot undo: Maximiliane von und… edited "A miles…" after you, on \d+ Nov at '
    assert re.match(began, str(refused.value)[:80])


@pytest.mark.parametrize(
    ("label", "past"),
    [
        ('Take baseline "Old"', 'set baseline "Old"'),
        ('Select baseline "Old"', 'selected baseline "Old"'),
        ('New milestone "Old"', 'added milestone "Old"'),
        ('Confirm the forecast of "Old"', 'confirmed the forecast of "Old"'),
        ('Edit "Old: a title": work', 'edited "Old: a title"'),
        ("Edit ACME: holidays", "edited ACME"),
        ("Mend 2 rows that broke the rules", "repaired 2 rows that broke the rules"),
        ("Unarchive ACME", "unarchived ACME"),
        ("Zap everything", "made the change Zap everything"),
    ],
)
def test_a_label_of_an_earlier_version_reads_well_in_a_refusal_and_is_undone(
    tmp_path: Path, label: str, past: str
) -> None:
    def labelled(do: Commands) -> None:
        do._transaction.add_label(label, whole=True)
        do.milestones.edit(1, {"title": "Mine"}, {})

    path = tmp_path / "milestones.db"
    with opened(path) as ana, opened(path, "Ben") as ben:
        ana.change_blocking(sample)
        ana.change_blocking(lambda do: do.milestones.edit(1, {"title": "Hers"}, {}))
        ben.change_blocking(labelled)
        with pytest.raises(UndoRefused, match=f"^Cannot undo: Ben {past} after you, on "):
            undo(ana)
        assert ben.read.undoable() is not None and ben.read.history(limit=1)[0].label == label
        undo(ben)
        undo(ana)


def test_a_redo_that_meets_a_later_change_says_so(tmp_path: Path) -> None:
    path = tmp_path / "milestones.db"
    with opened(path) as ana, opened(path, "Ben") as ben:
        ana.change_blocking(sample)
        ana.change_blocking(lambda do: do.milestones.edit(1, {"title": "Hers"}, {}))
        undo(ana)
        ben.change_blocking(lambda do: do.milestones.edit(1, {"title": "His"}, {}))
        with pytest.raises(UndoRefused, match=r'^Cannot redo: Ben edited "His" after you, on .* Edit it instead\.$'):
            redo(ana)


def test_undo_leaves_what_others_did_elsewhere_in_the_same_row(tmp_path: Path) -> None:
    path = tmp_path / "milestones.db"
    with opened(path) as ana, opened(path, "Ben") as ben:
        ana.change_blocking(sample)
        ana.change_blocking(lambda do: do.milestones.move_all({1: TODAY + timedelta(days=7)}, {}))
        ben.change_blocking(lambda do: do.milestones.edit(1, {"title": "Omega"}, {}))
        undo(ana)
        (milestone,) = ana.read.milestones([1])
        assert (milestone.title, milestone.due_on) == ("Omega", TODAY)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.booleans(), STORM), max_size=25))
def test_replaying_the_journal_gives_the_tables_after_any_storm(storm: list[tuple[bool, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "milestones.db"
        with opened(path) as ana, opened(path, "ben") as ben:
            ana.change_blocking(sample)
            for is_ana, step in storm:
                store = ana if is_ana else ben
                with suppress(MilestoneError):
                    if step in (undo, redo):
                        step(store)
                    else:
                        store.change_blocking(step)
            assert replayed(path) == contents(path)
            for id_ in contents(path)["milestone"]:
                assert ana.read.milestone_history(id_)[-1].what in ("created", "undeleted")
            with closing(sqlite3.connect(path)) as db:
                assert db.execute("PRAGMA foreign_key_check").fetchall() == []
                assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                assert db.execute("SELECT count(*) FROM open_change").fetchone() == (0,)
            while (last := ana.read.undoable()) is not None:
                try:
                    assert undo(ana) == last
                except UndoRefused:
                    break
            assert replayed(path) == contents(path)
