"""A project in the middle of its way, as plan values, for tests of reports."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal

from factories import TODAY, link, milestone, plan_of, project

from milestone_tui.plan.actor import Actor
from milestone_tui.plan.analysis.burn_up import ScopeChange
from milestone_tui.plan.analysis.comparison import Move, Snapshot
from milestone_tui.plan.analysis.trend import Held, TrendHistory
from milestone_tui.plan.model import ChangeReason, Health, Milestone, MilestoneKind, MilestoneState, Plan
from milestone_tui.plan.moment import Moment
from milestone_tui.plan.monitoring import Cost, Need, Review, Risk, RiskKind
from milestone_tui.plan.report_state import ReportState, ReportStates
from milestone_tui.plan.reporting import Beginning, ReportSubject

SINCE = date(2026, 11, 13)
ACME = project(target_on=date(2027, 1, 13), budget=Decimal(260_000))
BEFORE = (
    milestone(id=1, title="Kick-off", due_on=date(2026, 10, 1), done_on=date(2026, 10, 1)),
    milestone(id=2, title="Prototype accepted", due_on=date(2026, 11, 20), baseline_on=date(2026, 11, 20)),
    milestone(id=3, title="Beta release", due_on=date(2026, 11, 21), baseline_on=date(2026, 11, 19), owner="Ana Kovač"),
    milestone(id=4, title="Load test passed", due_on=date(2026, 12, 2), baseline_on=date(2026, 11, 30)),
    milestone(id=5, title="Training held", due_on=date(2026, 12, 9)),
    milestone(id=6, title="Go-live", due_on=date(2027, 1, 18), baseline_on=date(2027, 1, 13)),
)
_KICK_OFF, _PROTOTYPE, _BETA, _LOAD_TEST, _, _GO_LIVE = BEFORE
NOW = (
    _KICK_OFF,
    _PROTOTYPE._replace(
        done_on=date(2026, 11, 19),
        state=MilestoneState.DONE,
        percent=100,
        outcome="Acme's staff found it by themselves.",
    ),
    _BETA._replace(due_on=date(2026, 11, 28), criteria_met=3, criteria_total=5, percent=60, value=Decimal(40_000)),
    _LOAD_TEST._replace(due_on=date(2026, 12, 4)),
    _GO_LIVE,
    milestone(
        id=7,
        title="Manual",
        due_on=date(2026, 12, 18),
        state=MilestoneState.SUBMITTED,
        submitted_on=date(2026, 11, 16),
        acceptance_days=10,
        approver="Tom Reed",
    ),
    milestone(
        id=8, title="Second rate", kind=MilestoneKind.PAYMENT, due_on=date(2027, 1, 18), value=Decimal("12345.50")
    ),
)
_ANA = Actor("ana", "ana")
_BEGUN = date(2026, 10, 1)
_BETA_HELD = (
    (_BEGUN, date(2026, 11, 19)),
    (date(2026, 11, 9), date(2026, 11, 21)),
    (date(2026, 11, 18), date(2026, 11, 28)),
)


def review(**overrides: object) -> Review:
    """A review that was finished on the day on which the period begins."""
    made = Review(
        1, 1, SINCE, datetime(2026, 11, 13, 9, tzinfo=UTC), judged=Health.ON_TRACK, judged_reason="The client has it."
    )
    return made._replace(**overrides)  # type: ignore[arg-type]


def plan(milestones: Iterable[Milestone]) -> Plan:
    """The plan of the project with these milestones."""
    return plan_of(tuple(milestones), project=ACME, links=(link(3, 4), link(4, 6)))


def state() -> ReportState:
    """Everything about the project, with something to say in every section."""
    return ReportState(
        day=TODAY,
        plan=plan(NOW),
        since=Moment(SINCE),
        beginning=Beginning.REVIEW,
        before=Snapshot(SINCE, plan(BEFORE)),
        moves={
            3: (Move(date(2026, 11, 18), date(2026, 11, 28), _ANA, ChangeReason.CLIENT),),
            4: (Move(date(2026, 11, 18), date(2026, 12, 4), _ANA, ChangeReason.OTHER, "follows the beta"),),
        },
        costs=(Cost(1, 1, 3, date(2026, 11, 2), Decimal(9_250)),),
        risks=(
            Risk(1, 1, title="Test data comes late", probability=4, impact=5, raised_on=SINCE, owner="Raj Patel"),
            Risk(2, 1, RiskKind.DECISION, title="Beta goes to 40 users", raised_on=date(2026, 11, 20)),
        ),
        needs=(Need(1, 1, 1, "Test data", SINCE),),
        reviews=(
            review(
                id=2,
                held_on=date(2026, 11, 20),
                judged=None,
                judged_reason="",
                decisions="- Go-live stays in January\n\n- The beta is for staff only",
            ),
            review(),
        ),
    )


def states_of(*projects: ReportState, client: str = "") -> ReportStates:
    """A report on these projects: on the one, on those of a client, or on all."""
    first = projects[0]
    subject = ReportSubject(first.plan.project.key if len(projects) == 1 and not client else "", client)
    return ReportStates(subject, first.day, first.since, first.beginning, projects)


def with_history(of: ReportState) -> ReportState:
    """The project, with three reviews over which its dates moved, and a milestone that came late."""
    held = {
        1: (Held(_BEGUN, due_on=date(2026, 10, 1)), Held(_BEGUN, due_on=_BEGUN, done_on=_BEGUN)),
        2: (Held(_BEGUN, due_on=date(2026, 11, 20)), Held(date(2026, 11, 19), due_on=None, done_on=date(2026, 11, 19))),
        3: (*(Held(on, due_on=due) for on, due in _BETA_HELD),),
        4: (Held(_BEGUN, due_on=date(2026, 12, 2)), Held(date(2026, 11, 18), due_on=date(2026, 12, 4))),
        6: (Held(_BEGUN, due_on=date(2027, 1, 25)), Held(date(2026, 11, 10), due_on=date(2027, 1, 18))),
        7: (Held(date(2026, 11, 15), due_on=date(2026, 12, 18)),),
    }
    scope = [ScopeChange(states[0].reported_on, id_, counts=True) for id_, states in held.items()]
    reviews = (date(2026, 11, 6), SINCE, date(2026, 11, 20))
    return of._replace(trend=TrendHistory(held, {}, reviews), scope=tuple(scope))


def second_state(**overrides: object) -> ReportState:
    """Another project of the same client, which is on track."""
    own = project(id=3, key="SHOP", name="Web shop", **overrides)
    made = (
        milestone(
            id=301, project_id=3, title="Catalogue loaded", due_on=date(2026, 11, 18), done_on=date(2026, 11, 18)
        ),
        milestone(id=302, project_id=3, title="Checkout tested", due_on=date(2027, 2, 1), baseline_on=date(2027, 2, 3)),
    )
    now = plan_of(made, project=own)
    before = now._replace(milestones=(made[0]._replace(state=MilestoneState.PLANNED, done_on=None), made[1]))
    return ReportState(TODAY, now, Moment(SINCE), Beginning.REVIEW, Snapshot(SINCE, before))
