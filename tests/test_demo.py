"""The demo portfolio."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from replay import contents, replayed

from milestone_tui.demo.loader import PLANNER, demo_store
from milestone_tui.demo.portfolio import portfolio
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.agreements import Answer, Decision
from milestone_tui.plan.analysis.progress import planned_percent
from milestone_tui.plan.analysis.review_figures import figures_of, from_json
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.language.wording import due_words
from milestone_tui.plan.model import ChangeReason, Health, Verdict
from milestone_tui.plan.people import Role
from milestone_tui.plan.sign_off import acceptance_words
from milestone_tui.store import Store
from milestone_tui.store.checking import check_database

DRAWN_ON = portfolio().drawn_on


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with demo_store(Clock.fixed(DRAWN_ON), "visitor") as store:
        yield store


def overview(store: Store, today: date) -> dict[str, tuple[str, str, int | None, str, str, int | None]]:
    return {
        s.project.key: (
            *(s.verdict.health.value, s.phase, s.percent),
            *(s.next_title, due_words(s.next_due_on, today), s.slip_days),
        )
        for s in store.read.projects(today)
    }


EXPECTED = {
    "HELIO": ("off track", "Acceptance", 91, "Client sign-off", "3 d late", 14),
    "ACME": ("at risk", "Build", 62, "Beta release", "in 6 days", 5),
    "NORD": ("at risk", "Discovery", 15, "Architecture agreed", "tomorrow", 0),
    "VEGA": ("on track", "Launch", 86, "Store submission", "in 9 days", 0),
    "LUMEN": ("on track", "Build", 44, "Firmware 1.0 frozen", "in 3 weeks", 0),
    "ORBIT": ("completed", "", 100, "", "–", -3),
}


def test_the_portfolio_stands_as_it_is_drawn(store: Store) -> None:
    assert overview(store, DRAWN_ON) == EXPECTED
    summaries = store.read.projects(DRAWN_ON)
    assert sum(s.total for s in summaries) == 60
    assert sum(s.overdue for s in summaries) == 2


@pytest.mark.parametrize("days", [1, 4, 6])
def test_it_stands_the_same_on_other_days_of_the_week(days: int) -> None:
    today = DRAWN_ON + timedelta(days=days)
    with demo_store(Clock.fixed(today), "visitor") as store:
        assert overview(store, today) == EXPECTED


def test_the_customer_portal_is_the_one_of_the_pictures(store: Store) -> None:
    (plan,) = store.read.everything("ACME")
    assert [phase.name for phase in plan.phases] == ["Discovery", "Build", "Acceptance", "Launch"]
    assert planned_percent(plan.milestones, DRAWN_ON) == 70
    assert [(m.title, m.on, m.slip(DRAWN_ON)) for m in plan.milestones] == [
        ("Kick-off", date(2026, 10, 1), 0),
        ("Interviews done", date(2026, 10, 9), -2),
        ("Requirements signed", date(2026, 10, 20), 5),
        ("Architecture agreed", date(2026, 10, 26), 0),
        ("Prototype accepted", date(2026, 11, 9), -1),
        ("Beta release", date(2026, 11, 28), 9),
        ("Load test passed", date(2026, 12, 4), 4),
        ("Acceptance test", date(2027, 1, 8), 5),
        ("Client sign-off", date(2027, 1, 13), 5),
        ("Go-live", date(2027, 1, 18), 5),
    ]
    counted = {m.title: (m.criteria_met, m.criteria_total) for m in plan.milestones if m.criteria_total}
    assert counted == {"Beta release": (3, 5), "Load test passed": (0, 2)}
    titles = {m.id: m.title for m in plan.milestones}
    links = {(titles[link.predecessor_id], titles[link.successor_id]): link.lag for link in plan.links}
    assert links["Prototype accepted", "Beta release"] == 13


def test_its_lags_are_its_own(store: Store) -> None:
    links = [link for plan in store.read.everything() for link in plan.links]
    assert any(link.lag for link in links) and not any(link.kept for link in links)


def test_its_history_is_dated_back_and_not_the_visitors_to_undo(store: Store) -> None:
    (plan,) = store.read.everything("ACME")
    beta = next(m for m in plan.milestones if m.title == "Beta release")
    history = store.read.history(milestone_id=beta.id)
    moves = [change.at.date() for change in history if "Move" in change.label]
    assert moves == [date(2026, 11, 16), date(2026, 11, 10), date(2026, 11, 2)]
    assert {str(change.actor) for change in history} == {PLANNER, "Ana Kovač", "Raj Patel", "Paul Nguyen"}
    assert all(change.reported_on == change.at.date() for change in history)
    instants = [change.at for change in store.read.history(limit=1_000)]
    assert instants == sorted(instants, reverse=True)
    assert store.read.undoable() is None


def test_its_journal_is_whole(store: Store) -> None:
    assert contents(store.path) == replayed(store.path)
    assert check_database(store.path) == ()


def test_each_of_its_people_may_be_the_visitor() -> None:
    for name in (PLANNER, "Ana Kovač"):
        with demo_store(Clock.fixed(DRAWN_ON), Actor("visitor", name)) as store:
            assert store.read.undoable() is None


def test_the_database_is_thrown_away() -> None:
    with demo_store(Clock.fixed(DRAWN_ON), "visitor") as store:
        path: Path = store.path
        assert path.exists()
    assert not path.parent.exists()


def test_there_is_something_of_everything_to_look_at(store: Store) -> None:
    plans = {plan.project.key: plan for plan in store.read.everything()}
    titles = {(key, m.title): m for key, plan in plans.items() for m in plan.milestones}
    handover = store.read.detail(titles["HELIO", "Operations handover"].id)
    assert acceptance_words(handover.milestone, plans["HELIO"].project.calendar, DRAWN_ON) == (
        "acceptance due in 5 working days"
    )
    assert [(round_.answer, round_.answered_by) for round_ in handover.acceptances] == [
        (None, ""),
        (Answer.REJECTED, "Ines Brandt"),
    ]
    assert titles["ACME", "Prototype accepted"].accepted_on == date(2026, 11, 9)
    board = store.read.detail(titles["NORD", "Architecture agreed"].id)
    assert [(made.decision, made.decided_by) for made in board.decisions] == [(Decision.HOLD, "Karin Holm")]
    assert [(work.person, work.effort_days) for work in board.assignments] == [
        ("Léa Moreau", Decimal(2)),
        ("Raj Patel", Decimal(6)),
    ]
    assert {role.role for role in store.read.roles()} == set(Role)
    assert all(date(2026, 12, 25) in plan.project.holidays for plan in plans.values())
    assert [m.title for m in titles.values() if m.internal] == ["Performance test passed"]
    mia = next(person for person in store.read.people() if person.name == PLANNER)
    assert mia.capacity == Decimal("2.5")
    beta = store.read.milestone_history(titles["ACME", "Beta release"].id)
    reasons = [entry.reason for entry in beta if entry.field == "due_on"]
    assert reasons == [ChangeReason.CLIENT, ChangeReason.ESTIMATE, ChangeReason.SCOPE]


def test_past_reviews_froze_what_their_projects_were(store: Store) -> None:
    reviews = [review for s in store.read.projects(DRAWN_ON) for review in store.read.past_reviews(s.project.id)]
    assert len(reviews) > 10
    for past in reviews:
        id_, moment = past.review.project_id, past.moment
        with closing(store.open_past(moment)) as then:
            plan, risks = then.read.plan(id_), then.read.risks(id_)
            spent = [cost.amount for cost in then.read.costs(id_)]
        state = store.read.review_state(id_)._replace(
            risks=risks, since=None, needs=(), answers=past.answers, spent=sum(spent, Decimal(0)) if spent else None
        )
        verdict = Verdict(Health.ON_TRACK)
        counted = figures_of(plan, state, verdict, moment.day, state.spent)._replace(needed=())
        frozen = from_json(past.review.figures)
        assert frozen._replace(needed=()) == counted._replace(
            answers=tuple(answer._replace(outcome="") for answer in counted.answers)
        ), (plan.project.key, moment)


def test_what_was_needed_is_frozen_with_the_review(store: Store) -> None:
    acme = store.read.project_by_key("ACME")
    assert acme is not None
    figures = from_json(store.read.past_reviews(acme.id)[0].review.figures)
    assert [text for text, _ in figures.needed] == ["Test data from the warehouse", "Approval of the release notes"]
    assert all(since <= date(2026, 11, 13) for _, since in figures.needed)
