"""A client's report gives nothing away: neither a word, nor an amount, nor a count that what is hidden would change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from factories import TODAY, link, milestone, plan_of, project
from hypothesis import given
from hypothesis import strategies as st
from report_material import BEFORE, NOW, SINCE, plan, review, second_state, state, states_of, with_history

from milestone_tui.plan.actor import Actor
from milestone_tui.plan.analysis.burn_up import ScopeChange
from milestone_tui.plan.analysis.comparison import Move, Snapshot
from milestone_tui.plan.analysis.signals import MoneySignal, RiskSignal, Signals
from milestone_tui.plan.analysis.trend import Held
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.client_view import ClientMoney, ClientRisks
from milestone_tui.plan.model import ChangeReason, Health, Link, Milestone, MilestoneKind, MilestoneState, Plan
from milestone_tui.plan.monitoring import Cost, Risk, RiskKind
from milestone_tui.plan.report_state import ReportState, ReportStates
from milestone_tui.report.audience import seen_by
from milestone_tui.report.html import to_html
from milestone_tui.report.json import to_json
from milestone_tui.report.markdown import to_markdown
from milestone_tui.report.status import status_report
from milestone_tui.report.text import to_text
from milestone_tui.report.words import read_words

SECRET = "Zeppelin"
AMOUNT = Decimal("77310.13")
WRITTEN = ("zeppelin", "77310", "77,310", "77.310")
OTHER = 2
"""The id of the linked project."""
DAYS = st.integers(-90, 120).map(lambda days: TODAY + timedelta(days))
PAST = st.integers(-90, 0).map(lambda days: TODAY + timedelta(days))


@st.composite
def hidden_milestones(draw: st.DrawFn, number: int) -> tuple[Milestone, ...]:
    """An internal milestone at the beginning and at the end of the period; it may be missing at one end."""
    made = milestone(
        id=number,
        title=f"{SECRET} {number}",
        kind=draw(st.sampled_from(MilestoneKind)),
        due_on=draw(st.none() | DAYS),
        baseline_on=draw(st.none() | DAYS),
        deadline_on=draw(st.none() | DAYS),
        weight=draw(st.integers(1, 40)),
        value=AMOUNT,
        owner=SECRET,
        approver=SECRET,
        outcome=SECRET,
        internal=True,
        criteria_total=draw(st.integers(0, 3)),
        submitted_on=draw(st.none() | PAST),
        acceptance_days=draw(st.none() | st.integers(0, 9)),
        state=draw(st.sampled_from((MilestoneState.PLANNED, MilestoneState.SUBMITTED, MilestoneState.CANCELLED))),
    )
    done = made._replace(state=MilestoneState.DONE, done_on=draw(PAST), percent=100)
    return draw(st.sampled_from((made, done))), made._replace(due_on=draw(st.none() | DAYS))


@st.composite
def links_of(draw: st.DrawFn, ids: Sequence[int]) -> tuple[Link, ...]:
    """Links between what is hidden, what is not, and the other project."""
    others = [m.id for m in NOW] + [201, 202]
    return tuple(
        link(*ends, draw(st.integers(0, 30)))
        for id_ in ids
        for ends in draw(
            st.lists(st.sampled_from([*((id_, o) for o in others), *((o, id_) for o in others)]), max_size=2)
        )
    )


def neighbour(name: str, due_on: date, hidden: Sequence[Milestone] = ()) -> Plan:
    """A linked project, with names of its own."""
    made = project(id=OTHER, key=name.upper(), name=name, client=name, description=name, budget=AMOUNT)
    shown = milestone(id=201, project_id=OTHER, title=name, due_on=due_on, owner=name, value=AMOUNT, notes=name)
    return plan_of((shown, *hidden), project=made, links=(link(201, 3, 5), link(6, 201)))


def dresses(of: ReportStates, words: str = "") -> tuple[str, ...]:
    """A client's report in every dress."""
    report = status_report(of, Audience.CLIENT, read_words(words))
    return to_markdown(report), to_text(report), to_json(report), to_html(report)


