"""The tables of the write side as SQLModel classes; what they say is held against the migrated schema by a test.

Importing this module costs half a second: only the writer thread does, after the first paint.
"""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, Text, UniqueConstraint, text
from sqlmodel import Field

from milestone_tui.store.column_types import STRICT, IsoDate, IsoInstant, Row, dates, instants, lengths

_LARGEST_AMOUNT = 10**16
"""In the smallest units that a currency has."""


class ProjectRow(Row, table=True):
    """A project."""

    __tablename__: ClassVar[Any] = "project"
    __table_args__ = (
        UniqueConstraint("key"),
        CheckConstraint(
            "key GLOB '[A-Z0-9]*' AND key NOT GLOB '*[^-A-Z0-9_]*' AND length(key) BETWEEN 1 AND 12",
            name="project_key",
        ),
        *lengths("project", 1, 1_000, "name"),
        *lengths("project", 0, 1_000, "client"),
        *lengths("project", 0, 100_000, "description"),
        *dates("project", "start_on", "target_on"),
        CheckConstraint("target_on >= start_on", name="project_span"),
        CheckConstraint(f"budget_minor BETWEEN 0 AND {_LARGEST_AMOUNT}", name="project_budget"),
        CheckConstraint("currency GLOB '[A-Z][A-Z][A-Z]'", name="project_currency"),
        CheckConstraint(
            "state IN ('planned', 'active', 'on hold', 'completed', 'cancelled')",
            name="project_state",
        ),
        CheckConstraint("working_days BETWEEN 1 AND 127", name="project_working_days"),
        *instants("project", "archived_at"),
        CheckConstraint("acceptance_days BETWEEN 1 AND 366", name="project_acceptance"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
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


class PhaseRow(Row, table=True):
    """A stage of a project."""

    __tablename__: ClassVar[Any] = "phase"
    __table_args__ = (
        UniqueConstraint("project_id", "name"),
        *lengths("phase", 1, 1_000, "name"),
        CheckConstraint("position BETWEEN 0 AND 1000000000", name="phase_position"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id")
    name: str = Field(sa_type=Text)
    position: int


class PersonRow(Row, table=True):
    """Somebody who owns milestones, works on them or accepts them."""

    __tablename__: ClassVar[Any] = "person"
    __table_args__ = (
        UniqueConstraint("name"),
        *lengths("person", 1, 1_000, "name"),
        *lengths("person", 0, 1_000, "email", "organisation"),
        CheckConstraint("capacity_hundredths BETWEEN 0 AND 700", name="person_capacity"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(sa_type=Text)
    email: str = Field(default="", sa_type=Text)
    organisation: str = Field(default="", sa_type=Text)
    capacity_hundredths: int = Field(default=500, sa_column_kwargs={"server_default": text("500")})


class MilestoneRow(Row, table=True):
    """A milestone."""

    __tablename__: ClassVar[Any] = "milestone"
    __table_args__ = (
        *lengths("milestone", 1, 500, "title"),
        CheckConstraint("kind IN ('delivery', 'objective', 'gate', 'event', 'payment')", name="milestone_kind"),
        CheckConstraint(
            "state IN ('planned', 'in progress', 'submitted', 'done', 'cancelled')",
            name="milestone_state",
        ),
        CheckConstraint("(state = 'done') = (done_on IS NOT NULL)", name="milestone_done"),
        *dates("milestone", "due_on", "deadline_on", "done_on"),
        CheckConstraint("progress BETWEEN 0 AND 100", name="milestone_progress"),
        CheckConstraint("weight BETWEEN 0 AND 1000000", name="milestone_weight"),
        CheckConstraint(f"value_minor BETWEEN 0 AND {_LARGEST_AMOUNT}", name="milestone_value"),
        *lengths("milestone", 0, 1_000, "deliverable"),
        *lengths("milestone", 0, 2_000, "tags"),
        *lengths("milestone", 0, 100_000, "notes"),
        *instants("milestone", "forecast_at"),
        CheckConstraint("internal IN (0, 1)", name="milestone_internal"),
        Index("milestone_portfolio", "project_id", "state", "weight", "progress"),
        Index(
            "milestone_open",
            "project_id",
            "due_on",
            "deadline_on",
            "forecast_at",
            "state",
            sqlite_where=text("state NOT IN ('done', 'cancelled')"),
        ),
        Index(
            "milestone_last",
            "project_id",
            text("coalesce(done_on, due_on)"),
            sqlite_where=text("state <> 'cancelled'"),
        ),
        Index(
            "milestone_deadline",
            "project_id",
            sqlite_where=text("deadline_on IS NOT NULL AND state NOT IN ('done', 'cancelled')"),
        ),
        Index("milestone_phase", "phase_id"),
        Index("milestone_owner", "owner_id"),
        Index("milestone_approver", "approver_id", sqlite_where=text("approver_id IS NOT NULL")),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
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


class CriterionRow(Row, table=True):
    """What must hold before a milestone counts as reached."""

    __tablename__: ClassVar[Any] = "criterion"
    __table_args__ = (
        *lengths("criterion", 1, 1_000, "text"),
        *dates("criterion", "met_on"),
        CheckConstraint("position BETWEEN 0 AND 1000000000", name="criterion_position"),
        Index("criterion_milestone", "milestone_id", "met_on"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    milestone_id: int = Field(foreign_key="milestone.id")
    text: str = Field(sa_type=Text)
    met_on: date | None = Field(default=None, sa_type=IsoDate)
    position: int


class DependencyRow(Row, table=True):
    """A link between two milestones, with a lag in working days."""

    __tablename__: ClassVar[Any] = "dependency"
    __table_args__ = (
        UniqueConstraint("predecessor_id", "successor_id"),
        CheckConstraint("predecessor_id <> successor_id", name="dependency_ends"),
        CheckConstraint("lag BETWEEN -10000 AND 10000", name="dependency_lag"),
        CheckConstraint("kept IN (0, 1)", name="dependency_kept"),
        Index("dependency_successor", "successor_id", "predecessor_id"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    predecessor_id: int = Field(foreign_key="milestone.id")
    successor_id: int = Field(foreign_key="milestone.id")
    lag: int = 0
    kept: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})


class BaselineRow(Row, table=True):
    """A plan as it was agreed."""

    __tablename__: ClassVar[Any] = "baseline"
    __table_args__ = (
        CheckConstraint("length(name) > 0", name="baseline_name"),
        *instants("baseline", "taken_at"),
        Index("baseline_project", "project_id"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id")
    name: str = Field(sa_type=Text)
    reason: str = Field(default="", sa_type=Text)
    approved_by: str = Field(default="", sa_type=Text)
    taken_at: datetime = Field(sa_type=IsoInstant)


class BaselineEntryRow(Row, table=True):
    """The date and value of one milestone in a baseline; immutable, and outliving the milestone."""

    __tablename__: ClassVar[Any] = "baseline_entry"
    __table_args__ = (
        UniqueConstraint("baseline_id", "milestone_id"),
        *dates("baseline_entry", "due_on"),
        CheckConstraint(f"value_minor BETWEEN 0 AND {_LARGEST_AMOUNT}", name="baseline_entry_value"),
        Index("baseline_entry_milestone", "milestone_id"),
        Index("baseline_entry_due", "baseline_id", "due_on"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    baseline_id: int = Field(foreign_key="baseline.id")
    milestone_id: int
    due_on: date | None = Field(default=None, sa_type=IsoDate)
    value_minor: int | None = None
    title: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": text("''")})


class ChangeRow(Row, table=True):
    """An entry of the journal."""

    __tablename__: ClassVar[Any] = "change"
    __table_args__ = (
        UniqueConstraint("reverts"),
        CheckConstraint("kind IN ('do', 'undo', 'redo') AND (kind = 'do') = (reverts IS NULL)", name="change_kind"),
        CheckConstraint("reverts < id", name="change_reverts"),
        *instants("change", "at"),
        CheckConstraint(
            "reason IN ('client input late', 'scope', 'estimate', 'resource', 'supplier', 'technical', 'holiday', "
            "'other')",
            name="change_reason",
        ),
        CheckConstraint("length(reason_note) BETWEEN 0 AND 1000", name="change_reason_note"),
        Index("change_who", "login", "name", "kind"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=IsoInstant)
    name: str = Field(sa_type=Text)
    label: str = Field(sa_type=Text)
    kind: str = Field(default="do", sa_type=Text)
    reverts: int | None = Field(default=None, foreign_key="change.id")
    reason: str | None = Field(default=None, sa_type=Text)
    login: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": text("''")})
    """Empty in what was written before logins were kept."""
    reason_note: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": text("''")})
    """The reason in a person's own words, where no reason of the list says it."""


class EditRow(Row, table=True):
    """What a change did to one row; written by the triggers only."""

    __tablename__: ClassVar[Any] = "edit"
    __table_args__ = (
        CheckConstraint("before IS NOT NULL OR after IS NOT NULL", name="edit_values"),
        CheckConstraint(
            "entity IN ('project', 'phase', 'person', 'milestone', 'criterion', 'dependency', 'baseline', "
            "'baseline_entry', 'holiday', 'project_person', 'assignment', 'acceptance', 'gate_decision', 'template')",
            name="edit_entity",
        ),
        Index("edit_change", "change_id"),
        Index("edit_row", "entity", "row_id"),
        Index("edit_project", "project_id", "change_id"),
        Index("edit_milestone", "milestone_id", "change_id"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    change_id: int = Field(
        sa_type=Integer,
        sa_column_args=[ForeignKey("change.id", deferrable=True, initially="DEFERRED")],
    )
    entity: str = Field(sa_type=Text)
    row_id: int
    project_id: int | None = None
    milestone_id: int | None = None
    before: str | None = Field(default=None, sa_type=Text)
    after: str | None = Field(default=None, sa_type=Text)


class DraftRow(Row, table=True):
    """What somebody typed and has not saved; not under the journal."""

    __tablename__: ClassVar[Any] = "draft"
    __table_args__ = (
        UniqueConstraint("process", "kind", "target_id"),
        CheckConstraint(
            "kind IN ('milestone', 'project', 'quick add', 'change', 'gate decision', 'sign-off', 'baseline', "
            "'template', 'days off', 'person', 'filter', 'note')",
            name="draft_kind",
        ),
        CheckConstraint("target_id IS NOT NULL OR kind NOT IN ('milestone', 'quick add')", name="draft_target"),
        CheckConstraint("length(typed) > 0", name="draft_typed"),
        *instants("draft", "kept_at"),
        CheckConstraint("process GLOB '*/[0-9]*/*'", name="draft_process"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(sa_type=Text)
    target_id: int | None = None
    title: str = Field(sa_type=Text)
    typed: str = Field(sa_type=Text)
    kept_at: datetime = Field(sa_type=IsoInstant)
    name: str = Field(sa_type=Text)
    process: str = Field(sa_type=Text)
    login: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": text("''")})
    """Empty in what was written before logins were kept."""
