"""Earned schedule: at what time should today's earned value have been earned?

Source: W. Lipke, "Schedule is Different", The Measurable News (2003): ES = C + (EV − PV_C) / (PV_{C+1} − PV_C), where C
is the last period with PV_C ≤ EV. Where planned value does not grow for a while, which is usual with milestones, C is
the later end: each period whose PV is reached counts. Periods here are calendar days from the start of the project.

On a plateau that today lies on, a project that has earned just what was planned is on schedule, not ahead: nothing more
was due, so its earned schedule is today.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from milestone_tui.plan.analysis.earned_value import earned, planned_value, value_of, valued
from milestone_tui.plan.calendar.any_day import day_after
from milestone_tui.plan.earned_by import EarnedBy
from milestone_tui.plan.model import Milestone

_ZERO = Decimal(0)

Curve = Sequence[tuple[Decimal, Decimal]]
"""Planned value at the end of periods: (period, value), both never falling; linear between two points."""


class EarnedSchedule(NamedTuple):
    """The figures of earned schedule, in periods from the start."""

    es: Decimal
    """Earned schedule: the time at which planned value equalled today's earned value."""
    at: Decimal
    """Actual time: from the start until now, or until the last value was earned."""
    pd: Decimal
    """Planned duration: from the start until all value is planned to be earned."""

    @property
    def sv(self) -> Decimal:
        """Schedule variance SV(t) = ES − AT; below zero is behind plan."""
        return self.es - self.at

    @property
    def spi(self) -> Decimal | None:
        """Schedule performance index SPI(t) = ES / AT; None on the first day."""
        return self.es / self.at if self.at > 0 else None

    @property
    def ieac(self) -> Decimal | None:
        """Independent estimate of the duration IEAC(t) = PD / SPI(t), without rounding SPI(t) first."""
        return self.pd * self.at / self.es if self.at > 0 and self.es > 0 else None


def time_earned(curve: Curve, ev: Decimal) -> Decimal:
    """Return the time at which planned value equalled `ev`: the later end of a plateau, and at most the last period."""
    reached = [place for place, (_, planned) in enumerate(curve) if planned <= ev]
    if not reached:
        return _ZERO
    last = reached[-1]
    period, planned = curve[last]
    if last + 1 == len(curve):
        return period
    following, more = curve[last + 1]
    return period + (ev - planned) / (more - planned) * (following - period)


def planned_curve(milestones: Iterable[Milestone], start: date) -> list[tuple[Decimal, Decimal]]:
    """Return planned value by days from `start`: it grows within the baseline date of each milestone."""
    by_day: dict[date, Decimal] = {}
    for milestone in valued(milestones):
        if (day := milestone.baseline_on) is not None:
            by_day[day] = by_day.get(day, _ZERO) + value_of(milestone)
    curve: list[tuple[Decimal, Decimal]] = []
    total = _ZERO
    for day, value in sorted(by_day.items()):
        end = Decimal((day - start).days)
        if end > 0 and (not curve or curve[-1][0] < end - 1):
            curve.append((end - 1, total))
        total += value
        curve.append((end, total))
    return curve


def first_day(milestones: Iterable[Milestone], start_on: date | None) -> date | None:
    """Return the day from which time counts: the start, or an earlier baseline date; None if neither is known."""
    days = [m.baseline_on for m in valued(milestones) if m.baseline_on is not None]
    return min((*days, *([start_on] if start_on is not None else [])), default=None) if days else None


def earned_schedule(
    milestones: Sequence[Milestone], start_on: date | None, day: date, by: EarnedBy
) -> EarnedSchedule | None:
    """Return the figures of one project at the end of a day; None without a baseline, or before its start."""
    start = first_day(milestones, start_on)
    if start is None or day < start:
        return None
    counted = valued(milestones)
    ev = sum((earned(m, day, by) for m in counted), _ZERO)
    last_done = max((m.done_on for m in counted if m.done_on is not None), default=day)
    is_complete = all(m.done_on is not None and m.done_on <= day for m in counted)
    until = max(start, min(day, last_done)) if is_complete else day
    curve = planned_curve(milestones, start)
    es, at, pd = time_earned(curve, ev), Decimal((until - start).days), curve[-1][0]
    if ev == planned_value(milestones, day):
        es = min(es, max(at, _plateau_start(curve, ev)))
    return EarnedSchedule(es, at, pd)


def _plateau_start(curve: Curve, planned: Decimal) -> Decimal:
    """Return the first period at whose end so much is planned."""
    return next((period for period, value in curve if value == planned), _ZERO)


def estimated_finish(figures: EarnedSchedule, start: date) -> date | None:
    """Return the day on which the value will be earned at this pace; None if there is no pace yet."""
    ieac = figures.ieac
    if ieac is None or ieac > 36_500:  # a century: the pace says nothing
        return None
    return day_after(start, int(ieac.to_integral_value()))
