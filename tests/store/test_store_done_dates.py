"""Re-plans and done dates as the store writes them: one change, one undo, nothing over somebody else's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from taking_back import undo

from milestone_tui.errors import EditConflict, InvalidInput, NotFound
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.model import ChangeReason
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands

TODAY = date(2026, 11, 22)


def day(days: int) -> date:
    return TODAY + timedelta(days)


@pytest.fixture(autouse=True)
def sample(store: Store) -> None:
    """ACME: Alpha (1) and Beta (2) are done, Gamma (3) is open, Delta (4) was accepted, Gate (5) is a done gate."""

    def write(do: Commands) -> None:
        acme = do.projects.create({"key": "ACME", "name": "Portal"})
        for title in ("Alpha", "Beta", "Gamma", "Delta", "Gate"):
            do.milestones.create(acme, {"title": title, "due_on": day(0)})
        do.milestones.tick_all([1, 2, 5], day(-10))
        do.acceptance.submit(4, day(-12))
        do.acceptance.accept(4, day(-10))
        do.milestones.edit(5, {"kind": "gate"}, {})

    store.change_blocking(write)


def done_on(store: Store) -> list[date | None]:
    return [m.done_on for m in store.read.milestones([1, 2, 3, 4, 5])]


def test_done_dates_move_as_one_change(store: Store) -> None:
    change = store.change_blocking(lambda do: do.milestones.redate({1: day(-9)}, {1: day(-10)}))
    assert change is not None and change.label == 'Move done date of "Alpha" by +1 d'
    change = store.change_blocking(lambda do: do.milestones.redate({1: day(-12), 2: day(-13)}, {}))
    assert change is not None and change.label == "Move 2 done dates by −3 d"
    change = store.change_blocking(lambda do: do.milestones.redate({1: day(0), 2: day(-2)}, {}))
    assert change is not None and change.label == "Move 2 done dates"
    assert done_on(store)[:2] == [day(0), day(-2)]
    undo(store)
    assert done_on(store)[:2] == [day(-12), day(-13)]
    assert store.change_blocking(lambda do: do.milestones.redate({1: day(-12)}, {})) is None


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({1: day(1)}, "23 Nov 2026 is in the future"),
        ({1: day(-9), 4: day(-9)}, '"Delta" was accepted'),
        ({1: day(-9), 5: day(-9)}, '"Gate" is a gate'),
    ],
)
def test_what_cannot_be_is_refused_whole(store: Store, days: dict[int, date], words: str) -> None:
    before = done_on(store)
    with pytest.raises(InvalidInput, match=words):
        store.change_blocking(lambda do: do.milestones.redate(days, {}))
    assert done_on(store) == before


def test_what_somebody_else_did_meanwhile_is_told(store: Store) -> None:
    ben = Store.open(store.path, Clock.fixed(TODAY), "Ben")
    ben.change_blocking(lambda do: do.milestones.untick(2))
    for seen in ({2: day(-10)}, {}):
        with pytest.raises(EditConflict, match="Ben changed") as refused:
            store.change_blocking(lambda do, seen=seen: do.milestones.redate({1: day(-9), 2: day(-9)}, seen))  # type: ignore[misc]
        (field,) = refused.value.fields
        assert (field.field, field.theirs, field.by) == ('done date of "Beta"', "–", "Ben")
    ben.change_blocking(lambda do: do.milestones.delete([2]))
    with pytest.raises(NotFound):
        store.change_blocking(lambda do: do.milestones.redate({1: day(-9), 2: day(-9)}, {}))
    assert done_on(store)[0] == day(-10)
    ben.close()


def test_a_re_plan_is_named_by_its_project(store: Store) -> None:
    before = store.read.undoable()
    seen = {3: day(0)}
    change = store.change_blocking(lambda do: do.milestones.replan(1, {3: day(5)}, seen, ChangeReason.HOLIDAY))
    assert change is not None and (change.label, change.reason) == ("Re-plan ACME · 1 milestone", ChangeReason.HOLIDAY)
    with pytest.raises(EditConflict):
        store.change_blocking(lambda do: do.milestones.replan(1, {3: day(6)}, seen))
    undo(store)
    assert store.read.milestones([3])[0].due_on == day(0)
    assert store.read.undoable() == before
