"""The record of the reports that were written, and the next report, which begins where the last ended."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from replay import contents, replayed
from reviewed_project import LAST, TODAY, fill
from taking_back import redo, undo

from milestone_tui.errors import NotFound
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.moment import Moment
from milestone_tui.plan.report_state import ReportStates
from milestone_tui.plan.reporting import Beginning, ReportSubject
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.store.migrations import LATEST
from milestone_tui.store.migrations.runner import migrate
from milestone_tui.store.migrations.steps import STEPS

ACME, EVERYTHING = ReportSubject("ACME"), ReportSubject()
FRIDAY = date(2026, 11, 20)
CLIENT, INTERNAL = Audience.CLIENT, Audience.INTERNAL


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "m.db"
    fill(path)
    return path


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with closing(Store.open(path, Clock.fixed(TODAY), "ana")) as store:
        yield store


def record(store: Store, subject: ReportSubject = ACME, audience: Audience = CLIENT, until_on: date = FRIDAY) -> None:
    """Record a report on the week before a day."""
    since_on = date.fromordinal(until_on.toordinal() - 7)
    store.change_blocking(
        lambda do: do.reports.record(subject.project_key, subject.client, audience, since_on, until_on)
    )


def states(
    store: Store,
    subject: ReportSubject = ACME,
    audience: Audience = CLIENT,
    today: date = TODAY,
    since: date | Beginning | None = None,
) -> ReportStates:
    return store.report_states(store.read, subject, audience, today, since)


def test_a_report_is_recorded_through_the_journal_and_undone_like_any_change(store: Store, path: Path) -> None:
    before = contents(path)
    record(store)
    (written,) = store.read.written_reports(ACME, CLIENT)
    assert (written.project_id, written.client, written.since_on, written.until_on) == (
        1,
        "",
        date(2026, 11, 13),
        FRIDAY,
    )
    assert written.written_at.date() == TODAY and written.written_at.tzinfo is not None
    assert store.read.history(project_id=1)[0].label == "Write client report on ACME"
    recorded = contents(path)
    assert undo(store).label == "Write client report on ACME"
    assert store.read.written_reports(ACME, CLIENT) == () and contents(path) == before == replayed(path)
    redo(store)
    assert contents(path) == recorded == replayed(path)


def test_a_deleted_project_takes_its_reports_along_and_undo_brings_them_back(store: Store, path: Path) -> None:
    record(store)
    record(store, EVERYTHING, INTERNAL)
    before, since = contents(path), states(store).since
    store.change_blocking(lambda do: do.projects.delete(1))
    assert [row["project_id"] for row in contents(path)["report"].values()] == [None]
    undo(store)
    assert contents(path) == before == replayed(path)
    assert states(store).since == since, "it was not written again"


def test_an_unknown_project_is_not_reported(store: Store) -> None:
    with pytest.raises(NotFound, match="There is no project nope"):
        record(store, ReportSubject("nope"))
    assert store.read.written_reports(ReportSubject("NOPE"), CLIENT) == ()


def test_the_next_report_begins_where_the_last_ended(store: Store) -> None:
    record(store, until_on=date(2026, 11, 17))
    record(store, until_on=FRIDAY)
    record(store, until_on=date(2026, 11, 18))
    found = states(store)
    assert (found.since.day, found.beginning) == (FRIDAY, Beginning.REPORT)
    assert found.projects[0].beginning is Beginning.REPORT and found.projects[0].since == found.since
    assert [one.until_on.day for one in store.read.written_reports(ACME, CLIENT)] == [20, 18, 17]


def test_a_report_of_the_same_day_does_not_shorten_the_period(store: Store) -> None:
    record(store, until_on=TODAY)
    assert states(store).beginning is Beginning.REVIEW
    record(store, until_on=FRIDAY)
    record(store, until_on=TODAY)
    assert states(store).since.day == FRIDAY


def test_each_audience_and_each_subject_has_its_own_last_report(store: Store) -> None:
    record(store, ACME, INTERNAL, date(2026, 11, 16))
    record(store, EVERYTHING, INTERNAL, date(2026, 11, 17))
    record(store, ReportSubject(client="Acme Corp"), CLIENT, date(2026, 11, 18))
    record(store, ReportSubject(client="Acme Corp"), INTERNAL, date(2026, 11, 19))
    begun = {
        (subject, audience): states(store, subject, audience).since.day.day
        for subject in (ACME, EVERYTHING, ReportSubject(client="Acme Corp"))
        for audience in Audience
    }
    assert begun == {
        (ACME, CLIENT): LAST.day,
        (ACME, INTERNAL): 16,
        (EVERYTHING, CLIENT): LAST.day,
        (EVERYTHING, INTERNAL): 17,
        (ReportSubject(client="Acme Corp"), CLIENT): 18,
        (ReportSubject(client="Acme Corp"), INTERNAL): 19,
    }


def test_a_client_is_one_whatever_the_case_in_projects_and_in_records(store: Store) -> None:
    """Beyond ASCII too."""

    def add(do: Commands) -> None:
        do.projects.create({"key": "P1", "name": "One", "client": "Ärzte AG"})
        do.projects.create({"key": "P2", "name": "Two", "client": "ÄRZTE ag"})

    store.change_blocking(add)
    assert store.read.clients() == ("Acme Corp", "Ärzte AG")
    record(store, ReportSubject(client=" ärzte AG "))
    found = states(store, ReportSubject(client="ÄRZTE AG"))
    assert [state.plan.project.key for state in found.projects] == ["P1", "P2"]
    assert found.subject == ReportSubject(client="Ärzte AG"), "as the first project spells it"
    assert (found.since.day, found.beginning) == (FRIDAY, Beginning.REPORT)
    assert [written.client for written in store.read.written_reports(found.subject, CLIENT)] == ["ärzte AG"]


def test_archived_projects_are_reported_by_their_key_only(store: Store) -> None:
    store.change_blocking(lambda do: do.projects.archive(1, True))
    assert states(store).projects[0].plan.project.key == "ACME"
    assert states(store, EVERYTHING).projects == ()
    with pytest.raises(NotFound, match=r"There is no project for Acme Corp. No project names its client."):
        states(store, ReportSubject(client="Acme Corp"))


def test_a_beginning_can_be_asked_for(store: Store) -> None:
    with pytest.raises(NotFound, match=r"No earlier report for this audience was written on ACME. Choose another"):
        states(store, since=Beginning.REPORT)
    record(store)
    assert states(store, since=Beginning.REPORT).since.day == FRIDAY
    assert states(store, since=Beginning.REVIEW).since == store.read.review_moments(1)[-1]
    assert states(store, since=Beginning.DAYS).since.day == date(2026, 11, 15)
    assert states(store, since=date(2026, 11, 1)).beginning is Beginning.CHOSEN
    with pytest.raises(NotFound, match="No earlier review was finished on ACME"):
        states(store, today=LAST, since=Beginning.REVIEW)


def test_a_day_of_the_past_knows_only_the_reports_written_until_then(path: Path) -> None:
    """A report written later about an earlier day changes nothing in what was reported then."""
    with closing(Store.open(path, Clock.fixed(TODAY), "ana")) as store:
        record(store, until_on=date(2026, 11, 21))
    with closing(Store.open(path, Clock.fixed(date(2026, 11, 29)), "ana")) as store:

        def begun(moment: Moment) -> Moment:
            with closing(store.open_past(moment)) as past:
                return store.report_states(past.read, ACME, CLIENT, moment.day).since

        (review,) = store.read.review_moments(1)
        days = (review, Moment(date(2026, 11, 20)), Moment(date(2026, 11, 22)), Moment(date(2026, 11, 25)))
        before = [begun(moment) for moment in days]
        assert [moment.day.day for moment in before] == [6, 13, 21, 21]
        record(store, until_on=date(2026, 11, 10))
        record(store, until_on=date(2026, 11, 24))
        assert [begun(moment) for moment in days] == before
        assert states(store, today=date(2026, 11, 29)).since.day == date(2026, 11, 24)


def test_the_end_of_a_report_is_seen_as_it_was_known_when_it_was_written(store: Store) -> None:
    """What is told later for an earlier day came after it: the next report tells of it."""
    record(store)
    store.change_blocking(lambda do: do.milestones.edit(4, {"due_on": date(2026, 12, 9)}, {}), reported_on=LAST)
    (state,) = states(store).projects
    assert state.before.plan is not None
    assert {m.id: m.due_on for m in state.before.plan.milestones}[4] == date(2026, 12, 4)
    assert [move.due_on for move in state.moves[4]] == [date(2026, 12, 9)]


def test_a_file_of_the_ninth_version_gets_the_record_and_what_clients_see(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        migrate(db, path, STEPS[:9])
        db.execute("BEGIN")
        db.execute("INSERT INTO open_change VALUES (1)")
        db.execute(
            "INSERT INTO project (id, key, name, client, description, currency, state, working_days) "
            "VALUES (1, 'ACME', 'Portal', 'Acme', '', 'EUR', 'active', 31)"
        )
        db.execute(
            "INSERT INTO change (id, at, name, label, kind, reported_on) "
            "VALUES (1, '2026-11-02T12:00:00.000+00:00', 'ana', 'All', 'do', '2026-11-02')"
        )
        db.execute("DELETE FROM open_change")
        db.execute("COMMIT")
    with closing(Store.open(path, Clock.fixed(TODAY), "ana")) as store:
        project = store.read.project(1)
        assert (project.client_money.value, project.client_risks.value) == ("nothing", "nothing")
        record(store)
        store.change_blocking(
            lambda do: do.projects.edit(1, {"client_money": "payments", "client_risks": "severe"}, {})
        )
        assert store.read.project(1).client_money.value == "payments"
        undo(store)
        assert store.read.project(1).client_money.value == "nothing"
    assert contents(path) == replayed(path)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (LATEST,)


def test_the_instant_of_a_report_is_that_of_the_clock(path: Path) -> None:
    at = datetime(2026, 11, 22, 17, 5, tzinfo=UTC)
    with closing(Store.open(path, Clock(lambda: TODAY, lambda: at), "ana")) as store:
        record(store)
        assert store.read.written_reports(ACME, CLIENT)[0].written_at == at
