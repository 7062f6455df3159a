"""Projects with their phases, milestones and baselines, people, and the journal's changes: every command needs some."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import Column, Text, text
from sqlmodel import Field

from milestone_tui.plan.fields import MILESTONE_FIELDS, PROJECT_FIELDS, FieldSpec
from milestone_tui.store.column_types import IsoDate, IsoInstant, Row


class ProjectRow(Row, table=True):
    """A project."""

    key: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    client: str = Field(default="", sa_type=Text)
    description: str = Field(default="", sa_type=Text)
    start_on: date | None = Field(default=None, sa_type=IsoDate)
    target_on: date | None = Field(default=None, sa_type=IsoDate)
    budget_minor: int | None = None
    currency: str = Field(default="EUR", sa_type=Text)
    state: str = Field(default="active", sa_type=Text)
    working_days: int = 31
    archived_at: datetime | None = Field(default=None, sa_type=IsoInstant)
    baseline_id: int | None = Field(default=None, foreign_key="baseline.id")
    acceptance_days: int = Field(default=10, sa_column_kwargs={"server_default": text("10")})
    earned_by: str = Field(default="done", sa_type=Text, sa_column_kwargs={"server_default": text("'done'")})
    """`done` or `percent`: when a milestone earns its value."""
    thresholds: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": text("''")})
    """The health thresholds of this project that differ from the settings."""
    client_money: str = Field(default="nothing", sa_type=Text, sa_column_kwargs={"server_default": text("'nothing'")})
    client_risks: str = Field(default="nothing", sa_type=Text, sa_column_kwargs={"server_default": text("'nothing'")})


class PhaseRow(Row, table=True):
    """A stage of a project."""

    project_id: int = Field(foreign_key="project.id")
    name: str = Field(sa_type=Text)
    position: int


class PersonRow(Row, table=True):
    """Somebody who owns milestones, works on them or accepts them."""

    name: str = Field(sa_type=Text)
    email: str = Field(default="", sa_type=Text)
    organisation: str = Field(default="", sa_type=Text)
    capacity_hundredths: int = Field(default=500, sa_column_kwargs={"server_default": text("500")})


class MilestoneRow(Row, table=True):
    """A milestone."""

    project_id: int = Field(foreign_key="project.id")
    phase_id: int | None = Field(default=None, foreign_key="phase.id")
    title: str = Field(sa_type=Text)
    kind: str = Field(default="delivery", sa_type=Text)
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    due_on: date | None = Field(default=None, sa_type=IsoDate)
    deadline_on: date | None = Field(default=None, sa_type=IsoDate)
    done_on: date | None = Field(default=None, sa_type=IsoDate)
    state: str = Field(default="planned", sa_type=Text)
    progress: int = 0
    weight: int = 1
    value_minor: int | None = None
    deliverable: str = Field(default="", sa_type=Text)
    tags: str = Field(default="", sa_type=Text)
    notes: str = Field(default="", sa_type=Text)
    forecast_at: datetime | None = Field(default=None, sa_type=IsoInstant)
    approver_id: int | None = Field(default=None, foreign_key="person.id")
    internal: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    invoiced_on: date | None = Field(default=None, sa_type=IsoDate)
    invoice_number: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": text("''")})
    paid_on: date | None = Field(default=None, sa_type=IsoDate)
    outcome: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": text("''")})
    """One sentence about what a done milestone achieved."""


class BaselineRow(Row, table=True):
    """A plan as it was agreed."""

    project_id: int = Field(foreign_key="project.id")
    name: str = Field(sa_type=Text)
    reason: str = Field(default="", sa_type=Text)
    approved_by: str = Field(default="", sa_type=Text)
    taken_at: datetime = Field(sa_type=IsoInstant)


class ChangeRow(Row, table=True):
    """An entry of the journal."""

    at: datetime = Field(sa_type=IsoInstant)
    name: str = Field(sa_type=Text)
    label: str = Field(sa_type=Text)
    kind: str = Field(default="do", sa_type=Text)
    reverts: int | None = Field(default=None, foreign_key="change.id")
    reason: str | None = Field(default=None, sa_type=Text)
    login: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": text("''")})
    """Empty in changes from before logins were stored."""
    reason_note: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": text("''")})
    """The reason in a person's own words, if the list has no fitting one."""
    reported_on: date = Field(sa_type=IsoDate, sa_column_kwargs={"server_default": text("'1970-01-01'")})
    """The day that the change speaks for."""
    backdated: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    """Whether it was made for that day on purpose, later than the day."""


def _add_fields(table: type[Row], fields: Mapping[str, FieldSpec]) -> None:
    """Add the columns of fields that the table class does not declare; they are texts."""
    for spec in fields.values():
        if not hasattr(table, spec.column):
            setattr(table, spec.column, Column(spec.column, Text, nullable=False, server_default=text("''")))


_add_fields(ProjectRow, PROJECT_FIELDS)
_add_fields(MilestoneRow, MILESTONE_FIELDS)
