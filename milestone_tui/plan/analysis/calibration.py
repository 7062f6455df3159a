"""Calibration: how far the dates that were held some time before turned out to be wrong; never of a person."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from milestone_tui.plan.analysis.trend import History, held_on
from milestone_tui.plan.calendar.any_day import day_before

LEADS = (14, 30, 60, 90)
"""How many days before a milestone was done its date is compared."""
LEAST = 5
"""Done milestones below which nothing is said."""


class Calibration(NamedTuple):
    """The errors at one lead: days from the due date held then to the done date, positive for late."""

    lead: int
    """Days before the done date."""
    sample: int
    median: float
    mean: float
    deviation: float
    """Standard deviation of the sample."""
    low: float
    """A tenth of the errors is below."""
    high: float
    """A tenth of the errors is above."""
    within_week: float
    """The part of the errors of at most seven days."""
    late: float
    """The part that was late."""


def errors(histories: Iterable[History], lead: int) -> list[int]:
    """Return done date − due date as held `lead` days before the done date, for each milestone that is done."""
    found: list[int] = []
    for history in histories:
        now = history[-1] if history else None
        if now is None or not now.exists or now.is_cancelled or now.done_on is None:
            continue
        then = held_on(history, day_before(now.done_on, lead))
        if then is not None and then.is_open and then.due_on is not None:
            found.append((now.done_on - then.due_on).days)
    return found


def calibrate(found: Sequence[int], lead: int) -> Calibration | None:
    """Return median and spread of errors; None for fewer than five.

    Quantiles are the inclusive ones (linear interpolation between the ordered errors). The mean is pulled by one very
    late milestone, so sentences name the median.
    """
    if len(found) < LEAST:
        return None
    tenths = statistics.quantiles(found, n=10, method="inclusive")
    return Calibration(
        lead,
        len(found),
        statistics.median(found),
        statistics.fmean(found),
        statistics.stdev(found),
        tenths[0],
        tenths[-1],
        sum(abs(days) <= 7 for days in found) / len(found),
        sum(days > 0 for days in found) / len(found),
    )


def calibrations(histories: Sequence[History]) -> tuple[Calibration, ...]:
    """Return the calibration at each lead that has enough done milestones, the shortest lead first."""
    found = (calibrate(errors(histories, lead), lead) for lead in LEADS)
    return tuple(one for one in found if one is not None)


def most_telling(found: Sequence[Calibration]) -> Calibration | None:
    """Return the calibration to name in one sentence: at 30 days, else at the lead next to it."""
    return min(found, key=lambda one: abs(one.lead - 30), default=None)
