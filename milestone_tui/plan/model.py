"""The frozen values that the store hands out and the screens show; words as in the field (PMBOK, PRINCE2).

Each of them costs a third of a millisecond to define: those that the first frame shows nothing of are in modules of
their own (`agreements`, `people`, `detail`).
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from milestone_tui.plan.actor import Actor
from milestone_tui.plan.calendar.workdays import WorkCalendar, work_calendar
from milestone_tui.plan.sign import Sign, sign_of


class ProjectState(StrEnum):
    """Where a project is in its life."""

    PLANNED = "planned"
    ACTIVE = "active"
    ON_HOLD = "on hold"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class MilestoneState(StrEnum):
    """Where a milestone is in its life; `DONE` always has a `done_on`, no other state has one."""

    PLANNED = "planned"
    IN_PROGRESS = "in progress"
    SUBMITTED = "submitted"
    DONE = "done"
    CANCELLED = "cancelled"


class MilestoneKind(StrEnum):
    """What reaching the milestone means."""

    DELIVERY = "delivery"
    OBJECTIVE = "objective"
    GATE = "gate"
    EVENT = "event"
    PAYMENT = "payment"


class Health(StrEnum):
    """The colours of a health report, in words: first what is not judged, then from the best to the worst."""

    ARCHIVED = "archived"
    CANCELLED = "cancelled"
    COMPLETED = "completed"
    ON_TRACK = "on track"
    AT_RISK = "at risk"
    OFF_TRACK = "off track"

    @property
    def severity(self) -> int:
        """The worse, the more; 0 for archived."""
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
    """Days off besides the week's, sorted, each once; days that the week has off may be among them."""
    archived_at: datetime | None = None
    baseline_id: int | None = None
    """The current baseline: the one that slip is measured against."""
    acceptance_days: int = 10
    """Working days that a client has to accept what was submitted."""

    @property
    def is_live(self) -> bool:
        """Neither cancelled nor archived. What is in a project that is not live is never late and binds nobody."""
        return self.archived_at is None and self.state is not ProjectState.CANCELLED

    @property
    def called(self) -> str:
        """What it is called besides its key; empty where that is all the name it has."""
        return "" if self.name.upper() == self.key else self.name

    @property
    def calendar(self) -> WorkCalendar:
        """The days on which its people work: what lag, float and every count of working days go by."""
        return work_calendar(self.working_days, self.holidays)


class Holiday(NamedTuple):
    """A day off of a project, besides its week's."""

    id: int
    project_id: int
    day: date
    name: str = ""


class Phase(NamedTuple):
    """A stage of a project; phases stand in the order of `position`."""

    id: int
    project_id: int
    name: str
    position: int


class Milestone(NamedTuple):
    """One milestone as it stands now, with the column that the read views derive (`percent`)."""

    id: int
    project_id: int
    phase_id: int | None = None
    phase: str = ""
    """Name of the phase, empty without one."""
    title: str = ""
    kind: MilestoneKind = MilestoneKind.DELIVERY
    state: MilestoneState = MilestoneState.PLANNED
    owner: str = ""
    """Name of the accountable person, empty when unowned."""
    due_on: date | None = None
    """The forecast: when it is expected now; None when nobody has said yet."""
    baseline_on: date | None = None
    """Its date in the project's current baseline."""
    deadline_on: date | None = None
    """What a contract fixes."""
    done_on: date | None = None
    """The actual: when it was reached."""
    progress: int = 0
    """0-100 as a person judged it; counts only where there are no criteria."""
    weight: int = 1
    value: Decimal | None = None
    deliverable: str = ""
    tags: tuple[str, ...] = ()
    notes: str = ""
    criteria_met: int = 0
    criteria_total: int = 0
    percent: int = 0
    """0-100: 100 when done, else criteria met over criteria (99 at most), else `progress`."""
    forecast_at: datetime | None = None
    """When the forecast was last set or confirmed."""
    approver: str = ""
    """Name of the person who accepts it, empty when nobody is named."""
    internal: bool = False
    """Left out of what a client sees."""
    submitted_on: date | None = None
    """When it was handed over for acceptance; None again when that was rejected or withdrawn."""
    accepted_on: date | None = None
    """When what was submitted was accepted."""
    acceptance_days: int | None = None
    """Working days that acceptance has, or had, from `submitted_on`."""
    added: bool = False
    """Came after the project's current baseline, which does not know it: it neither slips nor is on time by that."""
    project_is_live: bool = True
    """Whether its project `is_live`."""
    rejected: bool = False
    """The last answer to what was submitted was a rejection; a round that was withdrawn has no answer."""

    @property
    def sign(self) -> Sign:
        """What it is shown as."""
        return sign_of(self.kind, self.state, self.rejected)

    @property
    def is_open(self) -> bool:
        """Neither done nor cancelled."""
        return self.state not in (MilestoneState.DONE, MilestoneState.CANCELLED)

    @property
    def binds(self) -> bool:
        """Whether its links count: neither it nor its project is cancelled, and its project is not archived."""
        return self.project_is_live and self.state is not MilestoneState.CANCELLED

    @property
    def on(self) -> date | None:
        """The day it stands at: the actual if there is one, else the forecast."""
        return self.done_on or self.due_on

    def overdue(self, today: date) -> bool:
        """Open, in a project that is live, and expected before `today`; what is due today is not late."""
        due = self.due_on  # compared first: it is asked of every milestone at every tick
        return due is not None and due < today and self.project_is_live and self.is_open

    def finish(self, today: date) -> date | None:
        """Return the actual, else the forecast; of what is overdue `today`: it is done today at the earliest."""
        due = self.due_on
        if self.done_on is not None:
            return self.done_on
        return today if due is not None and due < today and self.overdue(today) else due

    def slip(self, today: date) -> int | None:
        """Return the calendar days from the baseline date to the finish, + is late; None without one of the two."""
        if self.baseline_on is None:
            return None
        finish = self.finish(today)
        return None if finish is None else (finish - self.baseline_on).days


