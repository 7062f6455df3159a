"""Milestone trend analysis: the due date of each milestone as it was held on each reporting date.

The chart has reporting dates on both axes: x is when a date was reported, y the date. On the diagonal a milestone is
done. A falling line means earlier, a rising one later, a level one as planned.
"""

# Annotations are no texts here: Python would compile that of each field of a named tuple at start-up.

import calendar
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple, Self

from milestone_tui.plan.calendar.any_day import day_after, day_before
from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.model import ChangeReason, Milestone, Plan

CLASS_REPORTS = 4
"""Reports that a class and a compression look at."""
RATE_REPORTS = 8
"""Reports from which a date is extrapolated."""
TOLERANCE = 2
"""Days that a date may move and still be stable."""
SHOCK = Fraction(1, 4)
"""The part of the time left that makes a step a late shock."""
COMPRESSED_PART, COMPRESSED_DAYS = Fraction(1, 5), 5
"""How much closer two milestones must have come: this part of their distance, and these working days."""
LAST_DONE = 500
"""Done milestones that a calibration over all projects looks at: the last ones."""
_FRIDAY = 4
_FEWEST_GAPS, _MONTHLY_GAP = 3, 21
"""Reports whose rhythm is looked at, and the days between two that are a month."""
_MOST_REPORTS = 520


class Held(NamedTuple):
    """What was held of a milestone from one change to the next."""

    reported_on: date
    """The day that the change speaks for."""
    exists: bool = True
    """False after it was deleted."""
    due_on: date | None = None
    done_on: date | None = None
    is_cancelled: bool = False
    reason: ChangeReason | None = None
    """The reason that was given for the change."""
    counts: bool = True
    """Whether the change is still in effect: neither undone since, nor an undo."""
    is_internal: bool = False
    """Whether reports for clients omitted it then."""

    @property
    def is_open(self) -> bool:
        """Whether it was there, and neither done nor cancelled."""
        return self.exists and self.done_on is None and not self.is_cancelled

    @property
    def on(self) -> date | None:
        """The done date, else the due date; None if it was deleted or cancelled."""
        return (self.done_on or self.due_on) if self.exists and not self.is_cancelled else None


History = Sequence[Held]
"""The states of a milestone in the order of `reported_on`; of equal days the last one was held at the end."""


class TrendHistory(NamedTuple):
    """Everything that the trend of a project is made of."""

    milestones: Mapping[int, History]
    """Also of milestones that were deleted."""
    baselines: Mapping[int, tuple[tuple[date, date], ...]]
    """For each milestone, when a baseline was set and its date there, oldest first."""
    reviews: tuple[date, ...] = ()
    """The days of the finished reviews."""


class Reporting(StrEnum):
    """What the reporting dates are."""

    WEEKS = "weeks"
    """Fridays."""
    MONTHS = "months"
    """Last days of months."""
    REVIEWS = "reviews"

    @property
    def following(self) -> Self:
        """The next choice."""
        every = list(type(self))
        return every[(every.index(self) + 1) % len(every)]


class TrendClass(StrEnum):
    """How a date moved over the last reports."""

    STABLE = "stable"
    SLIPPING = "slipping"
    RECOVERING = "recovering"
    ERRATIC = "erratic"
    LATE_SHOCK = "late shock"


class Point(NamedTuple):
    """One date as held at the end of a reporting date."""

    reported_on: date
    on: date
    is_done: bool = False

    @property
    def x(self) -> date:
        """Its place on the x axis: what is done lies on the diagonal."""
        return self.on if self.is_done else self.reported_on


class Rate(NamedTuple):
    """The straight line through the last points, by least squares, and where it meets the diagonal."""

    slope: Fraction
    """Days later per day."""
    meets_on: date | None
    """None if it does not converge: at a slope of 1 or more, or if it met the diagonal in the past."""
    reports: int


class Compression(NamedTuple):
    """Two milestones whose distance shrank."""

    first_id: int
    second_id: int
    before: int
    """Working days between them at the first of the reports."""
    after: int
    days: int
    """Calendar days by which they came closer."""
    reports: int


# Reports ---------------------------------------------------------------------------------------------------


