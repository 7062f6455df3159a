"""Why dates were moved, in a person's own words: kept with the change, in the histories, through undo and upgrades."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from small_project import TODAY
from taking_back import redo, undo

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.model import ChangeReason
from milestone_tui.store import Store
from milestone_tui.store.migrations.runner import migrate
from milestone_tui.store.migrations.steps import STEPS

HARBOUR = "the harbour was closed"
BETA = 2


def move(store: Store, note: str, reason: ChangeReason | None = ChangeReason.OTHER) -> None:
    store.change_blocking(lambda do: do.milestones.move_all({BETA: date(2026, 12, 24)}, {}, reason, note))


def test_the_words_are_kept_with_the_change_and_in_every_history(small: Store) -> None:
    move(small, f"  {HARBOUR} ")
    said = (ChangeReason.OTHER, HARBOUR)
    change = small.read.history(BETA)[0]
    assert (change.reason, change.reason_note) == said
    entry = small.read.milestone_history(BETA)[0]
    assert (entry.reason, entry.reason_note) == said
    forecast = small.read.detail(BETA).forecasts[-1]
    assert (forecast.reason, forecast.reason_note) == said


def test_what_is_done_again_has_its_reason_again(small: Store) -> None:
    move(small, HARBOUR)
    undo(small)
    assert small.read.history(BETA)[0].reason_note == ""
    redo(small)
    assert (small.read.history(BETA)[0].reason, small.read.history(BETA)[0].reason_note) == (
        ChangeReason.OTHER,
        HARBOUR,
    )


def test_without_a_reason_there_are_no_words(small: Store) -> None:
    move(small, HARBOUR, None)
    assert (small.read.history(BETA)[0].reason, small.read.history(BETA)[0].reason_note) == (None, "")


def test_words_beyond_a_line_are_refused(small: Store) -> None:
    with pytest.raises(InvalidInput, match="at most 1,000"):
        move(small, "x" * 1_001)


def test_a_database_from_before_has_no_words_and_takes_some(tmp_path: Path) -> None:
    path = tmp_path / "milestones.db"
    before = next(number for number, step in enumerate(STEPS) if any("reason_note" in str(part) for part in step))
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        migrate(db, path, STEPS[:before])
        at = "2026-10-01T12:00:00.000+00:00"
        columns = "id, at, login, name, label, kind, reason"
        db.execute(f"INSERT INTO change ({columns}) VALUES (1, ?, '', 'ana', 'Move', 'do', 'scope')", (at,))
    store = Store.open(path, Clock.fixed(TODAY), "ana")
    (change,) = store.read.history()
    assert (change.reason, change.reason_note) == (ChangeReason.SCOPE, "")
    project = {"key": "ACME", "name": "Portal"}
    store.change_blocking(lambda do: do.projects.create(project))
    store.change_blocking(lambda do: do.milestones.create(1, {"title": "Beta", "due_on": TODAY}))
    store.change_blocking(lambda do: do.milestones.move_all({1: date(2026, 12, 1)}, {}, ChangeReason.OTHER, HARBOUR))
    assert store.read.history()[0].reason_note == HARBOUR
    store.close()
