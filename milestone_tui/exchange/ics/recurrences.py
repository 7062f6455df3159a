"""The days on which recurring events begin.

dateutil would search for a day that never comes until the calendar ends, so it gets one year at a time, in which it
finds all days that a rule lets pass; every n-th day, week or month of them is taken here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import MAXYEAR, date, datetime, time, timedelta
from itertools import groupby
from typing import NamedTuple

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.ics.whole_days import NotDayOff, WholeDays

MOST_RECURRENCES = 20_000
"""Years in which recurring events are expanded, all events together: that takes some seconds."""
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAYS = frozenset(("BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYEASTER"))
"""The parts of a rule that select days; a rule without any repeats the first date."""
_TIMES = frozenset(("BYHOUR", "BYMINUTE", "BYSECOND"))
"""The parts of a rule that select times of a day; they are ignored."""
_WITHIN_A_DAY = ("HOURLY", "MINUTELY", "SECONDLY")
_ONE_WEEK = timedelta(7)
_YEAR = 373
"""Days of a year, and of a week that begins in the one before."""


class _Rule(NamedTuple):
    """A recurrence rule."""

    frequency: str
    interval: int
    most: int
    """How often it recurs; 0 for no count."""
    until: date
    week_start: int
    """0 for Monday."""
    places: tuple[int, ...]
    """The places within each period, from 1, or from -1 at the end; all if empty."""
    parts: Mapping[str, str]
    """The parts that select days."""
    first: date

    @property
    def cost(self) -> int:
        """How much longer a year takes than one of a yearly rule."""
        if self.frequency != "WEEKLY":
            return 1
        return 15 if self.places else 3


class Recurrences:
    """An expander of recurring events, up to the last of the wanted years."""

    def __init__(self, years: range) -> None:
        self._years = years
        self._expanded = 0
        self.since = years[0] if years else 1
        """The first of the wanted years."""

    def of(self, text: str, whole: WholeDays) -> Iterable[date]:
        """Return the days on which an event begins, by its rule. Raises NotDayOff."""
        try:
            rule = _rule(text, whole)
            days: list[date] = []
            before = timedelta(whole.length - 1)
            for year in self._years_of(rule, before):
                days += (day for day in _of_year(rule, year) if day <= rule.until)
                if 0 < rule.most <= len(days):
                    break
        except (ValueError, KeyError, TypeError, IndexError, OverflowError) as error:
            raise NotDayOff(f'its recurrence "{text}" cannot be read') from error
        return (day for day in days[: rule.most or None] if not self._years or day >= self._begin(before))

    def _begin(self, before: timedelta) -> date:
        """Return the first day on which an event may begin that reaches so far into the wanted years."""
        first = date(self._years[0], 1, 1)
        return first - min(before, first - date.min)

    def _years_of(self, rule: _Rule, before: timedelta) -> Iterator[int]:
        """Yield the years to expand: all from the first if the rule has a count, else only the wanted ones."""
        first, interval = rule.first.year, rule.interval if rule.frequency == "YEARLY" else 1
        years = self._years and range(self._begin(before).year, self._years[-1] + 1)
        years = years or range(first, first + 1)
        skipped = 0 if rule.most else max(0, -((first - years[0]) // interval))
        for year in range(first + skipped * interval, years[-1] + 1, interval):
            self._expanded += rule.cost
            if self._expanded > MOST_RECURRENCES:
                raise ImportRefused(
                    f"Nothing was imported: the events recur in more than {MOST_RECURRENCES:,} years in total."
                    " Split the file."
                )
            if year > rule.until.year:
                return
            yield year


def _rule(text: str, whole: WholeDays) -> _Rule:
    """Return the rule of a text. Raises NotDayOff, and ValueError or KeyError for one that cannot be read."""
    parts = dict(part.strip().upper().partition("=")[::2] for part in text.split(";") if part.strip())
    frequency = parts.pop("FREQ")
    if frequency in _WITHIN_A_DAY:
        raise NotDayOff("it recurs within a day, so it is not a day off")
    if frequency not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        raise ValueError("an unknown frequency")
    count, interval = int(parts.pop("COUNT", "0")), int(parts.pop("INTERVAL", "1"))
    if interval < 1 or count < 0:
        raise ValueError("neither may be negative, nor the interval 0")
    until = whole.last_of(parts.pop("UNTIL", "")) or date.max
    week_start = _WEEKDAYS.index(parts.get("WKST", "MO"))
    places = () if frequency == "YEARLY" else tuple(map(int, filter(None, parts.pop("BYSETPOS", "").split(","))))
    if frequency in ("DAILY", "WEEKLY") and any(map(str.isdigit, parts.get("BYDAY", ""))):
        raise ValueError("a numbered weekday in a week")
    selecting = {name: value for name, value in parts.items() if name not in _TIMES}
    return _Rule(frequency, interval, count, until, week_start, places, selecting, whole.first)


def _of_year(rule: _Rule, year: int) -> list[date]:
    """Return the days of a rule in one year."""
    match rule.frequency:
        case "YEARLY":
            return _yearly(rule, year)
        case "MONTHLY":
            return _monthly(rule, year)
        case "WEEKLY":
            return _weekly(rule, year)
        case _:
            return _daily(rule, year)


def _yearly(rule: _Rule, year: int) -> list[date]:
    parts = rule.parts
    if parts.keys().isdisjoint(_DAYS):
        parts = {"BYMONTH": str(rule.first.month), **parts, "BYMONTHDAY": str(rule.first.day)}
    return _passing(parts, rule.first, year)


def _monthly(rule: _Rule, year: int) -> list[date]:
    parts = dict(rule.parts)
    if parts.keys().isdisjoint(_DAYS):
        parts["BYMONTHDAY"] = str(rule.first.day)
    wanted = {int(month) for month in parts.pop("BYMONTH", "").split(",") if month} or set(range(1, 13))
    since = (year - rule.first.year) * 12 - rule.first.month
    months = [month for month in sorted(wanted) if 1 <= month <= 12 and (since + month) % rule.interval == 0]
    if not months:
        return []
    days = _passing({**parts, "BYMONTH": ",".join(map(str, months))}, date(year, 1, 1), year)
    return _placed(rule, days, lambda day: day.month)


def _daily(rule: _Rule, year: int) -> list[date]:
    begin = max(rule.first, date(year, 1, 1))
    since = (begin - rule.first).days
    days = range(begin.toordinal() + -since % rule.interval, date(year, 12, 31).toordinal() + 1, rule.interval)
    if not days or (rule.places and {1, -1}.isdisjoint(rule.places)):
        return []
    if not rule.parts.keys() - {"WKST"}:
        return [date.fromordinal(day) for day in days]
    return [
        day for day in _passing({"BYDAY": ",".join(_WEEKDAYS), **rule.parts}, begin, year) if day.toordinal() in days
    ]


def _weekly(rule: _Rule, year: int) -> list[date]:
    parts = {"BYDAY": _WEEKDAYS[rule.first.weekday()], **rule.parts}
    begin = _week_of(rule, rule.first)
    if (weeks := rule.interval * _ONE_WEEK.days) > _YEAR and (date(year, 12, 31) - begin).days % weeks > _YEAR:
        return []  # none of these weeks is in the year
    # a week may begin in the year before, or end in the one after
    around = range(year - 1, year + 2) if rule.places else (year,)
    days = [day for each in around if each >= begin.year for day in _passing(parts, begin, each)]
    every = [day for day in days if (_week_of(rule, day) - begin) // _ONE_WEEK % rule.interval == 0]
    return [day for day in _placed(rule, every, lambda day: _week_of(rule, day)) if day.year == year]


def _week_of(rule: _Rule, day: date) -> date:
    """Return the first day of the week of a day."""
    return day - timedelta((day.weekday() - rule.week_start) % 7)


def _placed(rule: _Rule, days: list[date], period: Callable[[date], object]) -> list[date]:
    """Return the days at the places of a rule within each period, from the first date of the event on."""
    chosen = days
    if rule.places:
        chosen = []
        for _, group in groupby(days, period):
            within = list(group)
            places = {place - 1 if place > 0 else len(within) + place for place in rule.places}
            chosen += [within[place] for place in sorted(places) if 0 <= place < len(within)]
    return [day for day in chosen if day >= rule.first]


def _passing(parts: Mapping[str, str], first: date, year: int) -> list[date]:
    """Return the days of a year from `first` on that the parts of a yearly rule let pass."""
    from dateutil import rrule

    begin = first if year == first.year else date(year, 1, 1)
    text = ";".join(map("=".join, ({"FREQ": "YEARLY"} | dict(parts) | {"INTERVAL": str(MAXYEAR)}).items()))
    return [moment.date() for moment in rrule.rrulestr(text, dtstart=datetime.combine(begin, time()))]
