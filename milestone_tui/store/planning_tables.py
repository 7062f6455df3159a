"""The tables of planning as SQLModel classes: days off, roles and work, acceptance, gates, templates."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from milestone_tui.store.column_types import STRICT, IsoDate, IsoInstant, Row, dates, instants


class HolidayRow(Row, table=True):
    """A day off of a project."""

    __tablename__: ClassVar[Any] = "holiday"
    __table_args__ = (UniqueConstraint("project_id", "day"), *dates("holiday", "day"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id")
    day: date = Field(sa_type=IsoDate)
    name: str = Field(default="", sa_type=Text)


class ProjectPersonRow(Row, table=True):
    """A person in a role of a project."""

    __tablename__: ClassVar[Any] = "project_person"
    __table_args__ = (
        UniqueConstraint("project_id", "person_id", "role"),
        CheckConstraint("role IN ('manager', 'sponsor', 'client', 'team')", name="project_person_role"),
        Index("project_person_person", "person_id"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id")
    person_id: int = Field(foreign_key="person.id")
    role: str = Field(sa_type=Text)


class AssignmentRow(Row, table=True):
    """The work of a person on a milestone, in hundredths of a day."""

    __tablename__: ClassVar[Any] = "assignment"
    __table_args__ = (
        UniqueConstraint("milestone_id", "person_id"),
        CheckConstraint("effort_hundredths BETWEEN 1 AND 1000000", name="assignment_effort"),
        Index("assignment_person", "person_id"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    milestone_id: int = Field(foreign_key="milestone.id")
    person_id: int = Field(foreign_key="person.id")
    effort_hundredths: int


class AcceptanceRow(Row, table=True):
    """One round of acceptance; one of a milestone waits at most."""

    __tablename__: ClassVar[Any] = "acceptance"
    __table_args__ = (
        *dates("acceptance", "submitted_on", "answered_on"),
        CheckConstraint("window_days BETWEEN 1 AND 366", name="acceptance_window"),
        CheckConstraint("answer IN ('accepted', 'rejected', 'withdrawn')", name="acceptance_answer"),
        CheckConstraint("(answer IS NULL) = (answered_on IS NULL)", name="acceptance_answered"),
        CheckConstraint("answered_on >= submitted_on", name="acceptance_order"),
        Index("acceptance_milestone", "milestone_id"),
        Index("acceptance_waiting", "milestone_id", unique=True, sqlite_where=text("answer IS NULL")),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    milestone_id: int = Field(foreign_key="milestone.id")
    submitted_on: date = Field(sa_type=IsoDate)
    submitted_by: str = Field(sa_type=Text)
    window_days: int
    answer: str | None = Field(default=None, sa_type=Text)
    answered_on: date | None = Field(default=None, sa_type=IsoDate)
    answered_by: str = Field(default="", sa_type=Text)
    note: str = Field(default="", sa_type=Text)


class GateDecisionRow(Row, table=True):
    """A decision that was taken at a gate."""

    __tablename__: ClassVar[Any] = "gate_decision"
    __table_args__ = (
        CheckConstraint(
            "decision IN ('go', 'conditional go', 'hold', 'recycle', 'stop')",
            name="gate_decision_words",
        ),
        *dates("gate_decision", "decided_on"),
        Index("gate_decision_milestone", "milestone_id"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    milestone_id: int = Field(foreign_key="milestone.id")
    decision: str = Field(sa_type=Text)
    decided_on: date = Field(sa_type=IsoDate)
    decided_by: str = Field(sa_type=Text)
    note: str = Field(default="", sa_type=Text)


class TemplateRow(Row, table=True):
    """A project to start others from."""

    __tablename__: ClassVar[Any] = "template"
    __table_args__ = (
        UniqueConstraint("name"),
        CheckConstraint("length(name) > 0", name="template_name"),
        CheckConstraint("length(body) > 0", name="template_body"),
        *instants("template", "saved_at"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(sa_type=Text)
    body: str = Field(sa_type=Text)
    saved_at: datetime = Field(sa_type=IsoInstant)
