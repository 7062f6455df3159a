"""Earned value of a project on a day, by the weighted-milestone technique.

Each milestone has a value, and the sum of the values is the budget at completion. A value is planned to be earned on
the milestone's date in the current baseline, and is earned on the day it is done: all of it (0/100), or before that as
much as its percent complete. The value counted is the milestone's present one, also for what was planned: one figure
has one meaning in every view, and `earned_value` of a plan as of an earlier day takes the value that held then.

What is done before its baseline date earns on the day it is done. Microsoft Project shows 0 until the baseline start;
a milestone has no duration, so there is nothing to wait for (pm.stackexchange.com/questions/18147).

Sources: PMI, The Standard for Earned Value Management (2019), for the formulas; the GPM glossary and Deltek's help for
weighted milestones. All figures come from exact values and are rounded on screen only. A figure that is not defined is
None: a zero divisor, a plan without a baseline, or nothing recorded as spent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from milestone_tui.plan.model import Milestone, MilestoneState
from milestone_tui.plan.monitoring import Cost, EarnedBy

_ZERO = Decimal(0)
_HUNDRED = Decimal(100)


class EarnedValue(NamedTuple):
    """The figures of earned value, all in one currency."""

    bac: Decimal
    """Budget at completion: the sum of the values."""
    pv: Decimal | None
    """Planned value: what should be earned by now; None without a baseline."""
    ev: Decimal
    """Earned value."""
    ac: Decimal | None
    """Actual cost: what was spent by now; None if nothing was ever recorded."""

    @property
    def sv(self) -> Decimal | None:
        """Schedule variance EV − PV; below zero is behind plan."""
        return None if self.pv is None else self.ev - self.pv

    @property
    def spi(self) -> Decimal | None:
        """Schedule performance index EV / PV; below one is behind plan."""
        return _ratio(self.ev, self.pv)

    @property
    def cv(self) -> Decimal | None:
        """Cost variance EV − AC; below zero is over cost."""
        return None if self.ac is None else self.ev - self.ac

    @property
    def cpi(self) -> Decimal | None:
        """Cost performance index EV / AC; below one is over cost."""
        return _ratio(self.ev, self.ac)

    @property
    def eac(self) -> Decimal | None:
        """Estimate at completion BAC / CPI, without rounding CPI first: the rest costs as much as the part so far."""
        return None if self.ac is None or self.cpi is None else _ratio(self.bac * self.ac, self.ev)

    @property
    def eac_as_planned(self) -> Decimal | None:
        """Estimate at completion AC + (BAC − EV): the rest costs what was planned."""
        return None if self.ac is None else self.ac + self.bac - self.ev

    @property
    def etc(self) -> Decimal | None:
        """Estimate to complete EAC − AC."""
        return None if self.eac is None or self.ac is None else self.eac - self.ac

    @property
    def vac(self) -> Decimal | None:
        """Variance at completion BAC − EAC; below zero is over budget."""
        return None if self.eac is None else self.bac - self.eac

    @property
    def tcpi(self) -> Decimal | None:
        """To-complete performance index (BAC − EV) / (BAC − AC); None once all of the budget is spent."""
        return None if self.ac is None or self.ac >= self.bac else _ratio(self.bac - self.ev, self.bac - self.ac)


def earned_value(milestones: Sequence[Milestone], costs: Iterable[Cost], day: date, by: EarnedBy) -> EarnedValue:
    """Return the figures of one project at the end of a day."""
    counted = valued(milestones)
    spent = [*costs]
    return EarnedValue(
        bac=sum((value_of(m) for m in counted), _ZERO),
        pv=planned_value(milestones, day),
        ev=sum((earned(m, day, by) for m in counted), _ZERO),
        ac=spent_by(spent, day) if spent else None,
    )


def valued(milestones: Iterable[Milestone]) -> list[Milestone]:
    """Return the milestones that count: with a value, and not cancelled."""
    cancelled = MilestoneState.CANCELLED  # faster than looking it up for each milestone
    return [m for m in milestones if m.value and m.state is not cancelled]


def value_of(milestone: Milestone) -> Decimal:
    """Return the value of a milestone, 0 without one."""
    return milestone.value or _ZERO


def planned_value(milestones: Iterable[Milestone], day: date) -> Decimal | None:
    """Return the values whose baseline date has come; None if no milestone with a value is in the baseline.

    A milestone that is not in the baseline was not planned, but counts in the budget and earns when it is done.
    """
    planned = [m for m in valued(milestones) if m.baseline_on is not None]
    if not planned:
        return None
    return sum((value_of(m) for m in planned if m.baseline_on is not None and m.baseline_on <= day), _ZERO)


def earned(milestone: Milestone, day: date, by: EarnedBy) -> Decimal:
    """Return what a milestone has earned by a day; by percent an open one earns its present percent complete."""
    value = value_of(milestone)
    if milestone.done_on is not None:
        return value if milestone.done_on <= day else _ZERO
    if by is EarnedBy.PERCENT:
        return value * milestone.percent / _HUNDRED
    return _ZERO


def spent_by(costs: Iterable[Cost], day: date) -> Decimal:
    """Return the sum of what was spent up to a day."""
    return sum((cost.amount for cost in costs if cost.spent_on <= day), _ZERO)


def _ratio(number: Decimal, divisor: Decimal | None) -> Decimal | None:
    return number / divisor if divisor else None
