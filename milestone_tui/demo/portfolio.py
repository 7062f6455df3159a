"""What the demo shows: six projects of a consultancy, drawn for one Sunday and moved to whatever day it is.

The data are TOML files: `portfolio.toml` and one file a project in `projects/`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

from milestone_tui.plan.agreements import Decision
from milestone_tui.plan.model import ChangeReason, MilestoneKind
from milestone_tui.plan.people import Role


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody who has a part in the projects."""

    name: str
    organisation: str
    capacity: Decimal
    """Days a week."""


@dataclass(frozen=True, slots=True)
class DemoDayOff:
    """A day that every project has off, whatever year it is."""

    month: int
    day: int
    name: str


@dataclass(frozen=True, slots=True)
class DemoRole:
    """The part that somebody has in a project."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class DemoMove:
    """A new forecast, held since a day; the same day again confirms it."""

    on: date
    to: date
    reason: ChangeReason | None = None


@dataclass(frozen=True, slots=True)
class DemoLink:
    """What a milestone follows, with the working days of slack there are now."""

    title: str
    slack: int


@dataclass(frozen=True, slots=True)
class DemoCriterion:
    """What must hold, and when it was met."""

    text: str
    met_on: date | None = None


@dataclass(frozen=True, slots=True)
class DemoSubmission:
    """Something was submitted on a day; it was rejected on another, or else accepted or not answered yet."""

    submitted: date
    by: str
    rejected: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class DemoDecision:
    """What a gate decided."""

    on: date
    decision: Decision
    by: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class DemoWork:
    """Who works on a milestone, and for how many days."""

    name: str
    days: Decimal


@dataclass(frozen=True, slots=True)
class DemoMilestone:
    """A milestone as it was agreed, and what became of it."""

    title: str
    phase: str
    owner: str
    agreed: date
    done: date | None = None
    """Where it has submissions, the day it was accepted; where it is a gate, the day of the go."""
    moves: tuple[DemoMove, ...] = ()
    after: tuple[DemoLink, ...] = ()
    criteria: tuple[DemoCriterion, ...] = ()
    weight: int = 1
    kind: MilestoneKind = MilestoneKind.DELIVERY
    progress: int = 0
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

    @property
    def on(self) -> date:
        """Return where it stands now."""
        return self.done or (self.moves[-1].to if self.moves else self.agreed)


@dataclass(frozen=True, slots=True)
class DemoProject:
    """A project with everything in it; phases come in the order of their milestones."""

    key: str
    name: str
    client: str
    description: str
    start: date
    target: date
    budget: Decimal
    milestones: tuple[DemoMilestone, ...]
    closed: date | None = None
    daily: bool = False
    """Its history is written day by day, not in monthly steps."""
    roles: tuple[DemoRole, ...] = ()


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All of it."""

    drawn_on: date
    """The day that stands for today in the files."""
    people: tuple[DemoPerson, ...]
    days_off: tuple[DemoDayOff, ...]
    projects: tuple[DemoProject, ...]


@lru_cache(maxsize=1)
def portfolio() -> Portfolio:
    """Return what the files say."""
    import tomllib

    from pydantic import TypeAdapter  # late: it comes with the ORM, which writes the demo

    folder = files("milestone_tui.demo")
    told = tomllib.loads((folder / "portfolio.toml").read_text(encoding="utf-8"))
    told["projects"] = [
        tomllib.loads((folder / "projects" / f"{name}.toml").read_text(encoding="utf-8")) for name in told["projects"]
    ]
    return TypeAdapter(Portfolio).validate_python(told)