class Criterion(NamedTuple):
    """One thing that must hold before a milestone counts as reached."""

    id: int
    milestone_id: int
    text: str
    met_on: date | None
    position: int


class Link(NamedTuple):
    """A dependency: the successor may be no earlier than `lag` working days after the predecessor."""

    id: int
    predecessor_id: int
    successor_id: int
    lag: int
    kept: bool = False
    """The lag was kept from the dates, nobody typed it: who moves the successor earlier shortens it."""


class Person(NamedTuple):
    """Somebody who owns milestones, works on them or accepts them."""

    id: int
    name: str = ""
    email: str = ""
    organisation: str = ""
    capacity: Decimal = Decimal(5)
    """Days a week that this person works."""


class Baseline(NamedTuple):
    """A plan as it was agreed; immutable."""

    id: int
    project_id: int
    name: str
    taken_at: datetime
    reason: str = ""
    approved_by: str = ""
    taken_by: str = ""
    """Who took it, by the journal."""


class ChangeKind(StrEnum):
    """How a change came to be: done by a person, or taking an earlier change back or forth."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"


class ChangeReason(StrEnum):
    """Why a date was moved."""

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
    """The reason in a person's own words, where the list has none for it."""


class Forecast(NamedTuple):
    """A day that a milestone was expected on, as long as it was not moved on."""

    day: date
    reason: ChangeReason | None = None
    """Why it was moved there, where somebody said so."""
    reason_note: str = ""


class SavedTemplate(NamedTuple):
    """A project to start others from, in the words of `plan.template`."""

    id: int
    name: str
    body: str
    saved_at: datetime


class Plan(NamedTuple):
    """Everything of one project that a timeline shows; phases by position, milestones by phase, date and id."""

    project: Project
    phases: tuple[Phase, ...]
    milestones: tuple[Milestone, ...]
    links: tuple[Link, ...]
    """Every link with at least one end in this project."""
    baseline: Baseline | None


class LinkedMilestone(NamedTuple):
    """The other end of a link, with what is needed to name it."""

    id: int
    project_key: str
    title: str
    due_on: date | None
    done_on: date | None
    lag: int
    kept: bool = False
    """As of `Link`."""


class Finding(NamedTuple):
    """A health rule that fired, in words a sponsor understands."""

    health: Health
    milestone_id: int | None
    text: str


class Verdict(NamedTuple):
    """The health of a project with the findings behind it, worst first."""

    health: Health
    findings: tuple[Finding, ...] = ()


class ProjectSummary(NamedTuple):
    """One project as the portfolio shows it."""

    project: Project
    phase: str
    """Phase of the next milestone; empty without one."""
    total: int
    """Milestones that are not cancelled."""
    done: int
    percent: int | None
    """Weighted percent complete, rounded down; None when there is nothing to measure."""
    overdue: int
    """Open and due before today; 0 of a project that is not live."""
    due_this_week: int
    """Open and due from today to the Sunday of this week; 0 of a project that is not live."""
    next_id: int | None
    """The open milestone with the earliest forecast; None of a project that is not live."""
    next_title: str
    next_due_on: date | None
    finish_on: date | None
    """The latest finish of what is not cancelled; what is overdue counts from today."""
    baseline_finish_on: date | None
    """The latest date of the current baseline."""
    verdict: Verdict
    next_sign: Sign = Sign.OPEN
    """What the next milestone is shown as."""
    all_cancelled: bool = False
    """It has milestones, and all of them are cancelled."""

    @property
    def slip_days(self) -> int | None:
        """Calendar days from the finish in the current baseline to the finish, + is late; None without one of them."""
        if self.finish_on is None or self.baseline_finish_on is None:
            return None
        return (self.finish_on - self.baseline_finish_on).days

    @property
    def lacks_baseline(self) -> bool:
        """Whether there are milestones, in a project that is live, that no slip can be measured of."""
        return self.total > 0 and self.project.is_live and self.project.baseline_id is None