def with_secrets(of: ReportState, ends: Sequence[tuple[Milestone, ...]], links: Sequence[Link]) -> ReportState:
    """The same state, with secrets in everything that a client does not see."""
    shown = of.plan.project
    money, sees_risks = shown.client_money, shown.client_risks is not ClientRisks.NOTHING

    def noted(m: Milestone) -> Milestone:
        with_notes = m._replace(notes=SECRET, tags=(SECRET,), invoice_number=SECRET)
        if money is ClientMoney.ALL or (money is ClientMoney.PAYMENTS and m.kind is MilestoneKind.PAYMENT):
            return with_notes
        return with_notes._replace(value=AMOUNT, invoiced_on=SINCE, paid_on=SINCE)

    now = plan((*map(noted, NOW), *(now for now, _ in ends)))
    earlier = plan((*map(noted, BEFORE), *(before for _, before in ends)))
    secret_project = shown._replace(description=SECRET, budget=shown.budget if money is ClientMoney.ALL else AMOUNT)
    costs = [Cost(7 + place, 1, now.id, TODAY, AMOUNT, SECRET) for place, (now, _) in enumerate(ends)]
    if money is not ClientMoney.ALL:
        costs.append(Cost(6, 1, None, TODAY, AMOUNT, SECRET))
    register = {"probability": 5, "impact": 5, "raised_on": TODAY, "internal": True, "owner": SECRET, "notes": SECRET}
    risks = [Risk(9 + place, 1, kind, title=SECRET, **register) for place, kind in enumerate(RiskKind)]  # type: ignore[arg-type]
    move = Move(TODAY, TODAY, Actor("z", SECRET), ChangeReason.OTHER, SECRET)
    said = {"summary": SECRET, "next": SECRET, "figures": SECRET, "computed": Health.OFF_TRACK}
    return of._replace(
        plan=now._replace(project=secret_project, links=(*now.links, *links)),
        before=Snapshot(SINCE, earlier, AMOUNT, tuple(risks)),
        moves={**of.moves, **{now.id: (move,) for now, _ in ends}},
        signals=Signals(MoneySignal(1, 100, 100), (RiskSignal(SECRET, 25, True),)),
        costs=(*(cost._replace(note=SECRET) for cost in of.costs), *costs),
        risks=(
            *(risk._replace(notes=SECRET, milestone_ids=(100,)) for risk in of.risks),
            *risks,
            risks[0]._replace(internal=False, probability=1 if sees_risks else 5),
        ),
        reviews=tuple(one._replace(**said) for one in of.reviews),  # type: ignore[arg-type]
        **_with_secret_history(of, [now.id for now, _ in ends]),  # type: ignore[arg-type]
    )


def _with_secret_history(of: ReportState, hidden: Sequence[int]) -> dict[str, object]:
    """Trend and scope, also of what is hidden, was hidden when it was deleted, or was hidden at first."""
    assert of.trend is not None
    secret = [Held(date(2026, 8, 3), due_on=TODAY, is_internal=True), Held(SINCE, due_on=SINCE, is_internal=True)]
    held = {id_: tuple(secret) for id_ in hidden}
    held[190] = (Held(date(2026, 8, 3), due_on=TODAY), *secret, Held(TODAY, exists=False, is_internal=True))
    held |= {id_: (*secret[: id_ % 2], *states) for id_, states in of.trend.milestones.items()}
    scope = [
        ScopeChange(date(2026, 8, 3), id_, counts=True, weight=7, value=AMOUNT, is_internal=True)
        for id_ in (*hidden, 190, 3)
    ]
    gone = ScopeChange(SINCE, 190, counts=False)
    baselines = dict.fromkeys(hidden, ((SINCE, TODAY),))
    return {"trend": of.trend._replace(milestones=held, baselines=baselines), "scope": (*scope, *of.scope, gone)}


@given(st.data())
def test_nothing_hidden_is_in_a_clients_report(data: st.DataObject) -> None:
    numbers = range(100, 100 + data.draw(st.integers(0, 4)))
    ends = [data.draw(hidden_milestones(number)) for number in numbers]
    links = data.draw(links_of(numbers))
    elsewhere = [now._replace(id=202, project_id=OTHER) for now, _ in ends[:1]]
    due_on = data.draw(DAYS)
    judged = data.draw(st.sampled_from((None, Health.ON_TRACK, Health.OFF_TRACK)))
    plain = with_history(state())._replace(
        reviews=(review(judged=judged),),
        neighbours=(neighbour("Elsewhere", due_on),),
        costs=(Cost(1, 1, 3, SINCE, Decimal(9_250)), Cost(2, 1, None, SINCE, Decimal(50))),
    )
    shown = plain.plan.project._replace(
        client_money=data.draw(st.sampled_from(ClientMoney)), client_risks=data.draw(st.sampled_from(ClientRisks))
    )
    plain = plain._replace(plan=plain.plan._replace(project=shown))
    if data.draw(st.booleans()):  # then the reporting dates are weeks from the first change on
        assert plain.trend is not None
        plain = plain._replace(trend=plain.trend._replace(reviews=()))
    secret = with_secrets(plain, ends, links)._replace(neighbours=(neighbour(SECRET, due_on, elsewhere),))
    (seen,) = seen_by(
        states_of(secret), Audience.CLIENT
    ).projects  # what no section of today shows may be shown by one of tomorrow
    assert not [word for word in WRITTEN if word in repr(seen).lower()]
    assert [review.computed for review in seen.reviews] == [None]
    known = {m.id for plan in (seen.plan, *seen.neighbours) for m in plan.milestones}
    assert all(
        {n.predecessor_id, n.successor_id} <= known for plan in (seen.plan, *seen.neighbours) for n in plan.links
    )
    other = second_state(client_money=ClientMoney.ALL)
    hidden = milestone(id=390, project_id=3, title=SECRET, internal=True, due_on=due_on, value=AMOUNT, owner=SECRET)
    both = other._replace(plan=other.plan._replace(milestones=(*other.plan.milestones, hidden)))
    for words in ("", "de"):
        for with_them, without in (
            (states_of(secret), states_of(plain)),
            (states_of(secret, both, client="Acme Corp"), states_of(plain, other, client="Acme Corp")),
        ):
            found = dresses(with_them, words)
            assert found == dresses(without, words)
            assert not [word for word in WRITTEN for text in found if word in text.lower()]


