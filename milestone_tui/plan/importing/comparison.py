"""The result of a comparison: a row for each part of a file, and the changes that an import makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from milestone_tui.plan.imported import (
    Changed,
    ImportReport,
    IncomingMilestone,
    IncomingPerson,
    ReadColumn,
    Skipped,
)
from milestone_tui.plan.importing.sources import NewSource
from milestone_tui.plan.inputs import HolidayInput


class Standing(StrEnum):
    """How a part of a file stands to what is here."""

    NEW = "new"
    CHANGED = "changed"
    """An update takes what differs."""
    CANCELLED = "cancelled"
    """It was in an earlier file, and the import cancels it."""
    DIFFERS = "differs, kept"
    GONE = "gone"
    """It was in an earlier file."""
    SKIPPED = "skipped"
    NOTE = "note"
    """Not a part, but a remark on the file."""
    SAME = "same"


_TAKEN = (Standing.CHANGED, Standing.CANCELLED)
"""Rows by which an import changes what is here."""
_NOT_IN_FILE = (Standing.GONE, Standing.CANCELLED)


class Part(StrEnum):
    """What a row is about."""

    PROJECT = "project"
    PHASE = "phase"
    MILESTONE = "milestone"
    LINK = "link"
    BASELINE = "baseline"
    DAY_OFF = "day off"
    WORKED_DAY = "worked day"
    PERSON = "person"
    DETAILS = "details"
    """What a file adds to a person who is here."""
    MANAGER = "manager"
    TEMPLATE = "template"
    HISTORY = "history"
    FILE = "file"
    """A part of the file that is none of these."""

    @property
    def plural(self) -> str:
        """Return the word for several."""
        return _PLURALS.get(self.value, f"{self.value}s")

    @property
    def short(self) -> str:
        """Return the word for a narrow column."""
        return "worked" if self is Part.WORKED_DAY else self.value


_PLURALS = {"day off": "days off", "person": "people", "details": "details"}


class Difference(NamedTuple):
    """A field that has one value here and another in the file."""

    field: str
    """Its name in `plan.fields`, or `baseline_on`, or `lag` of a link, or `name` of a day off."""
    here: object
    there: object
    kept: str = ""
    """Why an update keeps the value here, such as "changed here"; empty for a value that it takes."""


class ImportRow(NamedTuple):
    """One part of a file, as the preview shows it."""

    standing: Standing
    part: Part
    what: str
    """Its name in the file."""
    where: str = ""
    """Its place in the file, such as "line 12"."""
    project: str = ""
    """The key of its project."""
    phase: str = ""
    due_on: date | None = None
    reason: str = ""
    """Why it is not new, or how it is changed on the way."""
    differences: tuple[Difference, ...] = ()
    known_id: int | None = None
    """The id of the milestone here that it was matched with."""
    check: bool = False
    """Whether a person should look at it first."""
    is_takeable: bool = False
    """Whether an update, or an import that cancels what is gone, would change it."""


class Taking(NamedTuple):
    """What an import takes besides what is new."""

    update: bool = False
    """Whether it takes what the file has changed."""
    cancel_gone: bool = False
    """Whether it cancels the open milestones of the last file that are not in this one."""
    for_day: bool = False
    """Whether it takes the file as the plan of its day, which is recorded even if nothing differs."""


NEW_ONLY = Taking()


class NewMilestone(NamedTuple):
    """A milestone to be written."""

    token: int
    """Its name in new links and baselines: −1, −2 and so on, while a milestone that is here has its id."""
    source: IncomingMilestone
    """As in the file, but checked and tidied, and without what cannot be written."""
    done_on: date | None = None
    """Its done date as the file says it, perhaps in the future."""


class ChangedMilestone(NamedTuple):
    """A milestone to be changed."""

    id: int
    changes: Mapping[str, object]
    """By the names of `plan.fields`."""


class NewLink(NamedTuple):
    """A link to be written, between milestones by id or token."""

    predecessor: int
    successor: int
    lag: int


class LinkChanges(NamedTuple):
    """What becomes of the links of a project."""

    new: tuple[NewLink, ...] = ()
    changed: tuple[NewLink, ...] = ()
    """Links that are here, with their new lags."""
    removed: tuple[tuple[int, int], ...] = ()


class NewBaseline(NamedTuple):
    """A baseline to be written."""

    name: str
    dates: tuple[tuple[int, str, date], ...]
    """Token, title and date of each milestone."""
    is_current: bool
    """Whether it becomes the current baseline."""


class ProjectComparison(NamedTuple):
    """What is new of one project of the file."""

    project_id: int | None
    """None for a project that is new too, or that an earlier part of the file adds."""
    key: str
    name: str
    fields: Mapping[str, object]
    """Further fields of a project that is new; empty for any other."""
    is_new: bool
    phases: tuple[str, ...]
    milestones: tuple[NewMilestone, ...]
    agreed: Mapping[int, frozenset[str]]
    """The fields of milestones that are here in which the file says the same, by the names of `plan.fields`."""
    changed: tuple[ChangedMilestone, ...]
    """Those that are here and get other values, in the order of the file; then those that are cancelled."""
    links: LinkChanges
    baselines: tuple[NewBaseline, ...]
    days_off: tuple[HolidayInput, ...]
    """New days off and worked days, by date."""
    people: tuple[IncomingPerson, ...]
    """People who are new or get details."""
    manager: str
    """The name of its new manager; empty to keep the present one."""
    found: tuple[int, ...]
    """The ids of the milestones that the file names and that are here."""
    sources: tuple[NewSource, ...] = ()
    """What is to be recorded of milestones that are here, where that differs from what is recorded."""
    series: int = 0
    """Of what is to be recorded of the new ones."""


class ImportComparison(NamedTuple):
    """A whole file compared with what is here; two are equal if an import would do the same."""

    projects: tuple[ProjectComparison, ...]
    rows: tuple[ImportRow, ...]
    """In the order of the file; `in_order` puts first what matters most."""
    remarks: tuple[Changed | Skipped, ...]
    columns: tuple[ReadColumn, ...] = ()
    """What the columns of a table were read as."""
    source: str = ""
    """The kind of the file."""
    taking: Taking = NEW_ONLY

    def count(self, standing: Standing, part: Part | None = None) -> int:
        """Return the number of rows with a standing, of one part or of all."""
        return sum(row.standing is standing and part in (None, row.part) for row in self.rows)

    @property
    def to_check(self) -> int:
        """Return the number of rows that a person should look at first."""
        return sum(row.check for row in self.rows)

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of the projects of the file."""
        return tuple(dict.fromkeys(row.project for row in self.rows if row.part is Part.PROJECT))

    @property
    def new(self) -> int:
        """Return the number of rows that an import would add."""
        return self.count(Standing.NEW)

    @property
    def takeable(self) -> int:
        """Return the number of rows that only an update takes."""
        return sum(row.is_takeable and row.standing not in _NOT_IN_FILE for row in self.rows)

    @property
    def cancellable(self) -> int:
        """Return the number of open milestones that are gone."""
        return sum(row.is_takeable and row.standing in _NOT_IN_FILE for row in self.rows)

    @property
    def cancelled(self) -> int:
        """Return the number of milestones that this import would cancel because they are gone."""
        return self.count(Standing.CANCELLED)

    @property
    def written(self) -> int:
        """Return the number of rows that this import would add, change or cancel."""
        return self.new + self.count(Standing.CHANGED) + self.cancelled

    @property
    def report(self) -> ImportReport:
        """Return what an import of this reports."""
        new = {part: self.count(Standing.NEW, part) for part in Part}
        return ImportReport(
            projects=self.keys,
            milestones=new[Part.MILESTONE],
            phases=new[Part.PHASE],
            links=new[Part.LINK],
            holidays=new[Part.DAY_OFF],
            worked=new[Part.WORKED_DAY],
            people=new[Part.PERSON],
            baselines=new[Part.BASELINE],
            undecided=sum(is_undecided(m.source) for project in self.projects for m in project.milestones),
            remarks=self.remarks,
            changed=self.count(Standing.CHANGED, Part.MILESTONE),
            changed_links=self.count(Standing.CHANGED, Part.LINK),
            cancelled=self.cancelled,
            taken=tuple(Changed(row.where, row.what, row.reason) for row in self.rows if row.standing in _TAKEN),
            gone=tuple(Skipped(row.phase, row.what, row.reason) for row in self.rows if row.standing is Standing.GONE),
            cancellable=self.cancellable - self.cancelled,
            left=self.takeable - self.count(Standing.CHANGED),
            kept=self.count(Standing.DIFFERS, Part.MILESTONE),
            differing=self.count(Standing.DIFFERS),
            is_all_here=not self.new and not self.count(Standing.SKIPPED),
            is_update=self.taking.update,
        )


def is_undecided(milestone: IncomingMilestone) -> bool:
    """Return whether a milestone is a gate that comes as done, but without a decision."""
    return milestone.kind == "gate" and milestone.done_on is not None and not milestone.cancelled


_ORDER = {standing: place for place, standing in enumerate(Standing)}


def in_order(rows: Sequence[ImportRow]) -> list[ImportRow]:
    """Return the rows of a preview: what a person checks first, then what is new, what is the same last.

    Each is in the order of the file.
    """
    return sorted(rows, key=lambda row: (not row.check, _ORDER[row.standing]))
