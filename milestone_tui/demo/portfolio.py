"""The sample projects: six projects of a consultancy, written for one Sunday and shifted to today.

The data is in TOML files: `portfolio.toml`, and one file per project in `projects/`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

from milestone_tui.plan.agreements import Decision
from milestone_tui.plan.client_view import ClientMoney, ClientRisks
from milestone_tui.plan.earned_by import EarnedBy
from milestone_tui.plan.model import ChangeReason, Health, MilestoneKind
from milestone_tui.plan.monitoring import RiskKind, RiskResponse
from milestone_tui.plan.people import Role


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A person with roles in the projects."""

    name: str
    organisation: str
    capacity: Decimal
    """Days a week."""


@dataclass(frozen=True, slots=True)
class DemoDayOff:
    """A day off of all projects, in every year."""

    month: int
    day: int
    name: str


@dataclass(frozen=True, slots=True)
class DemoRole:
    """The role of a person in a project."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class DemoMove:
    """A change of the due date; the same date again confirms it."""

    on: date
    to: date
    reason: ChangeReason | None = None


@dataclass(frozen=True, slots=True)
class DemoLink:
    """A predecessor of a milestone, and the free float of the link today, in working days."""

    title: str
    slack: int


@dataclass(frozen=True, slots=True)
class DemoCriterion:
    """A criterion, and the date on which it was met."""

    text: str
    met_on: date | None = None


@dataclass(frozen=True, slots=True)
class DemoSubmission:
    """A submission of a milestone; one that was not rejected was accepted, or awaits its answer."""

    submitted: date
    by: str
    rejected: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class DemoDecision:
    """A decision at a gate."""

    on: date
    decision: Decision
    by: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class DemoWork:
    """The effort of a person for a milestone, in days."""

    name: str
    days: Decimal


@dataclass(frozen=True, slots=True)
class DemoSpent:
    """An amount spent on a day."""

    on: date
    amount: Decimal
    note: str = ""


@dataclass(frozen=True, slots=True)
class DemoProgress:
    """A new estimate of a milestone's progress."""

    on: date
    percent: int


@dataclass(frozen=True, slots=True)
class DemoRating:
    """A new rating of a risk."""

    on: date
    probability: int
    impact: int


@dataclass(frozen=True, slots=True)
class DemoRisk:
    """An entry of the risk register with its history."""

    title: str
    raised: date
    kind: RiskKind = RiskKind.RISK
    ratings: tuple[DemoRating, ...] = ()
    """The first one is from the day on which it was raised."""
    owner: str = ""
    response: RiskResponse = RiskResponse.NONE
    text: str = ""
    review: date | None = None
    threatens: tuple[str, ...] = ()
    occurred: date | None = None
    closed: date | None = None
    internal: bool = False


@dataclass(frozen=True, slots=True)
class DemoNeed:
    """Something that is needed from the client, asked for in a review."""

    text: str
    met: date | None = None


@dataclass(frozen=True, slots=True)
class DemoReview:
    """A finished review; it keeps each open milestone that is due within six weeks and was not moved that day."""

    on: date
    computed: Health
    judged: Health | None = None
    reason: str = ""
    summary: str = ""
    next: str = ""
    decisions: str = ""
    needed: tuple[DemoNeed, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoReport:
    """A report that was written for the client, about what came after one day and up to another."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class DemoAbsence:
    """Days on which a person is away, and since when that is known."""

    name: str
    first: date
    last: date
    known: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class DemoMilestone:
    """A milestone with its baseline date and its history."""

    title: str
    phase: str
    owner: str
    agreed: date
    done: date | None = None
    """The date of acceptance if there are submissions; the date of the decision for a gate."""
    moves: tuple[DemoMove, ...] = ()
    after: tuple[DemoLink, ...] = ()
    criteria: tuple[DemoCriterion, ...] = ()
    weight: int = 1
    kind: MilestoneKind = MilestoneKind.DELIVERY
    value: Decimal | None = None
    deadline: date | None = None
    deliverable: str = ""
    tags: tuple[str, ...] = ()
    notes: str = ""
    approver: str = ""
    rounds: tuple[DemoSubmission, ...] = ()
    decisions: tuple[DemoDecision, ...] = ()
    work: tuple[DemoWork, ...] = ()
    internal: bool = False
    estimates: tuple[DemoProgress, ...] = ()
    spent: tuple[DemoSpent, ...] = ()
    outcome: str = ""
    """What it achieved, written in the review after it was done."""
    invoiced: date | None = None
    invoice_number: str = ""
    paid: date | None = None

    @property
    def on(self) -> date:
        """Return its done date, or else its due date today."""
        return self.done or (self.moves[-1].to if self.moves else self.agreed)


@dataclass(frozen=True, slots=True)
class DemoProject:
    """A project with all its parts; the phases are in the order of their milestones."""

    key: str
    name: str
    client: str
    description: str
    start: date
    target: date
    budget: Decimal
    milestones: tuple[DemoMilestone, ...]
    closed: date | None = None
    earned_by: EarnedBy = EarnedBy.DONE
    roles: tuple[DemoRole, ...] = ()
    spent: tuple[DemoSpent, ...] = ()
    """What was spent on no milestone in particular."""
    risks: tuple[DemoRisk, ...] = ()
    reviews: tuple[DemoReview, ...] = ()
    reports: tuple[DemoReport, ...] = ()
    client_money: ClientMoney = ClientMoney.NOTHING
    client_risks: ClientRisks = ClientRisks.NOTHING


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All sample projects, and the people and days off they share."""

    drawn_on: date
    """The date that counts as today in the files."""
    people: tuple[DemoPerson, ...]
    days_off: tuple[DemoDayOff, ...]
    absences: tuple[DemoAbsence, ...]
    projects: tuple[DemoProject, ...]


@lru_cache(maxsize=1)
def portfolio() -> Portfolio:
    """Return the contents of the files."""
    import tomllib

    from pydantic import TypeAdapter  # late: it comes with the ORM, which writes the demo

    folder = files("milestone_tui.demo")
    content = tomllib.loads((folder / "portfolio.toml").read_text(encoding="utf-8"))
    content["projects"] = [
        tomllib.loads((folder / "projects" / f"{name}.toml").read_text(encoding="utf-8"))
        for name in content["projects"]
    ]
    return TypeAdapter(Portfolio).validate_python(content)
