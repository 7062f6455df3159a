"""A plan as an importer read it from a file, before it is stored."""

# Annotations are no texts here: Python would compile that of each field of a named tuple at start-up.

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from milestone_tui.plan.date_limits import EARLY, LAST_DAY, is_plausible, no_date, within_limits
from milestone_tui.plan.fields import MILESTONE_FIELDS
from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.model import MilestoneKind

ALL_FIELDS = frozenset((*MILESTONE_FIELDS, "cancelled", "baseline_on"))
"""Everything that a file can say of a milestone."""


class IncomingHoliday(NamedTuple):
    """A day off of a project, or a worked day; a yearly one has an entry for each year."""

    day: date
    name: str = ""


class IncomingPerson(NamedTuple):
    """A person of the file; if the database has a person of this name, only their empty fields are filled."""

    name: str
    email: str = ""
    organisation: str = ""


class IncomingMilestone(NamedTuple):
    """A milestone of the file; links refer to it by `ref`, reports by `where` ("line 12")."""

    ref: str
    where: str
    title: str
    phase: str = ""
    owner: str = ""
    baseline_on: date | None = None
    due_on: date | None = None
    done_on: date | None = None
    notes: str = ""
    deadline_on: date | None = None
    progress: int = 0
    """0-100; an open milestone with more than 0 is in progress."""
    value: Decimal | None = None
    """In the project's currency."""
    cancelled: bool = False
    """Whether it is cancelled; then it is not done."""
    kind: MilestoneKind = MilestoneKind.DELIVERY
    """A gate can be done without a decision."""
    more: Mapping[str, object] = MappingProxyType({})
    """Other fields by their names in `plan.fields.MILESTONE_FIELDS`."""
    source_id: str = ""
    """Its id in the program that wrote the file, which stays the same from file to file; empty for none."""


class IncomingLink(NamedTuple):
    """A link between two milestones of the same file; the lag is in working days."""

    predecessor_ref: str
    successor_ref: str
    lag: int


class IncomingBaseline(NamedTuple):
    """A baseline other than the one in `IncomingMilestone.baseline_on`."""

    name: str
    dates: tuple[tuple[str, date], ...]
    """Refs of milestones with their dates."""


class IncomingProject(NamedTuple):
    """One project of the file; `name` may be the key or name of an existing project."""

    name: str
    phases: tuple[str, ...]
    """In the order of the file."""
    milestones: tuple[IncomingMilestone, ...]
    links: tuple[IncomingLink, ...] = ()
    working_days: int = 31
    baseline_name: str = ""
    """Name of the baseline that `baseline_on` belongs to; by default "Imported baseline"."""
    baselines: tuple[IncomingBaseline, ...] = ()
    """Other baselines, oldest first; the one of `baseline_on` becomes the current baseline."""
    holidays: tuple[IncomingHoliday, ...] = ()
    """Added to the project's days off."""
    worked: tuple[IncomingHoliday, ...] = ()
    """Days of the weekend that are worked."""
    people: tuple[IncomingPerson, ...] = ()
    manager: str = ""
    """Name of the manager; used if the project has no manager."""
    client: str = ""
    description: str = ""
    start_on: date | None = None
    currency: str = ""
    """ISO 4217; `client`, `description`, `start_on`, `currency` and `working_days` count for a new project only."""
    fields: frozenset[str] | None = None
    """The fields of a milestone that the file always speaks of, such as its columns (`ALL_FIELDS` for all): one that it
    leaves empty now, and the last file did not, was emptied there. Of other fields, only what it states counts."""


class Skipped(NamedTuple):
    """A part of the file that was not imported, and why."""

    where: str
    what: str
    reason: str
    check: bool = False
    """Whether a person should look first, as the plan is not what the file says without it."""
    kept: bool = False
    """Whether it stays as the project has it already."""


class Changed(NamedTuple):
    """A part of the file that was imported with a change, and which."""

    where: str
    what: str
    reason: str
    check: bool = False
    """Whether a person should look first, as the change is a guess or the value is probably a mistake."""


def changed_and_skipped(remarks: Iterable[Changed | Skipped]) -> tuple[list[Changed], list[Skipped]]:
    """Return the changes and the skipped parts, each part of the file once.

    Several changes of one become one, with the reasons to look first in front.
    """
    changed: dict[tuple[str, str], dict[str, bool]] = {}
    skipped: dict[tuple[str, str], Skipped] = {}
    for remark in remarks:
        part = (remark.where, remark.what)
        if isinstance(remark, Skipped):
            skipped.setdefault(part, remark)
        else:
            reasons = changed.setdefault(part, {})
            reasons[remark.reason] = reasons.get(remark.reason, False) or remark.check
    return (
        [
            Changed(*part, " · ".join(sorted(reasons, key=lambda one: not reasons[one])), any(reasons.values()))
            for part, reasons in changed.items()
            if part not in skipped
        ],
        list(skipped.values()),
    )


class ReadColumn(NamedTuple):
    """A column of a table, and what it was read as."""

    name: str
    """Its head."""
    read_as: str
    """In words, such as "due"; empty for a column that was left out."""
    reason: str = ""
    """Why it was left out."""

    @property
    def sentence(self) -> str:
        """Return what became of the column, in a line."""
        return (
            f'"{self.name}" is read as {self.read_as}' if self.read_as else f'"{self.name}" is skipped: {self.reason}'
        )


