"""The days of an exception in a Microsoft Project calendar, with its recurrences."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile
from typing import Any

from dateutil import rrule

from milestone_tui.exchange.mspdi.tasks import is_true, last_day, parse_moment, parse_whole
from milestone_tui.exchange.xml_tree import Element
from milestone_tui.plan.date_limits import LAST_DAY, within_limits

MOST_DAYS = 4_000
"""Days of one exception: a day off a week for a working life."""
_LONGEST_PERIOD = 1_000

# The kinds of recurrence, from the reference of the file format.
_EVERY_DAY = 1
_YEARLY_BY_DAY = 2
_YEARLY_BY_POSITION = 3
_MONTHLY_BY_DAY = 4
_MONTHLY_BY_POSITION = 5
_WEEKLY = 6
_EVERY_SO_MANY_DAYS = 7
_NONE = 9
_FREQUENCIES = {
    _YEARLY_BY_DAY: rrule.YEARLY,
    _YEARLY_BY_POSITION: rrule.YEARLY,
    _MONTHLY_BY_DAY: rrule.MONTHLY,
    _MONTHLY_BY_POSITION: rrule.MONTHLY,
    _WEEKLY: rrule.WEEKLY,
    _EVERY_SO_MANY_DAYS: rrule.DAILY,
}
_SUNDAY_FIRST = (6, 0, 1, 2, 3, 4, 5)
"""Python's numbers of the weekdays, in the order of the file."""
_MONTH_ITEMS = (tuple(range(7)), (0, 1, 2, 3, 4), (5, 6), *((weekday,) for weekday in _SUNDAY_FIRST))
"""The weekdays meant by a month item: any day, Monday to Friday, the weekend, Sunday, …"""


def period_of(element: Element) -> tuple[date, date] | None:
    """Return the first and the last day of an exception, within the limits of a plan; None if it has none.

    A period that ends at midnight ends with the day before.
    """
    for period in element.each("TimePeriod"):
        begin, end = parse_moment(period.text("FromDate")), last_day(period.text("ToDate"), period.text("FromDate"))
        if begin is not None and end is not None and begin.day <= end:
            return begin.day, min(end, LAST_DAY)
    return None


def days_of(exception: Element, first_weekday: int) -> tuple[date, ...] | None:
    """Return the days of an exception; None if they cannot be read, or are too many.

    Every n-th week counts in weeks that begin on `first_weekday`, 0 for Monday.
    """
    period = period_of(exception)
    if period is None:
        return None
    begin, end = period
    kind = parse_whole(exception.text("Type"), _EVERY_DAY)
    if kind in (_EVERY_DAY, _NONE, 0):
        length = (end - begin).days + 1
        days: Iterable[date] = (begin + timedelta(days=n) for n in range(min(length, MOST_DAYS + 1)))
    elif kind in _FREQUENCIES:
        try:
            start = datetime.combine(begin, time())
            rule = rrule.rrule(dtstart=start, wkst=first_weekday, **_rule(exception, kind, end))
        except (ValueError, OverflowError):
            return None
        days = takewhile(within_limits, (moment.date() for moment in rule))
    else:
        return None
    found = tuple(islice(days, MOST_DAYS + 1))
    return found if 0 < len(found) <= MOST_DAYS else None


def _rule(exception: Element, kind: int, end: date) -> dict[str, Any]:
    """Return the recurrence of an exception as arguments of `rrule`. Raises ValueError if it is invalid."""
    rule: dict[str, Any] = {"freq": _FREQUENCIES[kind], "until": datetime.combine(end, time())}
    rule["interval"] = max(1, min(_LONGEST_PERIOD, parse_whole(exception.text("Period"), 1)))
    if is_true(exception.text("EnteredByOccurrences")):
        rule["count"] = max(1, parse_whole(exception.text("Occurrences"), 1))
        del rule["until"]
    if kind in (_YEARLY_BY_DAY, _YEARLY_BY_POSITION):
        rule["interval"] = 1
        rule["bymonth"] = parse_whole(exception.text("Month"), 0) + 1
    if kind in (_YEARLY_BY_DAY, _MONTHLY_BY_DAY):
        rule["bymonthday"] = parse_whole(exception.text("MonthDay"), 1)
    # Raises ValueError for a day that never comes, which the library would search for until the calendar ends.
    date(2024, rule.get("bymonth", 1), rule.get("bymonthday", 1))
    if kind in (_YEARLY_BY_POSITION, _MONTHLY_BY_POSITION):
        item = parse_whole(exception.text("MonthItem"), 0)
        position = parse_whole(exception.text("MonthPosition"), 0)
        if not (0 <= item < len(_MONTH_ITEMS) and 0 <= position <= 4):
            raise ValueError("no such day of a month")
        rule["byweekday"] = _MONTH_ITEMS[item]
        rule["bysetpos"] = -1 if position == 4 else position + 1
    if kind == _WEEKLY:
        bits = parse_whole(exception.text("DaysOfWeek"), 0)
        rule["byweekday"] = [weekday for bit, weekday in enumerate(_SUNDAY_FIRST) if bits >> bit & 1]
        if not rule["byweekday"]:
            raise ValueError("no day of the week")
    return rule
