"""What belongs to milestones: criteria, links, effort, sign-offs, costs and risks."""

from datetime import date

from sqlalchemy import Text, text
from sqlmodel import Field

from milestone_tui.store.column_types import IsoDate, Row, empty_text


class CriterionRow(Row, table=True):
    """A condition that must be met before a milestone counts as done."""

    milestone_id: int = Field(foreign_key="milestone.id")
    text: str = Field(sa_type=Text)
    met_on: date | None = Field(default=None, sa_type=IsoDate)
    position: int


class DependencyRow(Row, table=True):
    """A link between two milestones, with a lag in working days."""

    predecessor_id: int = Field(foreign_key="milestone.id")
    successor_id: int = Field(foreign_key="milestone.id")
    lag: int = 0
    kept: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})


class AssignmentRow(Row, table=True):
    """The effort of a person on a milestone, in hundredths of a day."""

    milestone_id: int = Field(foreign_key="milestone.id")
    person_id: int = Field(foreign_key="person.id")
    effort_hundredths: int


class AcceptanceRow(Row, table=True):
    """One round of acceptance; at most one of a milestone is waiting for an answer."""

    milestone_id: int = Field(foreign_key="milestone.id")
    submitted_on: date = Field(sa_type=IsoDate)
    submitted_by: str = Field(sa_type=Text)
    window_days: int
    answer: str | None = Field(default=None, sa_type=Text)
    answered_on: date | None = Field(default=None, sa_type=IsoDate)
    answered_by: str = Field(default="", sa_type=Text)
    note: str = Field(default="", sa_type=Text)


class GateDecisionRow(Row, table=True):
    """A decision made at a gate."""

    milestone_id: int = Field(foreign_key="milestone.id")
    decision: str = Field(sa_type=Text)
    decided_on: date = Field(sa_type=IsoDate)
    decided_by: str = Field(sa_type=Text)
    note: str = Field(default="", sa_type=Text)


class CostRow(Row, table=True):
    """An amount spent on a day, for a milestone or for the project as a whole."""

    project_id: int = Field(foreign_key="project.id")
    milestone_id: int | None = Field(default=None, foreign_key="milestone.id")
    spent_on: date = Field(sa_type=IsoDate)
    amount_minor: int
    note: str = empty_text()


class RiskRow(Row, table=True):
    """An entry of the risk register: a risk, an issue, an assumption or a decision."""

    project_id: int = Field(foreign_key="project.id")
    kind: str = Field(default="risk", sa_type=Text, sa_column_kwargs={"server_default": text("'risk'")})
    number: int
    title: str = Field(sa_type=Text)
    notes: str = empty_text()
    probability: int | None = None
    impact: int | None = None
    response: str = empty_text()
    response_text: str = empty_text()
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    raised_on: date = Field(sa_type=IsoDate)
    review_on: date | None = Field(default=None, sa_type=IsoDate)
    occurred_on: date | None = Field(default=None, sa_type=IsoDate)
    closed_on: date | None = Field(default=None, sa_type=IsoDate)
    internal: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})


class RiskMilestoneRow(Row, table=True):
    """A milestone that a risk threatens."""

    risk_id: int = Field(foreign_key="risk.id")
    milestone_id: int = Field(foreign_key="milestone.id")