class ImportedPlan(NamedTuple):
    """The content of a whole file."""

    projects: tuple[IncomingProject, ...]
    remarks: tuple[Changed | Skipped, ...] = ()
    reported_on: date | None = None
    """The day that the file speaks for, such as its status date; None if it does not say."""
    columns: tuple[ReadColumn, ...] = ()
    """The columns of a table whose meaning needed a decision, in their order."""
    heads: tuple[str, ...] = ()
    """The heads of a table: they tell files that are alike."""
    source: str = ""
    """The kind of the file, within which the ids of milestones stay the same."""
    file_name: str = ""
    """Without its folder; empty for the standard input."""


class ImportReport(NamedTuple):
    """Result of an import."""

    projects: tuple[str, ...]
    """Keys of the projects that were created or extended."""
    milestones: int
    phases: int
    links: int
    remarks: tuple[Changed | Skipped, ...]
    holidays: int = 0
    """New days off."""
    worked: int = 0
    """New worked days."""
    people: int = 0
    """New people."""
    baselines: int = 0
    undecided: int = 0
    """Gates that are done without a recorded decision."""
    changed: int = 0
    """Milestones that got what the file has changed."""
    changed_links: int = 0
    """Links that got another lag, or were removed."""
    cancelled: int = 0
    """Milestones that were cancelled, as they are gone."""
    taken: tuple[Changed, ...] = ()
    """What the file changed here, or cancelled."""
    gone: tuple[Skipped, ...] = ()
    """Milestones of an earlier file that are not in this one, and stay as they are."""
    cancellable: int = 0
    """How many of them are open."""
    kept: int = 0
    """Milestones that differ from the file and stay as they are."""
    left: int = 0
    """Milestones and links that differ, which an update would take."""
    differing: int = 0
    """Parts of the file that differ from what is here and stay as they are."""
    is_all_here: bool = False
    """Whether every part of the file was here before."""
    is_update: bool = False
    """Whether it took what differs."""


_DATES = {"due_on": "due date", "baseline_on": "baseline date", "deadline_on": "deadline", "done_on": "done date"}


def limit_dates(project: IncomingProject) -> tuple[IncomingProject, list[Changed | Skipped]]:
    """Return `project` without the dates that are out of range, and a note for each of them.

    Dates before 1950 stay, and get a note too.
    """
    notes: list[Changed | Skipped] = []
    milestones = tuple(_limited(milestone, notes) for milestone in project.milestones)
    wheres = {milestone.ref: milestone for milestone in milestones}
    baselines = tuple(_baseline(baseline, wheres, notes) for baseline in project.baselines)
    holidays = tuple(holiday for holiday in project.holidays if within_limits(holiday.day))
    notes += [
        Skipped("", f"day off {holiday.day}", no_date(holiday.day))
        for holiday in project.holidays
        if not within_limits(holiday.day)
    ]
    worked = tuple(day for day in project.worked if within_limits(day.day))
    notes += [
        Skipped("", f"worked day {day.day}", no_date(day.day)) for day in project.worked if not within_limits(day.day)
    ]
    notes += early_days_off(holiday.day for holiday in holidays)
    start_on = project.start_on
    if start_on is not None and not is_plausible(start_on):
        notes.append(Changed("project", "its start", f"imported without it: {no_date(start_on)}", check=True))
        start_on = None
    elif start_on is not None and start_on < EARLY:
        notes.append(Changed("project", "its start", f"imported as {_early(start_on)}"))
    limited = project._replace(
        milestones=milestones, baselines=baselines, holidays=holidays, worked=worked, start_on=start_on
    )
    return limited, notes


def early_days_off(days: Iterable[date]) -> list[Changed]:
    """Return a note if there are days off before 1950."""
    early = [day for day in days if day < EARLY]
    what = count_words(len(early), "day off", "days off")
    reason = f"imported, but before {EARLY.year}: check the year"
    return [Changed("", what, reason, check=True)] if early else []


def _limited(milestone: IncomingMilestone, notes: list[Changed | Skipped]) -> IncomingMilestone:
    wrong: dict[str, Any] = {}
    for field, called in _DATES.items():
        day: date | None = getattr(milestone, field)
        if day is None or EARLY <= day <= LAST_DAY:
            continue
        if is_plausible(day):
            reason = f"imported with the {called} {_early(day)}"
        else:
            wrong[field] = None
            reason = f"imported without its {called}: {no_date(day)}"
        notes.append(Changed(milestone.where, milestone.title, reason, check=True))
    return milestone._replace(**wrong) if wrong else milestone


def _early(day: date) -> str:
    return f"{day}, before {EARLY.year}: check the year"


def _baseline(
    baseline: IncomingBaseline, milestones: dict[str, IncomingMilestone], notes: list[Changed | Skipped]
) -> IncomingBaseline:
    dates = []
    for ref, day in baseline.dates:
        if is_plausible(day):
            dates.append((ref, day))
            reason = f"its date in a baseline is {_early(day)}" if day < EARLY else ""
        else:
            reason = f"imported without its date in the baseline: {no_date(day)}"
        if reason and ref in milestones:
            notes.append(Changed(milestones[ref].where, milestones[ref].title, reason, check=True))
    return baseline if len(dates) == len(baseline.dates) else baseline._replace(dates=tuple(dates))
