from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from stage import TODAY, stage_store

from milestone_tui.plan.clock import Clock
from milestone_tui.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = stage_store(tmp_path / "m.db")
    yield store
    store.close()


def added(store: Store) -> list[str]:
    return [m.title for m in store.read.plan(1).milestones if m.added]


def test_what_a_baseline_does_not_know_was_added_after_it(store: Store) -> None:
    store.change_now(lambda do: do.milestones.create(1, {"title": "Undated"}))
    store.change_now(lambda do: do.milestones.create(1, {"title": "Early", "due_on": TODAY}))
    assert added(store) == [], "without a baseline nothing came after it"
    store.change_now(lambda do: do.baselines.take(1, "First"))
    store.change_now(lambda do: do.milestones.create(1, {"title": "Load test", "due_on": TODAY + timedelta(3)}))
    undated = next(m for m in store.read.plan(1).milestones if m.title == "Undated")
    store.change_now(lambda do: do.milestones.edit(undated.id, {"due_on": TODAY}, {}))
    assert added(store) == ["Load test"], "what was agreed without a date was agreed"
    new = next(m for m in store.read.plan(1).milestones if m.title == "Load test")
    assert new.slip_days is None
    assert store.read.detail(new.id).milestone.added
    store.change_now(lambda do: do.baselines.take(1, "Second"))
    assert added(store) == []
    first = store.read.baselines(1)[0]
    store.change_now(lambda do: do.baselines.select(first.id))
    assert added(store) == ["Load test"]


def test_a_baseline_says_who_took_it(store: Store) -> None:
    store.change_now(lambda do: do.baselines.take(1, "First"))
    ben = Store.open(store.path, Clock.fixed(TODAY), "Ben")
    ben.change_now(lambda do: do.baselines.take(1, "Second"))
    ben.undo_now()
    ben.redo_now()
    ben.close()
    store.poll()
    assert [(b.name, b.taken_by) for b in store.read.baselines(1)] == [("First", "ana"), ("Second", "Ben")]
