"""The lines of the earned value chart: planned, earned, spent, and what is due from today on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from milestone_tui.plan.analysis.earned_value import earned, value_of, valued
from milestone_tui.plan.analysis.value_figures import ValueFigures
from milestone_tui.plan.calendar.any_day import day_after, day_before
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.plot_paint import Mark, Plot, Series, Shape, Value, amount_ticks

Points = tuple[tuple[date, Decimal], ...]

_MOST_TICKS = 5
_LEAST_DAYS = 28
"""The least days that a chart shows."""
_NAME_EVERY, _NAMES_UP = 60, 16
"""Parts of the axes by which a name is apart from its line."""


def value_plot(of: ValueFigures) -> Plot | None:
    """Return the S-curves of a project; None without values."""
    lines = curves(of)
    if not of.value.bac:
        return None
    first, last = span((points for _, points in lines), of.today)
    ticks = amount_ticks(max([of.value.bac, *(total for _, points in lines for _, total in points)]), _MOST_TICKS)
    series = [_series(name, points, first, last) for name, points in lines if points]
    top = ticks[-1].at
    marks = (*_marks(of, (last - first).days, top), *due_mark(dict(lines)["due"], top))
    return Plot(first, last, 0, top, tuple(series), marks, of.today, y_ticks=ticks)


def _marks(of: ValueFigures, days: int, top: Value) -> tuple[Mark, ...]:
    """Return the names of what was earned and spent beside their ends: above the upper, below the lower."""
    at, apart = day_after(of.today, max(1, days // _NAME_EVERY)), _apart(top)
    if of.value.ac is None:
        return (Mark(at, of.value.ev + apart, "earned", Ink.ACT),)
    up, down = (apart, -apart) if of.value.ev >= of.value.ac else (-apart, apart)
    earned_at, spent_at = max(Decimal(0), of.value.ev + up), max(Decimal(0), of.value.ac + down)
    return (Mark(at, earned_at, "earned", Ink.ACT), Mark(at, spent_at, "spent", Ink.WARN))


def due_mark(due: Points, top: Value) -> tuple[Mark, ...]:
    """Return the name of what is due, at the middle of its line."""
    if len(due) < 2:
        return ()
    day, total = due[len(due) // 2]
    return (Mark(day, total + _apart(top), "due", Ink.ACT),)


def _apart(top: Value) -> Decimal:
    """Return the distance of a name from its line."""
    return Decimal(top) / _NAMES_UP if isinstance(top, int | Decimal) else Decimal(0)


def curves(of: ValueFigures) -> tuple[tuple[str, Points], ...]:
    """Return the points of each line: planned, due, earned and spent; a line without points is empty."""
    counted, today = valued(of.milestones), of.today
    done = running((m.done_on, value_of(m)) for m in counted if m.done_on is not None and m.done_on <= today)
    due = [(m.finish(today), value_of(m) - earned(m, today, of.by)) for m in counted if m.is_open]
    return (
        ("planned", running((m.baseline_on, value_of(m)) for m in counted)),
        ("due", running([(today, of.value.ev), *due]) if any(day for day, _ in due) else ()),
        ("earned", (*done, (today, of.value.ev))),
        ("spent", (*running((cost.spent_on, cost.amount) for cost in of.costs if cost.spent_on <= today), *_now(of))),
    )


def _now(of: ValueFigures) -> Points:
    return () if of.value.ac is None else ((of.today, of.value.ac),)


def running(amounts: Iterable[tuple[date | None, Decimal]]) -> Points:
    """Return the total from each day on; what has no day is left out."""
    by_day: dict[date, Decimal] = {}
    for day, amount in amounts:
        if day is not None:
            by_day[day] = by_day.get(day, Decimal(0)) + amount
    total = Decimal(0)
    return tuple((day, total := total + by_day[day]) for day in sorted(by_day))


def span(lines: Iterable[Points], today: date) -> tuple[date, date]:
    """Return the first and last day of a chart of these lines, today included."""
    days = [day for points in lines for day, _ in points]
    first, last = min([*days, today]), max([*days, today])
    margin = max(2, (last - first).days // 20)
    return day_before(first), max(day_after(last, margin), day_after(first, _LEAST_DAYS))


def stepped(points: Points, first: date, last: date | None = None) -> Points:
    """Return the points of a line that begins with 0 and, given `last`, holds its total until then."""
    held = ((last, points[-1][1]),) if last is not None and points[-1][0] < last else ()
    return ((first, Decimal(0)), *points, *held)


def _series(name: str, points: Points, first: date, last: date) -> Series:
    if name == "planned":
        return Series(stepped(points, first, last), Ink.DIM, Shape.STEPS, "planned", 2, ".")
    if name == "due":
        return Series(points, Ink.ACT, Shape.STEPS, "", 4, "o")
    ink, letter = (Ink.ACT, "*") if name == "earned" else (Ink.WARN, "+")
    return Series(stepped(points, first), ink, Shape.STEPS, "", 1, letter)
