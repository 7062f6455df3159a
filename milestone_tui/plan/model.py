"""The immutable values that the store returns and the screens show, in the terms of PMBOK and PRINCE2.

Defining one takes a third of a millisecond: those that the first frame does not need are in `agreements`, `people` and
`detail`.
"""

# Annotations are no texts here: Python would compile that of each field of a named tuple at start-up.

from datetime import date, datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum
from typing import NamedTuple

from milestone_tui.plan.actor import Actor
from milestone_tui.plan.analysis.thresholds import DEFAULTS, Thresholds
from milestone_tui.plan.calendar.workdays import WorkCalendar, work_calendar
from milestone_tui.plan.client_view import ClientMoney, ClientRisks
from milestone_tui.plan.earned_by import EarnedBy
from milestone_tui.plan.sign import Sign, sign_of


class ProjectState(StrEnum):
    """State of a project."""

    PLANNED = "planned"
    ACTIVE = "active"
    ON_HOLD = "on hold"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class MilestoneState(StrEnum):
    """State of a milestone; only `DONE` has a `done_on`, and it always has one."""

    PLANNED = "planned"
    IN_PROGRESS = "in progress"
    SUBMITTED = "submitted"
    DONE = "done"
    CANCELLED = "cancelled"


class MilestoneKind(StrEnum):
    """Kind of a milestone."""

    DELIVERY = "delivery"
    OBJECTIVE = "objective"
    GATE = "gate"
    EVENT = "event"
    PAYMENT = "payment"


class Health(StrEnum):
    """Health of a project: first the values without a judgement, then from best to worst."""

    ARCHIVED = "archived"
    CANCELLED = "cancelled"
    COMPLETED = "completed"
    ON_TRACK = "on track"
    AT_RISK = "at risk"
    OFF_TRACK = "off track"

    @property
    def severity(self) -> int:
        """Rank of the health, higher for worse; 0 for archived."""
        return _SEVERITY[self]


_SEVERITY = {health: severity for severity, health in enumerate(Health)}


class Project(NamedTuple):
    """One project; `working_days` is a week mask with bit 0 for Monday (31 is Monday to Friday)."""

    id: int
    key: str = ""
    name: str = ""
    client: str = ""
    description: str = ""
    start_on: date | None = None
    target_on: date | None = None
    budget: Decimal | None = None
    currency: str = "EUR"
    state: ProjectState = ProjectState.ACTIVE
    working_days: int = 31
    holidays: tuple[date, ...] = ()
    """Days off, sorted, without duplicates; some may be outside the working week."""
    worked: tuple[date, ...] = ()
    """Worked days, such as a worked Saturday: sorted, without duplicates, none of them a day off."""
    archived_at: datetime | None = None
    baseline_id: int | None = None
    """The current baseline, against which slip is measured."""
    acceptance_days: int = 10
    """Working days that a client has for acceptance."""
    earned_by: EarnedBy = EarnedBy.DONE
    thresholds: str = ""
    """The thresholds of health that differ from the settings, as `plan.analysis.thresholds` reads them."""
    client_money: ClientMoney = ClientMoney.NOTHING
    client_risks: ClientRisks = ClientRisks.NOTHING

    @property
    def is_live(self) -> bool:
        """Whether the project is neither cancelled nor archived; otherwise its milestones are never late nor bind."""
        return self.archived_at is None and self.state is not ProjectState.CANCELLED

    @property
    def called(self) -> str:
        """The name; empty if it is the same as the key."""
        return "" if self.name.upper() == self.key else self.name

    @property
    def calendar(self) -> WorkCalendar:
        """The project's working days, used for lag, float and every count of working days."""
        return work_calendar(self.working_days, self.holidays, self.worked)


class Holiday(NamedTuple):
    """A day off of a project, or a worked day."""

    id: int
    project_id: int
    day: date
    name: str = ""
    is_worked: bool = False


class Phase(NamedTuple):
    """A stage of a project; `position` is its place in the order of the phases."""

    id: int
    project_id: int
    name: str
    position: int


