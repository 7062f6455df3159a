"""Who did something is a login and a name: both are kept, shown where they differ, and undo goes by the pair."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import date
from pathlib import Path

import pytest
from taking_back import redo, undo

from milestone_tui.errors import EditConflict, UndoRefused
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.drafts import Unfinished, UnfinishedKind, to_json
from milestone_tui.plan.inputs import PhaseInput
from milestone_tui.store import Store
from milestone_tui.store.migrations.runner import migrate
from milestone_tui.store.migrations.steps import STEPS
from milestone_tui.store.migrations.v5 import LOGINS

CLOCK = Clock.fixed(date(2026, 11, 22))
ANA, BEN = Actor("root", "ana"), Actor("root", "ben")
"""Two people who share a login."""
OTHER = Actor("deploy", "ana")
"""One of them, at another login."""


@contextmanager
def opened(path: Path, *actors: Actor) -> Iterator[list[Store]]:
    with ExitStack() as stack:
        yield [stack.enter_context(closing(Store.open(path, CLOCK, actor))) for actor in actors]


@pytest.mark.parametrize(
    ("login", "name", "shown"), [("root", "ana", "ana (root)"), ("ana", "ana", "ana"), ("", "ana", "ana")]
)
def test_the_login_is_shown_where_it_differs(login: str, name: str, shown: str) -> None:
    assert str(Actor(login, name)) == shown


def test_both_are_kept_in_columns_of_their_own(tmp_path: Path) -> None:
    with opened(tmp_path / "m.db", ANA) as (store,):
        store.change_blocking(lambda do: do.projects.create({"key": "A", "name": "A"}))
        (change,) = store.read.history()
    with closing(sqlite3.connect(tmp_path / "m.db")) as db:
        assert db.execute("SELECT login, name FROM change").fetchall() == [("root", "ana")]
    assert change.actor == ANA


def test_undo_and_redo_go_by_the_pair(tmp_path: Path) -> None:
    with opened(tmp_path / "m.db", ANA, BEN, OTHER) as (ana, ben, other):
        ana.change_blocking(lambda do: do.projects.create({"key": "A", "name": "A"}))
        for stranger in (ben, other):
            assert stranger.read.undoable() is None
            with pytest.raises(UndoRefused, match="nothing to undo"):
                undo(stranger)
        assert undo(ana).actor == ANA
        for stranger in (ben, other):
            assert stranger.read.redoable() is None
        assert redo(ana).actor == ANA


def test_whoever_stands_in_the_way_of_an_undo_is_told_by_both(tmp_path: Path) -> None:
    with opened(tmp_path / "m.db", ANA, OTHER) as (ana, other):
        ana.change_blocking(lambda do: do.projects.create({"key": "A", "name": "A"}))
        other.change_blocking(lambda do: do.projects.edit(1, {"name": "B"}, {"name": "A"}))
        with pytest.raises(UndoRefused, match=r"ana \(deploy\)"):
            undo(ana)


def test_a_conflict_tells_both(tmp_path: Path) -> None:
    with opened(tmp_path / "m.db", ANA, BEN) as (ana, ben):
        ana.change_blocking(lambda do: do.projects.create({"key": "A", "name": "A"}))
        ben.change_blocking(lambda do: do.projects.edit(1, {"name": "B"}, {"name": "A"}))
        with pytest.raises(EditConflict, match=r"ben \(root\)") as caught:
            ana.change_blocking(lambda do: do.projects.edit(1, {"name": "C"}, {"name": "A"}))
        assert [field.by for field in caught.value.fields] == ["ben (root)"]


def test_so_does_one_about_the_order_of_phases(tmp_path: Path) -> None:
    with opened(tmp_path / "m.db", ANA, BEN) as (ana, ben):
        ana.change_blocking(lambda do: do.projects.create({"key": "A", "name": "A"}))
        ana.change_blocking(lambda do: do.phases.set(1, [PhaseInput(None, name) for name in "XYZ"], []))
        seen = ana.read.plan(1).phases
        x, y, z = (PhaseInput(phase.id, phase.name) for phase in seen)
        ben.change_blocking(lambda do: do.phases.set(1, [z, y, x], seen))
        with pytest.raises(EditConflict) as caught:
            ana.change_blocking(lambda do: do.phases.set(1, [y, x, z], seen))
        assert [field.by for field in caught.value.fields] == ["ben (root)"]


def test_who_took_a_baseline_is_told_by_both(tmp_path: Path) -> None:
    with opened(tmp_path / "m.db", ANA) as (ana,):
        ana.change_blocking(lambda do: do.projects.create({"key": "A", "name": "A"}))
        ana.change_blocking(lambda do: do.milestones.create(1, {"title": "Beta", "due_on": date(2026, 12, 1)}))
        ana.change_blocking(lambda do: do.baselines.take(1, "Kick-off"))
        assert [baseline.taken_by for baseline in ana.read.baselines(1)] == ["ana (root)"]


def test_a_name_is_written_where_a_person_is_meant(tmp_path: Path) -> None:
    with opened(tmp_path / "m.db", ANA) as (ana,):
        ana.change_blocking(lambda do: do.projects.create({"key": "A", "name": "A"}))
        ana.change_blocking(lambda do: do.milestones.create(1, {"title": "Beta"}))
        ana.change_blocking(lambda do: do.acceptance.submit(1, date(2026, 11, 20)))
        assert [acceptance.submitted_by for acceptance in ana.read.detail(1).acceptances] == ["ana"]


def test_a_draft_is_of_the_pair(tmp_path: Path) -> None:
    with opened(tmp_path / "m.db", ANA, BEN, OTHER) as (ana, ben, other):
        ana.change_blocking(lambda do: do.drafts.keep(Unfinished(UnfinishedKind.PROJECT, None, "New")))
        with closing(sqlite3.connect(tmp_path / "m.db")) as db, db:
            db.execute("UPDATE draft SET process = 'elsewhere/1/1'")
        later = Clock.fixed(date(2026, 11, 24)).now()
        assert [len(store.read.drafts(later)) for store in (ana, ben, other)] == [1, 0, 0]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A database from before logins were kept, with a change and a draft of Ana's."""
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        migrate(db, path, STEPS[: STEPS.index(LOGINS)])
        values = (1, "2026-10-01T12:00:00.000+00:00", "ana", 'Add person "Eve"', "do")
        db.execute("BEGIN")
        db.execute("INSERT INTO open_change VALUES (1)")
        db.execute("INSERT INTO person (id, name, email, organisation) VALUES (1, 'Eve', '', '')")
        db.execute("INSERT INTO change (id, at, actor, label, kind) VALUES (?, ?, ?, ?, ?)", values)
        db.execute("DELETE FROM open_change")
        db.execute("COMMIT")
        db.execute(
            "INSERT INTO draft (kind, title, typed, kept_at, actor, process) "
            "VALUES ('project', 'New', ?, '2026-10-01T12:00:00.000+00:00', 'ana', 'elsewhere/1/1')",
            (to_json(Unfinished(UnfinishedKind.PROJECT, None, "New")),),
        )
    return path


def test_what_was_done_before_logins_were_kept_is_of_the_name(old: Path) -> None:
    with opened(old, BEN, ANA) as (ben, ana):
        assert ben.read.undoable() is None and ben.read.drafts(CLOCK.now()) == ()
        assert [str(change.actor) for change in ana.read.history()] == ["ana"]
        assert [draft.unfinished.title for draft in ana.read.drafts(CLOCK.now())] == ["New"]
        assert undo(ana).actor == Actor("", "ana")
        assert redo(ana).actor == ANA
        assert ana.read.people()


def test_you_are_you_also_before_logins_were_kept(old: Path) -> None:
    with opened(old, ANA) as (ana,):
        ana.change_blocking(lambda do: do.projects.create({"key": "A", "name": "A"}))
        ana.change_blocking(lambda do: do.milestones.create(1, {"title": "Beta", "owner": "Eve"}))
    with closing(sqlite3.connect(old)) as db:
        old_one = db.execute("SELECT login, name FROM change WHERE id = 1").fetchone()
    assert Actor(*old_one).is_same(ANA) and not Actor(*old_one).is_same(BEN) and not ANA.is_same(OTHER)
