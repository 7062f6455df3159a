"""Reviews in real files: what is written at once, what goes on, what is frozen, and what undo brings back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from replay import contents, replayed
from small_project import TODAY, fill
from taking_back import redo, undo

from milestone_tui.errors import EditConflict, InvalidInput, UndoRefused
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.model import ChangeReason, Health, MilestoneState
from milestone_tui.plan.monitoring import ReviewAnswer
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.store.recording import record, replay

Opener = Callable[..., Store]
BETA, GO_LIVE = 2, 3


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opener]:
    """Open the file of the small project, on a day and as somebody."""
    stores: list[Store] = []

    def open_store(day: date = TODAY, actor: str = "ana") -> Store:
        stores.append(Store(tmp_path / "milestones.db", Clock.fixed(day), actor))
        return stores[-1]

    with closing(open_store(TODAY - timedelta(days=30))) as store:
        fill(store)
    yield open_store
    for store in stores:
        store.close()


def test_the_first_answer_starts_the_review_and_confirms_the_date(opened: Opener) -> None:
    store = opened()
    due = store.read.milestone(BETA).due_on
    change = store.change_blocking(lambda do: do.reviews.keep(1, BETA, due))
    state = store.read.review_state(1)
    assert change is not None
    assert change.label == 'Confirm due date of "Beta release"'
    assert state.review is not None
    assert (state.review.held_on, state.review.finished_at) == (TODAY, None)
    assert state.answers == (ReviewAnswer(BETA, "kept"),)
    forecast_at = store.read.milestone(BETA).forecast_at
    assert forecast_at is not None
    assert forecast_at == state.started_at


def test_undo_of_the_first_answer_leaves_no_review(opened: Opener, tmp_path: Path) -> None:
    store = opened()
    before = contents(tmp_path / "milestones.db")
    due = store.read.milestone(BETA).due_on
    store.change_blocking(lambda do: do.reviews.keep(1, BETA, due))
    undo(store)
    assert store.read.review_state(1).review is None
    assert contents(tmp_path / "milestones.db") == before == replayed(tmp_path / "milestones.db")


def test_an_unfinished_review_goes_on_for_anybody_and_stays_the_only_one(opened: Opener) -> None:
    opened().change_blocking(lambda do: do.reviews.answer(1, BETA, "moved"))
    raj = opened(TODAY + timedelta(days=1), "raj")
    raj.change_blocking(lambda do: do.reviews.answer(1, GO_LIVE, "done"))
    raj.change_blocking(lambda do: do.reviews.answer(1, BETA, "done"))
    state = raj.read.review_state(1)
    assert state.answers == (ReviewAnswer(BETA, "done"), ReviewAnswer(GO_LIVE, "done"))
    assert state.review is not None
    assert state.review.held_on == TODAY


def test_a_date_that_somebody_else_moved_is_not_kept(opened: Opener) -> None:
    store = opened()
    seen = store.read.milestone(BETA).due_on
    assert seen is not None
    opened(actor="raj").change_blocking(lambda do: do.milestones.move_all({BETA: seen + timedelta(7)}, {BETA: seen}))
    with pytest.raises(EditConflict):
        store.change_blocking(lambda do: do.reviews.keep(1, BETA, seen))
    assert store.read.review_state(1).review is None


def test_finishing_freezes_and_the_next_review_is_another(opened: Opener) -> None:
    store = opened()
    store.change_blocking(lambda do: do.reviews.set_words(1, {"summary": "Two of three"}, {"summary": ""}))
    store.change_blocking(lambda do: do.reviews.judge(1, Health.ON_TRACK, "the client agreed"))
    store.change_blocking(lambda do: do.reviews.finish(1, Health.AT_RISK, '{"percent": 11}'))
    later = opened(TODAY + timedelta(days=9))
    later.change_blocking(lambda do: do.reviews.set_words(1, {"summary": "All of it"}, {"summary": ""}))
    ((past, moment, answers, by),) = later.read.past_reviews(1)
    assert (moment.day, answers, by) == (TODAY, (), "ana")
    assert moment.change_id is not None
    assert (past.summary, past.judged, past.judged_reason) == ("Two of three", Health.ON_TRACK, "the client agreed")
    assert (past.computed, past.figures, past.held_on) == (Health.AT_RISK, '{"percent": 11}', TODAY)
    last = later.read.last_reviews()[1]
    assert (last.id, last.judged, last.computed) == (past.id, Health.ON_TRACK, Health.AT_RISK)
    assert last.days_ago(TODAY + timedelta(days=9)) == 9
    review = later.read.review_state(1).review
    assert review is not None
    assert review.id != past.id


def test_a_review_is_held_on_the_day_on_which_it_is_finished(opened: Opener) -> None:
    opened().change_blocking(lambda do: do.reviews.start(1))
    opened(TODAY + timedelta(days=2)).change_blocking(lambda do: do.reviews.finish(1, Health.ON_TRACK, ""))
    assert opened().read.last_reviews()[1].held_on == TODAY + timedelta(days=2)


def test_judged_better_than_computed_needs_a_reason(opened: Opener) -> None:
    store = opened()
    store.change_blocking(lambda do: do.reviews.judge(1, Health.ON_TRACK))
    with pytest.raises(InvalidInput, match="Enter why"):
        store.change_blocking(lambda do: do.reviews.finish(1, Health.OFF_TRACK, ""))
    store.change_blocking(lambda do: do.reviews.judge(1, Health.OFF_TRACK))
    store.change_blocking(lambda do: do.reviews.finish(1, Health.AT_RISK, ""))
    assert store.read.last_reviews()[1].judged is Health.OFF_TRACK


def test_undo_of_the_end_goes_on_with_the_review(opened: Opener) -> None:
    store = opened()
    store.change_blocking(lambda do: do.reviews.answer(1, BETA, "kept"))
    store.change_blocking(lambda do: do.reviews.finish(1, Health.ON_TRACK, "{}"))
    undo(store)
    state = store.read.review_state(1)
    assert state.review is not None
    assert state.last is None
    assert state.answers == (ReviewAnswer(BETA, "kept"),)


def test_what_a_finished_review_said_is_not_undone_by_anybody(opened: Opener, tmp_path: Path) -> None:
    ben = opened(actor="ben")
    ben.change_blocking(lambda do: do.reviews.answer(1, BETA, "kept"))
    ben.change_blocking(lambda do: do.reviews.judge(1, Health.AT_RISK))
    ana = opened()
    ana.change_blocking(lambda do: do.reviews.finish(1, Health.AT_RISK, "{}"))
    before = contents(tmp_path / "milestones.db")
    said = r"Cannot undo: ana finished the review of ACME after you, on .*\. Ask ana to undo that first\."
    with pytest.raises(UndoRefused, match=said):
        undo(ben)
    assert contents(tmp_path / "milestones.db") == before
    undo(ana)
    undo(ben)
    undo(ben)
    assert ben.read.review_state(1).review is None


def test_a_redo_does_not_change_a_finished_review_either(opened: Opener) -> None:
    ben = opened(actor="ben")
    ben.change_blocking(lambda do: do.reviews.answer(1, BETA, "kept"))
    ben.change_blocking(lambda do: do.reviews.note(1, BETA, "Waits", ""))
    undo(ben)
    ana = opened()
    ana.change_blocking(lambda do: do.reviews.finish(1, Health.AT_RISK, "{}"))
    with pytest.raises(UndoRefused, match="Cannot redo: ana finished the review of ACME after you"):
        redo(ben)
    (past,) = ben.read.past_reviews(1)
    assert past.answers == (ReviewAnswer(BETA, "kept"),)


def test_a_deleted_project_comes_back_with_its_finished_reviews(opened: Opener, tmp_path: Path) -> None:
    store = opened()
    store.change_blocking(lambda do: do.reviews.answer(1, BETA, "kept"))
    store.change_blocking(lambda do: do.reviews.finish(1, Health.AT_RISK, "{}"))
    before = store.read.past_reviews(1)
    store.change_blocking(lambda do: do.projects.delete(1))
    undo(store)
    assert store.read.past_reviews(1) == before
    redo(store)
    assert store.read.projects(TODAY) == ()


def test_a_milestone_tells_what_reviews_said_of_it(opened: Opener) -> None:
    store = opened()
    store.change_blocking(lambda do: do.reviews.answer(1, BETA, "kept"))
    store.change_blocking(lambda do: do.reviews.note(1, BETA, "Waits for the client", ""))
    store.change_blocking(lambda do: do.reviews.answer(1, BETA, "moved"))
    told = [(entry.what, entry.before, entry.after) for entry in store.read.milestone_history(BETA)]
    assert told[:3] == [
        ("review", "kept", "moved"),
        ("review note", "", "Waits for the client"),
        ("review", "", "kept"),
    ]
    undo(store)
    assert store.read.milestone_history(BETA)[0].after == "kept"
    assert "unreadable" not in {entry.what for entry in store.read.milestone_history(BETA)}


def test_the_last_review_is_the_one_finished_last_of_each_project(opened: Opener) -> None:
    for day in range(3):
        opened(TODAY + timedelta(days=day)).change_blocking(lambda do: do.reviews.finish(1, Health.ON_TRACK, ""))
    store = opened()
    store.change_blocking(lambda do: do.projects.create({"key": "NORD", "name": "Lake"}))
    assert {id_: last.held_on for id_, last in store.read.last_reviews().items()} == {1: TODAY + timedelta(days=2)}
    assert store.read.last_reviews([2]) == {}


def test_needs_stand_until_they_are_ticked(opened: Opener) -> None:
    store = opened()
    store.change_blocking(lambda do: do.reviews.add_need(1, "Test data"))
    store.change_blocking(lambda do: do.reviews.add_need(1, "Logo"))
    store.change_blocking(lambda do: do.reviews.finish(1, Health.ON_TRACK, ""))
    later = opened(TODAY + timedelta(days=14))
    assert [(n.text, n.since_on) for n in later.read.review_state(1).needs] == [("Test data", TODAY), ("Logo", TODAY)]
    later.change_blocking(lambda do: do.reviews.meet_need(1, TODAY + timedelta(days=14)))
    later.change_blocking(lambda do: do.reviews.edit_need(2, "Logo as SVG", "Logo"))
    needs = later.read.review_state(1).needs
    assert [(n.text, n.met_on) for n in needs] == [
        ("Test data", TODAY + timedelta(days=14)),
        ("Logo as SVG", None),
    ]
    later.change_blocking(lambda do: do.reviews.finish(1, Health.ON_TRACK, ""))
    assert [n.text for n in opened(TODAY + timedelta(days=20)).read.review_state(1).needs] == ["Logo as SVG"]


def test_words_that_somebody_else_wrote_are_not_overwritten(opened: Opener) -> None:
    store = opened()
    opened(actor="raj").change_blocking(lambda do: do.reviews.set_words(1, {"summary": "His"}, {"summary": ""}))
    with pytest.raises(EditConflict, match="raj"):
        store.change_blocking(lambda do: do.reviews.set_words(1, {"summary": "Mine"}, {"summary": ""}))
    with pytest.raises(EditConflict, match="raj"):
        opened(actor="raj").change_blocking(lambda do: do.reviews.note(1, BETA, "x", ""))
        store.change_blocking(lambda do: do.reviews.note(1, BETA, "y", ""))


def test_changes_since_the_last_review(opened: Opener) -> None:
    store = opened(TODAY - timedelta(days=9))
    due = store.read.milestone(BETA).due_on
    assert due is not None
    store.change_blocking(lambda do: do.milestones.move_all({BETA: due + timedelta(1)}, {BETA: due}))
    store.change_blocking(lambda do: do.reviews.finish(1, Health.ON_TRACK, ""))
    raj = opened(TODAY - timedelta(days=2), "raj")
    moved = due + timedelta(days=8)
    raj.change_blocking(
        lambda do: do.milestones.move_all({BETA: moved}, {BETA: due + timedelta(1)}, ChangeReason.CLIENT)
    )
    raj.change_blocking(lambda do: do.milestones.tick(1, TODAY - timedelta(days=3)))
    raj.change_blocking(lambda do: do.milestones.create(1, {"title": "Added", "due_on": TODAY}))
    raj.change_blocking(lambda do: do.milestones.create(1, {"title": "Short-lived"}))
    raj.change_blocking(lambda do: do.milestones.delete([5, GO_LIVE]))
    state = raj.read.review_state(1)
    since = state.since
    assert since is not None
    beta, first = raj.read.milestone(BETA), raj.read.milestone(1)
    assert since.due_on(beta) == due + timedelta(days=1)
    assert since.days_moved(beta) == 7
    assert since.moves[BETA].by == "raj"
    assert (since.moves[BETA].why, since.moves[BETA].on) == ("client input late", TODAY - timedelta(days=2))
    assert (since.done_on(first), since.due_on(first)) == (None, first.due_on)
    assert since.added == {4}
    assert since.removed == ("Go-live",)


def test_a_move_that_was_undone_is_none(opened: Opener) -> None:
    store = opened()
    store.change_blocking(lambda do: do.reviews.finish(1, Health.ON_TRACK, ""))
    due = store.read.milestone(BETA).due_on
    assert due is not None
    store.change_blocking(lambda do: do.milestones.move_all({BETA: due + timedelta(1)}, {BETA: due}))
    undo(store)
    since = store.read.review_state(1).since
    assert since is not None
    assert since.moves == {}
    assert since.days_moved(store.read.milestone(BETA)) == 0


def test_promises_are_the_first_baseline_dates(opened: Opener) -> None:
    store = opened()
    due = store.read.milestone(BETA).due_on
    assert due is not None
    store.change_blocking(lambda do: do.baselines.take(1, "First"))
    store.change_blocking(lambda do: do.milestones.move_all({BETA: due + timedelta(5)}, {BETA: due}))
    store.change_blocking(lambda do: do.baselines.take(1, "Second"))
    assert store.read.review_state(1).promises[BETA] == due


def test_recorded_answers_are_replayed(opened: Opener) -> None:
    due = opened().read.milestone(BETA).due_on
    calls = record(lambda do: do.reviews.keep(1, BETA, due))
    end = record(lambda do: do.reviews.finish(1, Health.AT_RISK, "{}"))
    assert calls is not None
    assert end is not None
    store = opened()
    store.change_blocking(replay(calls, "p"))
    store.change_blocking(replay(end, "p"))
    assert store.read.last_reviews()[1].computed is Health.AT_RISK


def test_a_review_goes_with_its_milestone_states(opened: Opener) -> None:
    store = opened()

    def command(do: Commands) -> None:
        do.milestones.tick(BETA, TODAY)
        do.reviews.answer(1, BETA, "done")

    change = store.change_blocking(command)
    assert change is not None
    assert change.label == 'Tick "Beta release"'
    undo(store)
    assert store.read.milestone(BETA).state is MilestoneState.PLANNED
    assert store.read.review_state(1).answers == ()