def test_the_same_secrets_are_in_an_internal_report() -> None:
    hidden = milestone(id=100, title=SECRET, internal=True, due_on=TODAY + timedelta(3))
    report = status_report(
        states_of(with_secrets(with_history(state()), [(hidden, hidden)], ())), Audience.INTERNAL, read_words()
    )
    for text in (to_markdown(report), to_text(report), to_json(report)):
        assert SECRET in text and "77" in text


def test_a_link_into_another_project_names_it_only_inside() -> None:
    tight = state()._replace(neighbours=(neighbour("Warehouse", date(2026, 11, 28)),))
    tight = tight._replace(plan=tight.plan._replace(links=(*tight.plan.links, link(201, 3, 5), link(6, 201))))
    client = to_text(status_report(states_of(tight), Audience.CLIENT, read_words()))
    assert "Beta release comes 5 working days too soon after another project." in client
    assert "arehouse" not in client and "WAREHOUSE" not in client
    internal = to_text(status_report(states_of(tight), Audience.INTERNAL, read_words()))
    assert "WAREHOUSE Warehouse" in internal


def test_a_milestone_that_was_internal_is_new_to_the_client_and_one_that_became_so_vanishes() -> None:
    shown, gone = milestone(id=20, title="Pilot", due_on=date(2026, 12, 1)), milestone(id=21, title="Rehearsal")
    before = (shown._replace(internal=True, due_on=date(2026, 11, 15)), gone)
    odd = state()._replace(
        plan=plan((*NOW, shown, gone._replace(internal=True))), before=Snapshot(SINCE, plan((*BEFORE, *before)))
    )
    text = to_text(status_report(states_of(odd), Audience.CLIENT, read_words()))
    assert "- Pilot, due 1 December" in text.split("Added\n")[1].split("\n\n")[0]
    assert "Rehearsal" not in text and "15 Nov" not in text


def test_a_client_sees_decisions_that_are_not_internal() -> None:
    internal = Risk(5, 1, RiskKind.DECISION, title="We drop the discount", raised_on=TODAY, internal=True)
    text = to_text(
        status_report(states_of(state()._replace(risks=(*state().risks, internal))), Audience.CLIENT, read_words())
    )
    assert "Beta goes to 40 users, 20 November" in text and "discount" not in text and "Test data comes" not in text


def test_a_review_shows_a_client_only_what_was_judged() -> None:
    seen = status_report(
        states_of(state()._replace(reviews=(review(computed=Health.OFF_TRACK),))), Audience.CLIENT, read_words()
    )
    text = to_text(seen)
    assert "● On track. As judged in the review of 13 November: The client has it." in text
    assert "after the target date" not in text  # computed otherwise, and the reasons are of that
    assert datetime(2026, 11, 13, 9, tzinfo=UTC).isoformat() not in to_json(seen)


def test_what_was_hidden_when_it_was_deleted_has_no_history_for_a_client() -> None:
    of = with_secrets(with_history(state()), [], ())
    (seen,) = seen_by(states_of(of), Audience.CLIENT).projects
    assert of.trend is not None and seen.trend is not None
    assert 190 in of.trend.milestones and 190 in {change.milestone_id for change in of.scope}
    assert 190 not in seen.trend.milestones and 190 not in {change.milestone_id for change in seen.scope}
    assert seen.trend.milestones[3][0].reported_on == date(2026, 10, 1)  # the earlier ones were hidden
