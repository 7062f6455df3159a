"""The tables of planning as SQLModel classes: days off, roles and work, acceptance, gates, templates."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import Text
from sqlmodel import Field

from milestone_tui.store.column_types import IsoDate, IsoInstant, Row


class HolidayRow(Row, table=True):
    """A day off of a project."""

    __tablename__: ClassVar[Any] = "holiday"

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id")
    day: date = Field(sa_type=IsoDate)
    name: str = Field(default="", sa_type=Text)


class ProjectPersonRow(Row, table=True):
    """A person in a role of a project."""

    __tablename__: ClassVar[Any] = "project_person"

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id")
    person_id: int = Field(foreign_key="person.id")
    role: str = Field(sa_type=Text)


class AssignmentRow(Row, table=True):
    """The work of a person on a milestone, in hundredths of a day."""

    __tablename__: ClassVar[Any] = "assignment"

    id: int | None = Field(default=None, primary_key=True)
    milestone_id: int = Field(foreign_key="milestone.id")
    person_id: int = Field(foreign_key="person.id")
    effort_hundredths: int


class AcceptanceRow(Row, table=True):
    """One round of acceptance; one of a milestone waits at most."""

    __tablename__: ClassVar[Any] = "acceptance"

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

    id: int | None = Field(default=None, primary_key=True)
    milestone_id: int = Field(foreign_key="milestone.id")
    decision: str = Field(sa_type=Text)
    decided_on: date = Field(sa_type=IsoDate)
    decided_by: str = Field(sa_type=Text)
    note: str = Field(default="", sa_type=Text)


class TemplateRow(Row, table=True):
    """A project to start others from."""

    __tablename__: ClassVar[Any] = "template"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(sa_type=Text)
    body: str = Field(sa_type=Text)
    saved_at: datetime = Field(sa_type=IsoInstant)
