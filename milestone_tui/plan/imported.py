"""What an importer read from a file, before it has a place in the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from milestone_tui.plan.date_limits import EARLY, LAST_DAY, no_date, within_limits
from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.model import MilestoneKind


class IncomingHoliday(NamedTuple):
    """A day off of a project, besides its week's; one that returns each year is told year by year."""

    day: date
    name: str = ""


class IncomingPerson(NamedTuple):
    """Somebody the file knows; who is there already, by name, only gets what nothing is known of."""

    name: str
    email: str = ""
    organisation: str = ""


class IncomingMilestone(NamedTuple):
    """A milestone as a file tells it; `ref` names it within the file for links, `where` for people ("line 12")."""

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
    """0-100; more than 0 makes a milestone that is not done one in progress."""
    value: Decimal | None = None
    """In the project's currency."""
    cancelled: bool = False
    """It is given up; then it is not done."""
    kind: MilestoneKind = MilestoneKind.DELIVERY
    """A gate that is done comes without its decision."""
    more: Mapping[str, object] = MappingProxyType({})
    """Other fields, in the words of `plan.fields.MILESTONE_FIELDS`."""


class IncomingLink(NamedTuple):
    """A link between two milestones of the same file; the lag is in working days."""

    predecessor_ref: str
    successor_ref: str
    lag: int


class IncomingBaseline(NamedTuple):
    """A baseline besides the one that `IncomingMilestone.baseline_on` holds."""

    name: str
    dates: tuple[tuple[str, date], ...]
    """The refs of milestones, each with its date."""


class IncomingProject(NamedTuple):
    """One project of a file: `name` is what the file calls it (it may be an existing project's key or name)."""

    name: str
    phases: tuple[str, ...]
    """In the order of the file."""
    milestones: tuple[IncomingMilestone, ...]
    links: tuple[IncomingLink, ...] = ()
    working_days: int = 31
    baseline_name: str = ""
    """What the file calls the baseline that `baseline_on` comes from; empty: "Imported baseline"."""
    baselines: tuple[IncomingBaseline, ...] = ()
    """Others, in the order they were taken; the one of `baseline_on` becomes the current one."""
    holidays: tuple[IncomingHoliday, ...] = ()
    """Added to those the project has."""
    people: tuple[IncomingPerson, ...] = ()
    manager: str = ""
    """Name of the person who manages the project; given this role where the project has no manager."""
    client: str = ""
    description: str = ""
    start_on: date | None = None
    currency: str = ""
    """ISO 4217; `client`, `description`, `start_on`, `currency` and `working_days` count where the project is made."""


class Skipped(NamedTuple):
    """A part of the file that was not imported, and why."""

    where: str
    what: str
    reason: str


class Changed(NamedTuple):
    """A part of the file that was imported with a change, and which."""

    where: str
    what: str
    reason: str


def changed_and_skipped(remarks: Iterable[Changed | Skipped]) -> tuple[list[Changed], list[Skipped]]:
    """Return the changes and the skipped parts, each part of the file once; several changes of one become one."""
    changed: dict[tuple[str, str], str] = {}
    skipped: dict[tuple[str, str], str] = {}
    for remark in remarks:
        part = (remark.where, remark.what)
        if isinstance(remark, Skipped):
            skipped.setdefault(part, remark.reason)
        elif remark.reason not in changed.get(part, "").split(" · "):
            changed[part] = f"{changed[part]} · {remark.reason}" if part in changed else remark.reason
    return (
        [Changed(*part, reason) for part, reason in changed.items() if part not in skipped],
        [Skipped(*part, reason) for part, reason in skipped.items()],
    )


class ImportedPlan(NamedTuple):
    """A whole file, read."""

    projects: tuple[IncomingProject, ...]
    left_out: tuple[Changed | Skipped, ...] = ()


class ImportReport(NamedTuple):
    """What an import did."""

    projects: tuple[str, ...]
    """Keys of the projects that were created or added to."""
    milestones: int
    phases: int
    links: int
    left_out: tuple[Changed | Skipped, ...]
    holidays: int = 0
    """Days off that were not there before."""
    people: int = 0
    """People who were not there before."""
    baselines: int = 0
    undecided: int = 0
    """Gates that are done without a decision."""


_DATES = {"due_on": "due date", "baseline_on": "baseline date", "deadline_on": "deadline", "done_on": "done date"}


def limit_dates(project: IncomingProject) -> tuple[IncomingProject, list[Changed | Skipped]]:
    """Return `project` with no date where a date is outside the limits, and a line for each of those.

    Dates before 1950 stay, and are told as well.
    """
    told: list[Changed | Skipped] = []
    milestones = tuple(_limited(milestone, told) for milestone in project.milestones)
    wheres = {milestone.ref: milestone for milestone in milestones}
    baselines = tuple(_baseline(baseline, wheres, told) for baseline in project.baselines)
    holidays = tuple(holiday for holiday in project.holidays if within_limits(holiday.day))
    told += [
        Skipped("", f"day off {holiday.day}", no_date(holiday.day))
        for holiday in project.holidays
        if not within_limits(holiday.day)
    ]
    told += early_days_off(holiday.day for holiday in holidays)
    start_on = project.start_on
    if start_on is not None and not within_limits(start_on):
        told.append(Changed("project", "its start", f"imported without it: {no_date(start_on)}"))
        start_on = None
    limited = project._replace(milestones=milestones, baselines=baselines, holidays=holidays, start_on=start_on)
    return limited, told


def early_days_off(days: Iterable[date]) -> list[Changed]:
    """Return a line that tells of days off before 1950; none without any."""
    early = [day for day in days if day < EARLY]
    what = count_words(len(early), "day off", "days off")
    return [Changed("", what, f"imported, but before {EARLY.year}: check the year")] if early else []


def _limited(milestone: IncomingMilestone, told: list[Changed | Skipped]) -> IncomingMilestone:
    wrong: dict[str, Any] = {}
    for field, called in _DATES.items():
        day: date | None = getattr(milestone, field)
        if day is None or EARLY <= day <= LAST_DAY:
            continue
        if within_limits(day):
            reason = f"imported with the {called} {day}, before {EARLY.year}: check the year"
        else:
            wrong[field] = None
            reason = f"imported without its {called}: {no_date(day)}"
        told.append(Changed(milestone.where, milestone.title, reason))
    return milestone._replace(**wrong) if wrong else milestone


def _baseline(
    baseline: IncomingBaseline, milestones: dict[str, IncomingMilestone], told: list[Changed | Skipped]
) -> IncomingBaseline:
    dates = []
    for ref, day in baseline.dates:
        if within_limits(day):
            dates.append((ref, day))
        elif ref in milestones:
            reason = f"imported without its date in the baseline: {no_date(day)}"
            told.append(Changed(milestones[ref].where, milestones[ref].title, reason))
    return baseline if len(dates) == len(baseline.dates) else baseline._replace(dates=tuple(dates))
