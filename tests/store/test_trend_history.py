"""The dates as they were held, from the journal of a real file: against a plain record of what stood each evening."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moving_dates import TODAY, MovingClock, moving_store
from taking_back import redo, undo

from milestone_tui.errors import MilestoneError
from milestone_tui.plan.analysis.trend import Point, Reporting, TrendHistory, points, reporting_dates, story
from milestone_tui.plan.model import ChangeReason, MilestoneState
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.store.tables.others import ReviewRow

START = date(2026, 3, 2)
DO = st.sampled_from(("move", "move", "move", "tick", "untick", "delete", "undo", "undo", "redo", "rename", "cancel"))
STEPS = st.lists(st.tuples(DO, st.integers(1, 3), st.integers(-20, 40), st.integers(0, 5)), min_size=4, max_size=25)
"""What, which milestone, by how many days, and how many days later."""


def act(store: Store, what: str, milestone_id: int, days: int, today: date) -> None:
    """Do one thing to a milestone; what cannot be done now changes nothing."""
    try:
        if what == "undo":
            undo(store)
        elif what == "redo":
            redo(store)
        elif what == "delete":
            store.change_blocking(lambda do: do.milestones.delete([milestone_id]))
        else:
            m = store.read.milestone(milestone_id)
            known: dict[str, dict[str, object]] = {
                "move": {"due_on": (m.due_on or today) + timedelta(days)},
                "tick": {"state": "done", "done_on": today - timedelta(days % 3)},
                "untick": {"state": "planned", "done_on": None},
                "rename": {"title": f"M {days}"},
                "cancel": {"state": "cancelled"},
            }
            store.change_blocking(lambda do: do.milestones.edit(milestone_id, known[what], {}))
    except MilestoneError:
        pass


def standing(store: Store) -> dict[int, tuple[date | None, date | None, bool]]:
    """What stands now: due date, done date, and whether it is cancelled."""
    plan = store.read.plan(1)
    return {m.id: (m.due_on, m.done_on, m.state is MilestoneState.CANCELLED) for m in plan.milestones}


def expected(evenings: dict[date, dict[int, tuple[date | None, date | None, bool]]], id_: int) -> tuple[Point, ...]:
    """The points of a milestone, from what stood each evening."""
    found: list[Point] = []
    for day, stood in sorted(evenings.items()):
        due_on, done_on, is_cancelled = stood.get(id_, (None, None, True))
        if is_cancelled or (done_on or due_on) is None:
            continue
        if done_on is None:
            assert due_on is not None
            if due_on >= day:
                found.append(Point(day, due_on))
        elif not (found and found[-1].is_done and found[-1].on == done_on):
            found.append(Point(day, done_on, is_done=True))
    return tuple(found)


@settings(max_examples=30)
@given(STEPS)
def test_points_are_what_stood_each_evening_and_never_change_later(
    steps: list[tuple[str, int, int, int]],
) -> None:
    with TemporaryDirectory() as folder:
        moving = MovingClock(START)
        path = Path(folder) / "m.db"
        _create(path, moving)
        store = Store.open(path, moving.clock, "ana")
        try:
            _check(store, moving, steps)
        finally:
            store.close()


def _create(path: Path, moving: MovingClock) -> None:
    """Create the project as somebody else, so that no undo takes it back."""

    def create(do: Commands) -> None:
        do.projects.create({"key": "ACME", "name": "Portal"})
        for n in range(3):
            do.milestones.create(1, {"title": f"M {n}", "due_on": START + timedelta(30 + n)})

    store = Store.open(path, moving.clock, "raj")
    store.change_blocking(create)
    store.close()


def _check(store: Store, moving: MovingClock, steps: list[tuple[str, int, int, int]]) -> None:
    evenings = {START: standing(store)}
    before: dict[int, tuple[Point, ...]] = {}
    for what, milestone_id, days, later in steps:
        day = moving.day
        for passed in range(later):
            evenings[day + timedelta(passed)] = standing(store)
        moving.day = day + timedelta(later)
        act(store, what, milestone_id, days, moving.day)
        evenings[moving.day] = standing(store)
        found = store.read.trend(1, moving.day)
        every = [START + timedelta(n) for n in range((moving.day - START).days + 1)]
        now = {id_: points(history, every) for id_, history in found.milestones.items()}
        assert now == {id_: expected(evenings, id_) for id_ in now}
        for id_, line in before.items():
            past = [point for point in line if point.reported_on < moving.day]
            assert list(now[id_][: len(past)]) == past
        before = now


@pytest.fixture
def trend(tmp_path: Path) -> TrendHistory:
    store = moving_store(tmp_path / "m.db")
    try:
        return store.read.trend(1, TODAY)
    finally:
        store.close()


def test_the_history_has_reasons_baselines_and_what_was_done(trend: TrendHistory) -> None:
    told = story(trend.milestones[2])
    assert told.days == (date(2026, 11, 19), date(2026, 11, 24), date(2026, 11, 21), date(2026, 11, 28))
    assert dict(told.reasons) == {ChangeReason.SCOPE: 1, ChangeReason.ESTIMATE: 1, ChangeReason.CLIENT: 1}
    assert trend.baselines[2] == ((date(2026, 9, 28), date(2026, 11, 19)), (date(2026, 11, 3), date(2026, 11, 21)))
    line = points(trend.milestones[1], reporting_dates(Reporting.WEEKS, date(2026, 9, 28), TODAY))
    assert line[-1] == Point(date(2026, 11, 13), date(2026, 11, 9), is_done=True)


def test_a_question_about_an_earlier_day_knows_nothing_of_later_ones(tmp_path: Path, trend: TrendHistory) -> None:
    store = moving_store(tmp_path / "other.db")
    earlier = store.read.trend(1, date(2026, 11, 2))
    store.close()
    assert all(held.reported_on <= date(2026, 11, 2) for states in earlier.milestones.values() for held in states)
    for id_, states in earlier.milestones.items():
        assert list(states) == list(trend.milestones[id_])[: len(states)]


def test_an_undone_move_is_no_part_of_the_story_and_its_reports_stay(tmp_path: Path) -> None:
    moving = MovingClock(START)
    store = Store.open(tmp_path / "m.db", moving.clock, "ana")
    store.change_blocking(lambda do: do.projects.create({"key": "ACME", "name": "Portal"}))
    due, later = START + timedelta(60), START + timedelta(90)
    store.change_blocking(lambda do: do.milestones.create(1, {"title": "Beta", "due_on": due}))
    moving.day = START + timedelta(7)
    store.change_blocking(lambda do: do.milestones.move_all({1: later}, {1: due}))
    moving.day = START + timedelta(14)
    undo(store)
    history = store.read.trend(1, moving.day).milestones[1]
    assert story(history).days == (due,)
    assert [point.on for point in points(history, [START + timedelta(7 * n) for n in range(3)])] == [due, later, due]
    moving.day = START + timedelta(21)
    redo(store)
    assert story(store.read.trend(1, moving.day).milestones[1]).days == (due, later)
    store.close()


def test_only_finished_reviews_are_reporting_dates(tmp_path: Path) -> None:
    store = moving_store(tmp_path / "m.db")

    def hold(do: Commands) -> None:
        session = do._transaction.session
        session.add(
            ReviewRow(project_id=1, held_on=date(2026, 10, 30), finished_at=datetime(2026, 10, 30, 12, tzinfo=UTC))
        )
        session.add(ReviewRow(project_id=1, held_on=date(2026, 11, 20)))

    store.change_blocking(hold)
    assert store.read.trend(1, TODAY).reviews == (date(2026, 10, 30),)
    store.close()


def test_histories_know_since_when_a_milestone_is_hidden_from_clients(tmp_path: Path) -> None:
    moving = MovingClock(START)
    _create(tmp_path / "m.db", moving)
    store = Store.open(tmp_path / "m.db", moving.clock, "ana")
    for later, edit in enumerate(({"internal": True}, {"weight": 3}, {"internal": False}), start=1):
        moving.day = START + timedelta(later)
        store.change_blocking(lambda do, edit=edit: do.milestones.edit(1, edit, {}))  # type: ignore[misc]
    store.change_blocking(lambda do: do.milestones.edit(2, {"internal": True}, {}))
    store.change_blocking(lambda do: do.milestones.delete([2]))
    try:
        held, scope = store.read.trend(1, moving.day).milestones, store.read.scope_changes(1)
    finally:
        store.close()
    assert [(one.reported_on.day, one.is_internal) for one in held[1]] == [(2, False), (3, True), (5, False)]
    assert (held[2][-1].exists, held[2][-1].is_internal) == (False, True)
    assert [(one.weight, one.is_internal) for one in scope if one.milestone_id == 1] == [
        (1, False),
        (1, True),
        (3, True),
        (3, False),
    ]
