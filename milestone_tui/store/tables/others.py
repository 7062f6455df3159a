"""The other tables: entries of baselines, drafts, days off, roles, absences, templates, reviews and reports."""

from datetime import date, datetime

from sqlalchemy import Text, text
from sqlmodel import Field

from milestone_tui.store.column_types import IsoDate, IsoInstant, Row, empty_text


class BaselineEntryRow(Row, table=True):
    """The date and value of one milestone in a baseline; immutable, and kept when the milestone is deleted."""

    baseline_id: int = Field(foreign_key="baseline.id")
    milestone_id: int
    due_on: date | None = Field(default=None, sa_type=IsoDate)
    value_minor: int | None = None
    title: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": text("''")})


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
    """A day off of a project, or a worked day."""

    project_id: int = Field(foreign_key="project.id")
    day: date = Field(sa_type=IsoDate)
    name: str = Field(default="", sa_type=Text)
    is_worked: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})


class ProjectPersonRow(Row, table=True):
    """A person in a role of a project."""

    project_id: int = Field(foreign_key="project.id")
    person_id: int = Field(foreign_key="person.id")
    role: str = Field(sa_type=Text)


class TemplateRow(Row, table=True):
    """A plan to create projects from."""

    name: str = Field(sa_type=Text)
    body: str = Field(sa_type=Text)
    saved_at: datetime = Field(sa_type=IsoInstant)


class AbsenceRow(Row, table=True):
    """Days on which a person does not work, from the first to the last."""

    person_id: int = Field(foreign_key="person.id")
    first_on: date = Field(sa_type=IsoDate)
    last_on: date = Field(sa_type=IsoDate)
    note: str = empty_text()


class ReviewRow(Row, table=True):
    """A progress review; without `finished_at` it is under way, and a project has at most one such."""

    project_id: int = Field(foreign_key="project.id")
    held_on: date = Field(sa_type=IsoDate)
    finished_at: datetime | None = Field(default=None, sa_type=IsoInstant)
    judged: str = empty_text()
    judged_reason: str = empty_text()
    computed: str = empty_text()
    summary: str = empty_text()
    next: str = empty_text()
    decisions: str = empty_text()
    figures: str = empty_text()
    """The figures as they were when it was finished, as JSON."""


class ReviewAnswerRow(Row, table=True):
    """What a review said about one milestone; kept when the milestone is deleted."""

    review_id: int = Field(foreign_key="review.id")
    milestone_id: int
    answer: str = Field(sa_type=Text)
    note: str = empty_text()


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
    client: str = empty_text()
    audience: str = Field(sa_type=Text)
    since_on: date = Field(sa_type=IsoDate)
    until_on: date = Field(sa_type=IsoDate)
    written_at: datetime = Field(sa_type=IsoInstant)


class MilestoneSourceRow(Row, table=True):
    """What the last file of a kind said of a milestone, as JSON; deleted with the milestone."""

    project_id: int = Field(foreign_key="project.id")
    milestone_id: int = Field(foreign_key="milestone.id")
    kind: str = Field(sa_type=Text)
    """Of the file, such as "CSV"."""
    source_id: str = empty_text()
    reported_on: date = Field(sa_type=IsoDate)
    """The day from which on it was so."""
    said: str = Field(sa_type=Text)


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
