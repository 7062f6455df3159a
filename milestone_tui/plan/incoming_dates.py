"""The dates of a file held to those that a plan may have, whichever reader it came from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from milestone_tui.plan.date_limits import EARLY, LAST_DAY, no_date, within_limits
from milestone_tui.plan.imported import IncomingBaseline, IncomingMilestone, IncomingProject, Skipped
from milestone_tui.plan.language.wording import count_words

_DATES = {"due_on": "due date", "baseline_on": "baseline date", "deadline_on": "deadline", "done_on": "done date"}


def limit_dates(project: IncomingProject) -> tuple[IncomingProject, list[Skipped]]:
    """Return `project` with no date where a date is outside the limits, and a line for each of those.

    Dates before 1950 stay, and are told as well.
    """
    told: list[Skipped] = []
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
        told.append(Skipped("project", "its start", no_date(start_on)))
        start_on = None
    limited = project._replace(milestones=milestones, baselines=baselines, holidays=holidays, start_on=start_on)
    return limited, told


def early_days_off(days: Iterable[date]) -> list[Skipped]:
    """Return a line that tells of days off before 1950; none without any."""
    early = [day for day in days if day < EARLY]
    what = count_words(len(early), "day off", "days off")
    return [Skipped("", what, f"imported, but before {EARLY.year}: check the year")] if early else []


def _limited(milestone: IncomingMilestone, told: list[Skipped]) -> IncomingMilestone:
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
        told.append(Skipped(milestone.where, milestone.title, reason))
    return milestone._replace(**wrong) if wrong else milestone


def _baseline(
    baseline: IncomingBaseline, milestones: dict[str, IncomingMilestone], told: list[Skipped]
) -> IncomingBaseline:
    dates = []
    for ref, day in baseline.dates:
        if within_limits(day):
            dates.append((ref, day))
        elif ref in milestones:
            reason = f"imported without its date in the baseline: {no_date(day)}"
            told.append(Skipped(milestones[ref].where, milestones[ref].title, reason))
    return baseline if len(dates) == len(baseline.dates) else baseline._replace(dates=tuple(dates))
