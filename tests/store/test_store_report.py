"""What the store reads for a report: where the period begins, and the project at both of its ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from reviewed_project import BETA, LAST, PROTOTYPE, TODAY, fill

from milestone_tui.errors import NotFound
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.model import ChangeReason, Health
from milestone_tui.plan.report_state import ReportState
from milestone_tui.plan.reporting import Beginning, ReportSubject
from milestone_tui.store import Reader, Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "m.db"
    fill(path)
    return path


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with closing(Store.open(path, Clock.fixed(TODAY), "ana", only_reads=True)) as store:
        yield store


def report_state(store: Store, read: Reader, key: str, today: date, since_on: date | None = None) -> ReportState:
    (state,) = store.report_states(read, ReportSubject(key), Audience.CLIENT, today, since_on).projects
    return state


def test_the_period_begins_with_the_last_review(store: Store) -> None:
    state = report_state(store, store.read, "acme", TODAY)
    assert state.since == store.read.review_moments(1)[-1] and state.beginning is Beginning.REVIEW
    assert state.before.plan is not None
    held = {m.id: m for m in state.before.plan.milestones}
    assert held[BETA].due_on == date(2026, 11, 21) and held[PROTOTYPE].is_open  # as that day ended
    assert [(move.due_on, move.reason) for move in state.moves[BETA]] == [(date(2026, 11, 28), ChangeReason.CLIENT)]
    assert [need.text for need in state.needs] == ["Test data for the load test"]
    assert state.reviews[0].judged is Health.ON_TRACK
    assert state.spent is None and state.risks == ()


def test_a_day_begins_the_period_too(store: Store) -> None:
    state = report_state(store, store.read, "ACME", TODAY, date(2026, 11, 1))
    assert state.since.day == date(2026, 11, 1) and state.beginning is not Beginning.REVIEW
    assert [move.due_on for move in state.moves[BETA]] == [date(2026, 11, 21), date(2026, 11, 28)]


def test_without_an_earlier_review_the_period_is_seven_days(store: Store) -> None:
    """A review of the day itself ends the period, and does not begin it."""
    (moment,) = store.read.review_moments(1)
    with closing(store.open_past(moment)) as past:
        state = report_state(store, past.read, "ACME", LAST)
    assert state.since.day == date(2026, 11, 6) and state.beginning is not Beginning.REVIEW
    assert state.since.change_id == moment.change_id  # what was known then


def test_a_project_that_did_not_exist_has_no_plan_before(store: Store) -> None:
    state = report_state(store, store.read, "ACME", TODAY, date(2026, 9, 1))
    assert state.before.plan is None and state.before.day == date(2026, 9, 1)


def test_later_changes_for_earlier_days_do_not_alter_a_period_as_known_then(path: Path) -> None:
    with closing(Store.open(path, Clock.fixed(TODAY), "ana")) as store:
        moment = store.read.review_moments(1)[0]
        store.change_blocking(
            lambda do: do.milestones.edit(BETA, {"title": "Renamed"}, {}), reported_on=date(2026, 11, 2)
        )
        with closing(store.open_past(moment)) as past:
            state = report_state(store, past.read, "ACME", moment.day)
    assert state.before.plan is not None
    assert "Renamed" not in {m.title for m in (*state.before.plan.milestones, *state.plan.milestones)}


def test_an_unknown_project_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound, match="There is no project NOPE"):
        report_state(store, store.read, "NOPE", TODAY)


def test_a_review_of_one_project_begins_no_period_of_several(path: Path) -> None:
    with closing(Store.open(path, Clock.fixed(TODAY), "ana")) as store:
        store.change_blocking(lambda do: do.projects.create({"key": "NORD", "name": "Lake", "client": "Acme Corp"}))
    with closing(Store.open(path, Clock.fixed(TODAY), "ana", only_reads=True)) as store:

        def beginning(subject: ReportSubject, since: Beginning | None = None) -> tuple[Beginning, date]:
            states = store.report_states(store.read, subject, Audience.INTERNAL, TODAY, since)
            return states.beginning, states.since.day

        for several in (ReportSubject(), ReportSubject(client="Acme Corp")):
            assert beginning(several) == (Beginning.DAYS, TODAY - timedelta(days=7))
            assert beginning(several, Beginning.REVIEW) == (Beginning.REVIEW, LAST)
        assert beginning(ReportSubject("ACME")) == (Beginning.REVIEW, LAST)


def test_the_only_project_of_a_client_begins_with_its_review(store: Store) -> None:
    states = store.report_states(store.read, ReportSubject(client="Acme Corp"), Audience.CLIENT, TODAY)
    assert (states.beginning, states.since.day) == (Beginning.REVIEW, LAST)
