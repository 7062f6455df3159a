"""What changed between two days, from the journal: who moved what and why, and what came and went."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from taking_back import undo

from milestone_tui.plan.analysis.comparison import PeriodComparison
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.model import ChangeReason
from milestone_tui.plan.moment import Moment
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands

SINCE, TODAY = date(2026, 11, 13), date(2026, 11, 22)


def first(do: Commands) -> None:
    do.projects.create({"key": "ACME", "name": "Portal", "budget": Decimal(90_000)})
    for title, due, value in (
        ("Prototype", date(2026, 11, 16), 10_000),
        ("Beta", date(2026, 11, 20), 20_000),
        ("Manual", date(2026, 12, 1), None),
        ("Pilot", date(2026, 12, 4), None),
        ("Go-live", date(2027, 1, 18), 30_000),
    ):
        do.milestones.create(1, {"title": title, "due_on": due, "value": value and Decimal(value)})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    path = tmp_path / "milestones.db"

    def on(day: date, actor: str, command: Callable[[Commands], object]) -> None:
        with closing(Store.open(path, Clock.fixed(day), actor)) as store:
            store.change_blocking(command)

    def late(do: Commands) -> None:
        do.because(ChangeReason.CLIENT)
        do.milestones.move_all({2: date(2026, 11, 28)}, {})

    on(date(2026, 11, 1), "ana", first)
    on(SINCE, "ana", lambda do: do.milestones.edit(5, {"due_on": date(2027, 1, 25)}, {}))  # on the day itself: before
    on(date(2026, 11, 16), "ana", lambda do: do.milestones.tick(1, date(2026, 11, 16)))
    on(date(2026, 11, 17), "raj", late)
    on(date(2026, 11, 18), "ana", lambda do: do.milestones.delete([3]))
    on(date(2026, 11, 18), "ana", lambda do: do.milestones.edit(4, {"due_on": date(2026, 11, 21)}, {}))
    on(date(2026, 11, 19), "ana", lambda do: do.milestones.create(1, {"title": "Training", "due_on": date(2027, 2, 1)}))
    on(date(2026, 11, 20), "ana", lambda do: do.projects.create({"key": "NEW", "name": "New"}))
    with closing(Store.open(path, Clock.fixed(TODAY), "ana")) as store:
        yield store


def acme(store: Store) -> PeriodComparison:
    (found,) = store.compare(Moment(SINCE), Moment(TODAY), [1])
    return found


def titles(changes: object) -> list[str]:
    assert isinstance(changes, tuple)
    return [one.milestone.title for one in changes]


def test_each_milestone_stands_where_a_person_looks_for_it(store: Store) -> None:
    period = acme(store)
    assert titles(period.done) == ["Prototype"]
    assert titles(period.moved) == ["Pilot", "Beta"]
    assert titles(period.pushed_out) == ["Beta"]
    assert titles(period.added_in) == ["Pilot"]
    assert titles(period.added) == ["Training"]
    assert titles(period.removed) == ["Manual"]


def test_a_move_says_by_whom_and_why(store: Store) -> None:
    (beta,) = acme(store).pushed_out
    assert beta.days == 8 and beta.last_move is not None
    assert (str(beta.last_move.actor), beta.last_move.reason) == ("raj", ChangeReason.CLIENT)


def test_an_undone_move_is_none(store: Store) -> None:
    store.change_blocking(lambda do: do.milestones.edit(5, {"due_on": date(2027, 3, 1)}, {}))
    assert "Go-live" in titles(acme(store).moved)
    undo(store)
    assert "Go-live" not in titles(acme(store).moved)


def test_scope_money_and_finish_stand_before_and_after(store: Store) -> None:
    before, after = acme(store).scope
    assert (before.milestones, before.done, after.milestones, after.done) == (5, 0, 5, 1)
    money = acme(store).money
    assert (money[0].value, money[0].done, money[1].done) == (Decimal(60_000), Decimal(0), Decimal(10_000))
    assert (money[1].budget, money[1].spent) == (Decimal(90_000), None)
    assert acme(store).finish == (date(2027, 1, 25), date(2027, 2, 1))


def test_all_projects_of_either_end_are_compared(store: Store) -> None:
    found = store.compare(Moment(SINCE), Moment(TODAY))
    plans = [one.after.plan for one in found]
    assert [plan.project.key for plan in plans if plan] == ["ACME", "NEW"]
    assert found[1].before.plan is None


def test_a_day_compared_with_itself_has_no_changes(store: Store) -> None:
    (period,) = store.compare(Moment(TODAY), Moment(TODAY), [1])
    assert period.is_empty and period.changes == ()
