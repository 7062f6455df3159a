from __future__ import annotations

from datetime import timedelta

from small_project import TODAY
from taking_back import redo, undo

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store


def added(store: Store) -> list[str]:
    return [m.title for m in store.read.plan(1).milestones if m.added]


def test_what_a_baseline_does_not_know_was_added_after_it(small: Store) -> None:
    small.change_blocking(lambda do: do.milestones.create(1, {"title": "Undated"}))
    small.change_blocking(lambda do: do.milestones.create(1, {"title": "Early", "due_on": TODAY}))
    assert added(small) == [], "without a baseline nothing came after it"
    small.change_blocking(lambda do: do.baselines.take(1, "First"))
    small.change_blocking(lambda do: do.milestones.create(1, {"title": "Load test", "due_on": TODAY + timedelta(3)}))
    undated = next(m for m in small.read.plan(1).milestones if m.title == "Undated")
    small.change_blocking(lambda do: do.milestones.edit(undated.id, {"due_on": TODAY}, {}))
    assert added(small) == ["Load test"], "what was agreed without a date was agreed"
    new = next(m for m in small.read.plan(1).milestones if m.title == "Load test")
    assert new.slip(TODAY) is None
    assert small.read.detail(new.id).milestone.added
    small.change_blocking(lambda do: do.baselines.take(1, "Second"))
    assert added(small) == []
    first = small.read.baselines(1)[0]
    small.change_blocking(lambda do: do.baselines.select(first.id))
    assert added(small) == ["Load test"]


def test_a_baseline_says_who_took_it(small: Store) -> None:
    small.change_blocking(lambda do: do.baselines.take(1, "First"))
    ben = Store.open(small.path, Clock.fixed(TODAY), "Ben")
    ben.change_blocking(lambda do: do.baselines.take(1, "Second"))
    undo(ben)
    redo(ben)
    ben.close()
    small.poll()
    assert [(b.name, b.taken_by) for b in small.read.baselines(1)] == [("First", "ana"), ("Second", "Ben")]
