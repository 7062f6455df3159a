"""Burn-up of a project: what was planned, is done, is due, and how much there is to do, over time.

Source: A. Cockburn, "Earned-value and Burn Charts" (2004): the scope is a line of its own, so that added work is not
taken for lost pace.
"""

# Annotations are no texts here: Python would compile that of each field of a named tuple at start-up.

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from milestone_tui.plan.cycles import Cycle
from milestone_tui.plan.model import Milestone, MilestoneState

_ZERO = Decimal(0)

Steps = tuple[tuple[date, Decimal], ...]
"""A total by day, from each day on until the next; before the first it is 0."""


class Measure(Cycle):
    """What a milestone counts; the value is shown to people."""

    COUNT = "count"
    WEIGHT = "weight"
    VALUE = "value"


class ScopeChange(NamedTuple):
    """What a milestone counts from a day on, as the journal has it."""

    day: date
    milestone_id: int
    counts: bool
    """Whether it is there and not cancelled."""
    weight: int = 1
    value: Decimal = _ZERO
    is_internal: bool = False
    """Whether reports for clients omitted it then."""


class BurnUp(NamedTuple):
    """The four lines of a burn-up."""

    planned: Steps
    """By the dates of the current baseline."""
    done: Steps
    due: Steps
    """From today on: what is done, and from each due date on what is due then; the overdue counts today."""
    scope: Steps

    def at(self, steps: Steps, day: date) -> Decimal:
        """Return the total of a line on a day."""
        return next((total for since, total in reversed(steps) if since <= day), _ZERO)


def burn_up(milestones: Sequence[Milestone], scope: Iterable[ScopeChange], today: date, measure: Measure) -> BurnUp:
    """Return the lines of one project; `scope` by day, changes of one day in their order."""
    counted = [m for m in milestones if m.state is not MilestoneState.CANCELLED]
    done = _steps((m.done_on, amount(m, measure)) for m in counted if m.done_on is not None and m.done_on <= today)
    reached = done[-1][1] if done else _ZERO
    due = _steps((m.finish(today), amount(m, measure)) for m in counted if m.is_open)
    return BurnUp(
        planned=_steps((m.baseline_on, amount(m, measure)) for m in counted),
        done=done,
        due=((today, reached), *((day, reached + total) for day, total in due)),
        scope=_scope(scope, measure),
    )


def amount(milestone: Milestone, measure: Measure) -> Decimal:
    """Return what a milestone counts."""
    if measure is Measure.VALUE:
        return milestone.value or _ZERO
    return Decimal(milestone.weight if measure is Measure.WEIGHT else 1)


def _steps(amounts: Iterable[tuple[date | None, Decimal]]) -> Steps:
    by_day: dict[date, Decimal] = {}
    for day, count in amounts:
        if day is not None:
            by_day[day] = by_day.get(day, _ZERO) + count
    total = _ZERO
    return tuple((day, total := total + by_day[day]) for day in sorted(by_day))


def _scope(changes: Iterable[ScopeChange], measure: Measure) -> Steps:
    counts: dict[int, Decimal] = {}
    totals: dict[date, Decimal] = {}
    total = _ZERO
    for change in changes:
        of: Mapping[Measure, Decimal] = {
            Measure.COUNT: Decimal(1),
            Measure.WEIGHT: Decimal(change.weight),
            Measure.VALUE: change.value,
        }
        now = of[measure] if change.counts else _ZERO
        total += now - counts.get(change.milestone_id, _ZERO)
        counts[change.milestone_id] = now
        totals[change.day] = total
    return tuple(totals.items())