def reporting_dates(by: Reporting, first: date, today: date, reviews: Iterable[date] = ()) -> tuple[date, ...]:
    """Return the reporting dates from `first` to `today`, which is always the last; past ones never change."""
    if by is Reporting.REVIEWS:
        days = sorted({day for day in reviews if day < today})
    elif by is Reporting.MONTHS:
        days = [*_month_ends(first, today)]
    else:
        friday = day_after(first, (_FRIDAY - first.weekday()) % 7)
        days = [day_after(friday, 7 * week) for week in range(max(0, -(-(today - friday).days // 7)))]
    return (*days[-_MOST_REPORTS:], today)


def _month_ends(first: date, today: date) -> Iterator[date]:
    year, month = first.year, first.month
    while (day := date(year, month, calendar.monthrange(year, month)[1])) < today:
        yield day
        year, month = year + month // 12, month % 12 + 1


def held_on(history: History, day: date) -> Held | None:
    """Return what was held of a milestone at the end of a day; None before its first change."""
    place = bisect_right(history, day, key=lambda held: held.reported_on)
    return history[place - 1] if place else None


def points(history: History, dates: Iterable[date]) -> tuple[Point, ...]:
    """Return the points of a milestone on dates in order.

    A date in the past of its report has none: it needs a new date. What is done has one more point, on the diagonal.
    """
    found: list[Point] = []
    place, count = 0, len(history)
    for day in dates:
        while place < count and history[place].reported_on <= day:
            place += 1
        if place == 0 or (on := (held := history[place - 1]).on) is None:
            continue
        if held.done_on is not None:
            if not (found and found[-1].is_done and found[-1].on == on):
                found.append(Point(day, on, is_done=True))
        elif on >= day:
            found.append(Point(day, on))
    return tuple(found)


def steps(line: Sequence[Point]) -> tuple[int, ...]:
    """Return the days by which the date moved between the last reports, positive for later."""
    last = line[-CLASS_REPORTS:]
    return tuple((after.on - before.on).days for before, after in pairwise(last))


def classify(line: Sequence[Point], shock: Fraction = SHOCK) -> TrendClass | None:
    """Return the class of a line over its last four reports; None with fewer than two.

    Stable: every step within two days. Erratic: steps of more than two days both ways. Late shock: a later step of more
    than a quarter of the time that was left. Slipping and recovering: the sum is more than two days, and no step goes
    the other way. Steps that cancel out to two days or less are stable. The classes are asked in this order.
    """
    moved = steps(line)
    if not moved:
        return None
    later, earlier = any(step > TOLERANCE for step in moved), any(step < -TOLERANCE for step in moved)
    if later and earlier:
        return TrendClass.ERRATIC
    if later and any(_is_shock(before, after, shock) for before, after in pairwise(line[-CLASS_REPORTS:])):
        return TrendClass.LATE_SHOCK
    if later and sum(moved) > TOLERANCE:
        return TrendClass.SLIPPING
    if earlier and sum(moved) < -TOLERANCE:
        return TrendClass.RECOVERING
    return TrendClass.STABLE


def _is_shock(before: Point, after: Point, shock: Fraction) -> bool:
    step, left = (after.on - before.on).days, (before.on - before.reported_on).days
    return step > TOLERANCE and step > shock * left


def rate(line: Sequence[Point], reports: int = RATE_REPORTS) -> Rate | None:
    """Return the least-squares line through the last reports, met with the diagonal; None for fewer than two reports.

    With x the reporting date and y the date held, slope b = Σ(x−x̄)(y−ȳ) / Σ(x−x̄)²; the line meets y = x at
    (ȳ − b·x̄) / (1 − b) (milestone trend analysis; see numpy.polyfit for the same line). What is done has no rate.
    """
    last = line[-reports:]
    if len(last) < 2 or last[-1].is_done:
        return None
    xs, ys = [p.reported_on.toordinal() for p in last], [p.on.toordinal() for p in last]
    count = len(last)
    spread = count * sum(x * x for x in xs) - sum(xs) ** 2
    if spread == 0:
        return None
    slope = Fraction(count * sum(x * y for x, y in zip(xs, ys, strict=True)) - sum(xs) * sum(ys), spread)
    if slope >= 1:
        return Rate(slope, None, count)
    meets = (Fraction(sum(ys), count) - slope * Fraction(sum(xs), count)) / (1 - slope)
    day = (2 * meets.numerator + meets.denominator) // (2 * meets.denominator)
    converges = xs[-1] <= day <= date.max.toordinal()
    return Rate(slope, date.fromordinal(day) if converges else None, count)


def weekly_rate(history: History, first: date, today: date) -> Rate | None:
    """Return the rate of a milestone over the last weeks; `first` is the day of the project's first change."""
    return rate(points(history, reporting_dates(Reporting.WEEKS, first, today)))


# Compression -----------------------------------------------------------------------------------------------


def compressions(plan: Plan, history: TrendHistory, dates: Sequence[date]) -> tuple[Compression, ...]:
    """Return the pairs whose distance shrank over the last four reports, the most compressed first.

    A pair is linked, or follows one another in a phase. It must have come closer by a fifth and by five working days or
    more, with nothing removed that lay between; its second milestone is open.
    """
    reports = dates[-CLASS_REPORTS:]
    if len(reports) < 2:
        return ()
    then, now = (_held_dates(history, day) for day in (reports[0], reports[-1]))
    open_ids = {m.id for m in plan.milestones if m.is_open}
    removed = [then[id_] for id_ in then.keys() - now.keys()]
    found = (
        _compression(pair, then, now, plan.project.calendar, len(reports))
        for pair in _pairs(plan)
        if pair[1] in open_ids and all(id_ in then and id_ in now for id_ in pair)
    )
    kept = (
        one for one in found if one and not any(then[one.first_id] <= day <= then[one.second_id] for day in removed)
    )
    return tuple(sorted(kept, key=lambda one: (one.after - one.before, one.first_id, one.second_id)))


def _held_dates(history: TrendHistory, day: date) -> dict[int, date]:
    found = ((id_, held_on(states, day)) for id_, states in history.milestones.items())
    return {id_: held.on for id_, held in found if held is not None and held.on is not None}


def _pairs(plan: Plan) -> Iterator[tuple[int, int]]:
    """Yield the pairs to compare, each once: linked ones, then neighbours in a phase by date."""
    seen: set[tuple[int, int]] = set()
    phases: dict[int | None, list[Milestone]] = {}
    for m in plan.milestones:
        if m.binds and m.on is not None:
            phases.setdefault(m.phase_id, []).append(m)
    neighbours = (
        (before.id, after.id)
        for phase_id, members in phases.items()
        if phase_id is not None
        for before, after in pairwise(sorted(members, key=lambda m: (m.on or date.max, m.id)))
    )
    for pair in (*((link.predecessor_id, link.successor_id) for link in plan.links), *neighbours):
        if pair not in seen:
            seen.add(pair)
            yield pair


def _compression(
    pair: tuple[int, int], then: Mapping[int, date], now: Mapping[int, date], work: WorkCalendar, reports: int
) -> Compression | None:
    first, second = pair
    if then[second] <= then[first]:
        return None
    before, after = work.between(then[first], then[second]), work.between(now[first], now[second])
    closer = before - after
    if closer < COMPRESSED_DAYS or closer < COMPRESSED_PART * before:
        return None
    days = (then[second] - then[first]).days - (now[second] - now[first]).days
    return Compression(first, second, before, after, days, reports)


# The story of one milestone --------------------------------------------------------------------------------


class Story(NamedTuple):
    """The due dates that a milestone has had, and the reasons for its moves."""

    days: tuple[date, ...]
    reasons: tuple[tuple[ChangeReason, int], ...]
    """Each reason with how often it was given, in the order of their first use."""

    @property
    def moves(self) -> int:
        """How often it moved."""
        return max(0, len(self.days) - 1)


def story(history: History) -> Story:
    """Return the due dates that count, in order; undone moves do not."""
    days: list[date] = []
    reasons: Counter[ChangeReason] = Counter()
    for held in history:
        if not held.counts or held.due_on is None or (days and held.due_on == days[-1]):
            continue
        if days and held.reason is not None:
            reasons[held.reason] += 1
        days.append(held.due_on)
    return Story(tuple(days), tuple(reasons.items()))


def first_day(histories: Mapping[int, History]) -> date | None:
    """Return the day of the first change of any milestone."""
    return min((states[0].reported_on for states in histories.values() if states), default=None)


def usual_reporting(histories: Mapping[int, History]) -> Reporting:
    """Return months for a project whose dates were reported about once a month, as in monthly files; else weeks."""
    days = sorted({held.reported_on for history in histories.values() for held in history})
    gaps = sorted((after - before).days for before, after in pairwise(days))
    is_monthly = len(gaps) >= _FEWEST_GAPS and gaps[len(gaps) // 2] >= _MONTHLY_GAP
    return Reporting.MONTHS if is_monthly else Reporting.WEEKS


# The spark -------------------------------------------------------------------------------------------------

SPARK_REPORTS = 5
_BARS = "▁▂▃▄▅▆▇█"
_LEAST_RANGE = 14
"""Days from the lowest to the highest bar at the least, so that a move of a day stays small."""


def spark(line: Sequence[Point], reports: int = SPARK_REPORTS) -> str:
    """Return the last dates as bars, higher for later; empty with fewer than two."""
    last = [point.on.toordinal() for point in line[-reports:]]
    if len(last) < 2:
        return ""
    low = min(last)
    span = max(_LEAST_RANGE, max(last) - low)
    return "".join(_BARS[(day - low) * (len(_BARS) - 1) // span] for day in last)


def sparks(histories: Mapping[int, History], today: date) -> Mapping[int, str]:
    """Return the spark of each milestone, over the last weeks."""
    first = day_before(today, 7 * SPARK_REPORTS)
    dates = reporting_dates(Reporting.WEEKS, first, today)[-SPARK_REPORTS:]
    return {id_: spark(points(states, dates)) for id_, states in histories.items()}