class Milestone(NamedTuple):
    """One milestone with its present values; `percent` is computed by the read views."""

    id: int
    project_id: int
    phase_id: int | None = None
    phase: str = ""
    """Name of the phase; empty without one."""
    title: str = ""
    kind: MilestoneKind = MilestoneKind.DELIVERY
    state: MilestoneState = MilestoneState.PLANNED
    owner: str = ""
    """Name of the accountable person; empty without one."""
    due_on: date | None = None
    """The due date, which is the current forecast."""
    baseline_on: date | None = None
    """Its date in the project's current baseline."""
    deadline_on: date | None = None
    """The date fixed by a contract."""
    done_on: date | None = None
    """The done date, which is the actual."""
    progress: int = 0
    """0-100 as estimated by a person; counts only without criteria."""
    weight: int = 1
    value: Decimal | None = None
    deliverable: str = ""
    tags: tuple[str, ...] = ()
    notes: str = ""
    criteria_met: int = 0
    criteria_total: int = 0
    percent: int = 0
    """0-100: 100 if done, else the share of criteria met (99 at most), else `progress`."""
    forecast_at: datetime | None = None
    """When the due date was last set or confirmed."""
    approver: str = ""
    """Name of the approver; empty without one."""
    internal: bool = False
    """Whether reports for clients omit it."""
    submitted_on: date | None = None
    """When it was submitted; None again after a rejection or withdrawal."""
    accepted_on: date | None = None
    """When it was accepted."""
    acceptance_days: int | None = None
    """Working days from `submitted_on` within which acceptance is due."""
    added: bool = False
    """Whether it was added after the current baseline was set, so that it has no slip."""
    project_is_live: bool = True
    """Whether its project `is_live`."""
    rejected: bool = False
    """Whether the last answer to a submission was a rejection; a withdrawn submission has no answer."""
    outcome: str = ""
    """One sentence about what a done milestone achieved."""
    invoiced_on: date | None = None
    """When a payment was invoiced."""
    invoice_number: str = ""
    paid_on: date | None = None
    """When an invoiced payment was paid."""

    @property
    def sign(self) -> Sign:
        """The meaning of its glyph."""
        return sign_of(self.kind, self.state, self.rejected)

    @property
    def is_open(self) -> bool:
        """Whether it is neither done nor cancelled."""
        return self.state not in (MilestoneState.DONE, MilestoneState.CANCELLED)

    @property
    def binds(self) -> bool:
        """Whether its links count: neither it nor its project is cancelled, and its project is not archived."""
        return self.project_is_live and self.state is not MilestoneState.CANCELLED

    @property
    def on(self) -> date | None:
        """The done date, else the due date."""
        return self.done_on or self.due_on

    def overdue(self, today: date) -> bool:
        """Return whether it is open, due before `today`, and in a live project."""
        due = self.due_on  # compared first: every tick calls this for every milestone
        return due is not None and due < today and self.project_is_live and self.is_open

    def finish(self, today: date) -> date | None:
        """Return the done date, else the due date; `today` if it is overdue, since it is done today at the earliest."""
        due = self.due_on
        if self.done_on is not None:
            return self.done_on
        return today if due is not None and due < today and self.overdue(today) else due

    def slip(self, today: date) -> int | None:
        """Return the calendar days from baseline date to finish, positive for late; None if either is missing."""
        if self.baseline_on is None:
            return None
        finish = self.finish(today)
        return None if finish is None else (finish - self.baseline_on).days


class Criterion(NamedTuple):
    """One acceptance criterion of a milestone."""

    id: int
    milestone_id: int
    text: str
    met_on: date | None
    position: int


class Link(NamedTuple):
    """A dependency: the successor is at least `lag` working days after the predecessor."""

    id: int
    predecessor_id: int
    successor_id: int
    lag: int
    kept: bool = False
    """Whether the lag was computed from the dates, not typed: moving the successor earlier shortens it."""


class Person(NamedTuple):
    """A person who owns milestones, works on them or approves them."""

    id: int
    name: str = ""
    email: str = ""
    organisation: str = ""
    capacity: Decimal = Decimal(5)
    """Working days a week."""


class Baseline(NamedTuple):
    """An agreed plan; it never changes."""

    id: int
    project_id: int
    name: str
    taken_at: datetime
    reason: str = ""
    approved_by: str = ""
    taken_by: str = ""
    """Who set it, from the journal."""


class ChangeKind(StrEnum):
    """Whether a change is a person's own, or the undo or redo of an earlier one."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"


class ChangeReason(StrEnum):
    """Reason for moving a date."""

    CLIENT = "client input late"
    SCOPE = "scope"
    ESTIMATE = "estimate"
    RESOURCE = "resource"
    SUPPLIER = "supplier"
    TECHNICAL = "technical"
    HOLIDAY = "holiday"
    OTHER = "other"


class Change(NamedTuple):
    """One entry of the journal: who did what, when."""

    id: int
    at: datetime
    actor: Actor
    label: str
    kind: ChangeKind
    reverts: int | None = None
    """The change that this one undoes."""
    reason: ChangeReason | None = None
    reason_note: str = ""
    """A reason in the person's own words."""
    reported_on: date | None = None
    """The day that it speaks for: that of its instant, or an earlier one, if it was reported later."""
    backdated: bool = False
    """Whether it was made for an earlier day on purpose; its undo speaks for that day too."""


