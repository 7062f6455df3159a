"""The tables of the write side as SQLModel classes; a test compares their columns with the migrated schema.

Rules and indexes are in the schema only.

Importing this module takes half a second: only the writer thread does, after the first paint.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Text, text
from sqlalchemy.orm.attributes import set_attribute
from sqlmodel import Field

from milestone_tui.plan.fields import MILESTONE_FIELDS, PROJECT_FIELDS, FieldSpec
from milestone_tui.store.column_types import IsoDate, IsoInstant, Row


def _empty() -> Any:
    """Return a text column that is empty by default."""
    return Field(default="", sa_type=Text, sa_column_kwargs={"server_default": text("''")})


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
    client_money: str = Field(default="nothing", sa_type=Text, sa_column_kwargs={"server_default": text("'nothing'")})
    client_risks: str = Field(default="nothing", sa_type=Text, sa_column_kwargs={"server_default": text("'nothing'")})
    """The health thresholds of this project that differ from the settings."""


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


class BaselineRow(Row, table=True):
    """A plan as it was agreed."""

    project_id: int = Field(foreign_key="project.id")
    name: str = Field(sa_type=Text)
    reason: str = Field(default="", sa_type=Text)
    approved_by: str = Field(default="", sa_type=Text)
    taken_at: datetime = Field(sa_type=IsoInstant)


class BaselineEntryRow(Row, table=True):
    """The date and value of one milestone in a baseline; immutable, and kept when the milestone is deleted."""

    baseline_id: int = Field(foreign_key="baseline.id")
    milestone_id: int
    due_on: date | None = Field(default=None, sa_type=IsoDate)
    value_minor: int | None = None
    title: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": text("''")})


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


class EditRow(Row, table=True):
    """What a change did to one row; written by the triggers only."""

    change_id: int = Field(foreign_key="change.id")
    entity: str = Field(sa_type=Text)
    row_id: int
    project_id: int | None = None
    milestone_id: int | None = None
    before: str | None = Field(default=None, sa_type=Text)
    after: str | None = Field(default=None, sa_type=Text)


class DraftRow(Row, table=True):
    """Input that somebody typed and has not saved; not in the journal."""

    kind: str = Field(sa_type=Text)
    target_id: int | None = None
    title: str = Field(sa_type=Text)
    typed: str = Field(sa_type=Text)
    kept_at: datetime = Field(sa_type=IsoInstant)
    name: str = Field(sa_type=Text)
    process: str = Field(sa_type=Text)
    login: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": text("''")})
    """Empty in drafts from before logins were stored."""


class HolidayRow(Row, table=True):
    """A day off of a project."""

    project_id: int = Field(foreign_key="project.id")
    day: date = Field(sa_type=IsoDate)
    name: str = Field(default="", sa_type=Text)


class ProjectPersonRow(Row, table=True):
    """A person in a role of a project."""

    project_id: int = Field(foreign_key="project.id")
    person_id: int = Field(foreign_key="person.id")
    role: str = Field(sa_type=Text)


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


class TemplateRow(Row, table=True):
    """A plan to create projects from."""

    name: str = Field(sa_type=Text)
    body: str = Field(sa_type=Text)
    saved_at: datetime = Field(sa_type=IsoInstant)


class CostRow(Row, table=True):
    """An amount spent on a day, for a milestone or for the project as a whole."""

    project_id: int = Field(foreign_key="project.id")
    milestone_id: int | None = Field(default=None, foreign_key="milestone.id")
    spent_on: date = Field(sa_type=IsoDate)
    amount_minor: int
    note: str = _empty()


class AbsenceRow(Row, table=True):
    """Days on which a person does not work, from the first to the last."""

    person_id: int = Field(foreign_key="person.id")
    first_on: date = Field(sa_type=IsoDate)
    last_on: date = Field(sa_type=IsoDate)
    note: str = _empty()


class RiskRow(Row, table=True):
    """An entry of the risk register: a risk, an issue, an assumption or a decision."""

    project_id: int = Field(foreign_key="project.id")
    kind: str = Field(default="risk", sa_type=Text, sa_column_kwargs={"server_default": text("'risk'")})
    number: int
    title: str = Field(sa_type=Text)
    notes: str = _empty()
    probability: int | None = None
    impact: int | None = None
    response: str = _empty()
    response_text: str = _empty()
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


class ReviewRow(Row, table=True):
    """A progress review; without `finished_at` it is under way, and a project has at most one such."""

    project_id: int = Field(foreign_key="project.id")
    held_on: date = Field(sa_type=IsoDate)
    finished_at: datetime | None = Field(default=None, sa_type=IsoInstant)
    judged: str = _empty()
    judged_reason: str = _empty()
    computed: str = _empty()
    summary: str = _empty()
    next: str = _empty()
    decisions: str = _empty()
    figures: str = _empty()
    """The figures as they were when it was finished, as JSON."""


class ReviewAnswerRow(Row, table=True):
    """What a review said about one milestone; kept when the milestone is deleted."""

    review_id: int = Field(foreign_key="review.id")
    milestone_id: int
    answer: str = Field(sa_type=Text)
    note: str = _empty()


class NeedRow(Row, table=True):
    """Something that is needed from the client, open until it is met."""

    project_id: int = Field(foreign_key="project.id")
    review_id: int | None = Field(default=None, foreign_key="review.id")
    text: str = Field(sa_type=Text)
    since_on: date = Field(sa_type=IsoDate)
    met_on: date | None = Field(default=None, sa_type=IsoDate)


class ReportRow(Row, table=True):
    """A report that was written: of a project, of the projects of a client, or, without both, of all projects."""

    project_id: int | None = Field(default=None, foreign_key="project.id")
    client: str = _empty()
    audience: str = Field(sa_type=Text)
    since_on: date = Field(sa_type=IsoDate)
    until_on: date = Field(sa_type=IsoDate)
    written_at: datetime = Field(sa_type=IsoInstant)


class SyncUidRow(Row, table=True):
    """The id of a row that databases share; not in the journal, and kept when the row is deleted."""

    entity: str = Field(sa_type=Text)
    row_id: int
    uid: str = Field(sa_type=Text)


class SyncBaseRow(Row, table=True):
    """What this database and a file last agreed on, as JSON; not in the journal."""

    folder: str = Field(sa_type=Text)
    uid: str = Field(sa_type=Text)
    """Of the project; empty for the file of people."""
    file: str = Field(sa_type=Text)
    records: str = Field(sa_type=Text)


class SyncChangeRow(Row, table=True):
    """What a change took from the files of a folder, as JSON: an undo of the change moves the base back."""

    change_id: int = Field(foreign_key="change.id")
    folder: str = Field(sa_type=Text)
    taken: str = Field(sa_type=Text)
    undone: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})


def set_column(row: Row, column: str, value: object) -> None:
    """Set a column of a row, even one without a declared attribute."""
    set_attribute(row, column, value)


def _add_fields(table: type[Row], fields: Mapping[str, FieldSpec]) -> None:
    """Add the columns of fields that the table class does not declare; they are texts."""
    for spec in fields.values():
        if not hasattr(table, spec.column):
            setattr(table, spec.column, Column(spec.column, Text, nullable=False, server_default=text("''")))


_add_fields(ProjectRow, PROJECT_FIELDS)
_add_fields(MilestoneRow, MILESTONE_FIELDS)