class Forecast(NamedTuple):
    """One due date in the history of a milestone."""

    day: date
    reason: ChangeReason | None = None
    """Why it was moved to this date, if known."""
    reason_note: str = ""


class SavedTemplate(NamedTuple):
    """A stored template; `plan.templates.serialization` reads its body."""

    id: int
    name: str
    body: str
    saved_at: datetime


class Plan(NamedTuple):
    """Everything that a timeline shows of one project; phases by position, milestones by phase, date and id."""

    project: Project
    phases: tuple[Phase, ...]
    milestones: tuple[Milestone, ...]
    links: tuple[Link, ...]
    """Every link with at least one end in this project."""
    baseline: Baseline | None


class LinkedMilestone(NamedTuple):
    """The other end of a link, with everything needed to name it."""

    id: int
    project_key: str
    title: str
    due_on: date | None
    done_on: date | None
    lag: int
    kept: bool = False
    """As in `Link`."""


class Finding(NamedTuple):
    """A health rule that fired, in a sponsor's words."""

    health: Health
    milestone_id: int | None
    text: str


class Verdict(NamedTuple):
    """Health of a project with its findings, worst first, and the thresholds that it was judged by."""

    health: Health
    findings: tuple[Finding, ...] = ()
    limits: Thresholds = DEFAULTS


class ProjectSummary(NamedTuple):
    """One project in the portfolio."""

    project: Project
    phase: str
    """Phase of the next milestone; empty if there is none."""
    total: int
    """Milestones that are not cancelled."""
    done: int
    percent: int | None
    """Weighted percent complete, rounded down; None if there is nothing to measure."""
    overdue: int
    """Open milestones due before today; 0 if the project is not live."""
    due_this_week: int
    """Open milestones due in what is left of the `due_week`; 0 if the project is not live."""
    next_id: int | None
    """Open milestone with the earliest due date; None if the project is not live."""
    next_title: str
    next_due_on: date | None
    finish_on: date | None
    """Latest finish of the milestones that are not cancelled; an overdue one counts as today."""
    baseline_finish_on: date | None
    """Latest date in the current baseline."""
    verdict: Verdict
    next_sign: Sign = Sign.OPEN
    """Sign of the next milestone."""
    all_cancelled: bool = False
    """Whether it has milestones and all of them are cancelled."""
    spent: Decimal | None = None
    """What was spent until today, also on its milestones; None if nothing was ever recorded."""

    @property
    def shows_budget(self) -> bool:
        """Whether something was spent and there is a budget to compare it with."""
        return self.spent is not None and bool(self.project.budget)

    @property
    def spent_percent(self) -> int | None:
        """What was spent as percent of the budget, rounded up beyond 100; None without either."""
        budget = self.project.budget
        if self.spent is None or not budget:
            return None
        percent = 100 * self.spent / budget
        return int(percent.to_integral_value(ROUND_CEILING if percent > 100 else ROUND_FLOOR))

    reviewed_on: date | None = None
    """When the last finished review was held."""
    judged: Health | None = None
    """Health as the last review judged it, which counts until the next one."""

    @property
    def slip_days(self) -> int | None:
        """Calendar days from baseline finish to finish, positive for late; None if either is missing."""
        if self.finish_on is None or self.baseline_finish_on is None:
            return None
        return (self.finish_on - self.baseline_finish_on).days

    @property
    def is_settled(self) -> bool:
        """Whether the project is completed, cancelled or archived."""
        return self.verdict.health is Health.COMPLETED or not self.project.is_live

    @property
    def lacks_health(self) -> bool:
        """Whether a live project has nothing that could be judged: no milestones, or only cancelled ones."""
        if self.total or not self.project.is_live or self.verdict.health is Health.COMPLETED:
            return False
        return self.all_cancelled or not self.verdict.findings

    @property
    def lacks_baseline(self) -> bool:
        """Whether a live project has milestones but no baseline, so that slip is unknown."""
        return self.total > 0 and self.project.is_live and self.project.baseline_id is None
