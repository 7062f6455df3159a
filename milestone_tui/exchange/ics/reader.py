"""Holidays out of calendar files (.ics, RFC 5545): the days of all-day events.

Read by hand: the best library for it takes 0.1 s to import, drops a file for one bad line between two events, finds
nothing in one that ends in its middle, and leaves what recurs to others. What recurs is told by dateutil here, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, date, datetime, time, timedelta

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.days_off.formats import Holidays, each_once
from milestone_tui.plan.date_limits import LIMITS, no_date, within_limits
from milestone_tui.plan.imported import Skipped
from milestone_tui.plan.language.text import tidy
from milestone_tui.plan.language.wording import count_words

MOST_DAYS = 20_000
"""Days of one file, and so events."""
MOST_RECURRENCES = 20_000
"""Years in which events that return are looked up, all events together: that takes some seconds."""
_LONGEST = 366
"""Days of one event: what is longer is no holiday."""
_LINE = re.compile(r"([A-Za-z0-9-]+)((?:;[^:;\"]+(?:\"[^\"]*\"[^:;\"]*)*)*):(.*)", re.DOTALL)
_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)(T\d{6}Z?)?", re.ASCII)
_LENGTH = re.compile(r"\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T0+[HMS])*", re.ASCII)
_DAYS = frozenset(("BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYEASTER"))
"""What says which days a rule means; without any it is the one of the first time."""
_NAMES = frozenset(
    (
        *("SUMMARY", "STATUS", "UID", "RECURRENCE-ID", "DTSTART", "DTEND", "DURATION", "RRULE"),
        "X-MICROSOFT-CDO-ALLDAYEVENT",
    )
)
"""Properties that say something of a day off."""
_TIMES = frozenset(("BYHOUR", "BYMINUTE", "BYSECOND"))
"""A day is meant, however often."""
_ESCAPES = {"\\n": "\n", "\\N": "\n"}


@dataclass(slots=True)
class _Event:
    """The properties of an event by their names; the first of each counts, except where there may be several."""

    line: int
    values: dict[str, str] = field(default_factory=dict)
    without: list[str] = field(default_factory=list)
    """Days that are left away from what recurs."""
    besides: list[str] = field(default_factory=list)
    """Days that are added to what recurs."""

    @property
    def name(self) -> str:
        return tidy(re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[0], found[1]), self.values.get("SUMMARY", "")))


def read_ics(data: bytes, years: range) -> Holidays:
    """The days of the all-day events of a file; those that return each year are told for `years`.

    Raises:
        ImportRefused: it is no such file, or not complete.
    """
    left_out = []
    named: list[tuple[date, str]] = []
    events = _events(data)
    moved = _moved(events)
    recurrences = _Recurrences(years)
    for event in events:
        reason = ""
        days: Iterable[date] = ()
        try:
            every = _days(event, recurrences, moved.get(event.values.get("UID", ""), frozenset()))
            days = [day for day in every if within_limits(day)]
            if len(days) < len(every):
                reason = f"{count_words(len(every) - len(days), 'day')} left out: {LIMITS}"
        except _Unusable as unusable:
            reason = str(unusable)
        if reason:
            left_out.append(Skipped(f"line {event.line}", event.name or "an event", reason))
        named += ((day, event.name) for day in days)
        _refuse_more(len(named))
    return Holidays(each_once(named), tuple(left_out))


class _Unusable(Exception):
    """Why an event is no holiday."""


def unfold(data: bytes) -> Iterator[tuple[int, str]]:
    """The lines of a file, each with the number of the line where it begins.

    Long lines are folded at a number of bytes, also within a character, so they are joined before they are decoded.
    """
    begun, parts = 0, list[bytes]()
    for number, line in enumerate(_lines(data.removeprefix(b"\xef\xbb\xbf")), start=1):
        if line[:1] in (b" ", b"\t") and parts:
            parts.append(line[1:])
            continue
        if any(parts):
            yield begun, _decoded(b"".join(parts))
        begun, parts = number, [line]
    if any(parts):
        yield begun, _decoded(b"".join(parts))


def _lines(data: bytes) -> Iterator[bytes]:
    """The lines of a file, one after another: all of them at once would take far more memory than the file."""
    begin = 0
    for end in re.finditer(rb"\r\n|\n|\r", data):
        yield data[begin : end.start()]
        begin = end.end()
    yield data[begin:]


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def _events(data: bytes) -> list[_Event]:
    """The events of a file that is complete."""
    open_: list[str] = []
    events: list[_Event] = []
    seen = False
    for number, line in unfold(data):
        found = _LINE.fullmatch(line)
        if not seen and (found is None or (found[1].upper(), found[3].strip().upper()) != ("BEGIN", "VCALENDAR")):
            raise ImportRefused("This is no calendar file: it does not begin with BEGIN:VCALENDAR.")
        seen = True
        if found is None:
            continue  # a line that says nothing harms nobody
        name, value = found[1].upper(), found[3].strip()
        if name == "BEGIN":
            open_.append(value.upper())
            if open_[-1] == "VEVENT":
                events.append(_Event(number))
                _refuse_more(len(events))
        elif name == "END":
            if not open_ or open_.pop() != value.upper():
                raise ImportRefused(f"This calendar file is broken: line {number} ends what was not begun.")
        elif open_ and open_[-1] == "VEVENT":
            _note(events[-1], name, value)
    if open_ or not seen:
        raise ImportRefused("This calendar file is not complete: it ends in its middle.")
    return events


def _refuse_more(count: int) -> None:
    if count > MOST_DAYS:
        raise ImportRefused(f"Nothing was imported: this file has more than {MOST_DAYS:,} days off or events.")


def _note(event: _Event, name: str, value: str) -> None:
    if name == "EXDATE":
        event.without += value.split(",")
    elif name == "RDATE":
        event.besides += value.split(",")
    elif name in _NAMES:
        event.values.setdefault(name, value)


def _moved(events: Iterable[_Event]) -> dict[str, frozenset[date]]:
    """For each event that recurs, by its UID, the days that other events stand for."""
    moved: dict[str, frozenset[date]] = {}
    for event in events:
        day = _day(event.values.get("RECURRENCE-ID", ""))
        if day is not None:
            uid = event.values.get("UID", "")
            moved[uid] = moved.get(uid, frozenset()) | {day}
    return moved


def _days(event: _Event, recurrences: _Recurrences, moved: frozenset[date]) -> list[date]:
    """All days of an event; raises _Unusable with the reason when it has none."""
    if event.values.get("STATUS", "").upper() == "CANCELLED":
        raise _Unusable("it is cancelled")
    first = _first_day(event)
    length = _length(event, first)
    starts = {first}
    rule = event.values.get("RRULE", "")
    if rule:
        starts = set(recurrences.of(rule, first))
    starts |= {day for text in event.besides if (day := _day(text)) is not None}
    starts -= {day for text in event.without if (day := _day(text)) is not None}
    if "RECURRENCE-ID" not in event.values:
        starts -= moved
    try:
        return [start + timedelta(days=n) for start in sorted(starts) for n in range(length)]
    except OverflowError:
        raise _Unusable("it is beyond the calendar") from None


def _first_day(event: _Event) -> date:
    text = event.values.get("DTSTART", "")
    day = _day(text)
    if day is None:
        raise _Unusable(f"its date “{text}” is not a day")
    if not within_limits(day):
        raise _Unusable(no_date(text))
    if "T" in text.upper():
        whole = event.values.get("DTEND", "").upper().endswith("T000000")
        whole = whole or event.values.get("X-MICROSOFT-CDO-ALLDAYEVENT", "").upper() == "TRUE"
        if not (whole and text.upper().endswith("T000000")):
            raise _Unusable("it is at a time of the day, so it is no day off")
    return day


def _length(event: _Event, first: date) -> int:
    """How many days it takes; its end is the day after the last."""
    end = _day(event.values.get("DTEND", ""))
    length = _LENGTH.fullmatch(event.values.get("DURATION", ""))
    if end is not None:
        days = (end - first).days
    elif length is not None:
        days = int(length[1] or 0) * 7 + int(length[2] or 0)
    else:
        days = 1
    if days > _LONGEST:
        raise _Unusable(f"it takes {days} days")
    return max(1, days)


class _Recurrences:
    """Tells the days of events that return each year, up to the last of the years that are asked for."""

    def __init__(self, years: range) -> None:
        self._years = years
        self._looked_up = 0

    def of(self, text: str, first: date) -> Iterable[date]:
        """The days on which an event begins by a rule; raises _Unusable with the reason why it is none."""
        rule = dict(part.upper().partition("=")[::2] for part in text.split(";"))
        if rule.get("FREQ") != "YEARLY":
            raise _Unusable("it recurs, but not each year")
        try:
            count, interval = int(rule.pop("COUNT", "0")), int(rule.pop("INTERVAL", "1"))
            if interval < 1 or count < 0:
                raise ValueError("it would never end")
            until = _day(rule.pop("UNTIL", "")) or date.max
            days: list[date] = []
            for year in self._asked(first.year, interval, counted=count > 0):
                days += (day for day in _of_year(rule, first, year) if day <= until)
                if 0 < count <= len(days):
                    break
        except (ValueError, KeyError, TypeError, IndexError, OverflowError) as error:
            raise _Unusable(f"how it recurs, “{text}”, cannot be read") from error
        return (day for day in days[: count or None] if not self._years or day.year >= self._years[0])

    def _asked(self, first: int, interval: int, *, counted: bool) -> Iterator[int]:
        """The years to look it up in: only one that ends after so many times has to be followed from its begin."""
        years = self._years or range(first, first + 1)
        skipped = 0 if counted else max(0, -((first - years[0]) // interval))
        for year in range(first + skipped * interval, years[-1] + 1, interval):
            self._looked_up += 1
            if self._looked_up > MOST_RECURRENCES:
                raise ImportRefused(
                    f"Nothing was imported: the events recur in more than {MOST_RECURRENCES:,} years, all together."
                )
            yield year


def _of_year(rule: Mapping[str, str], first: date, year: int) -> list[date]:
    """The days of a yearly rule in one year.

    Asked year by year, since the library looks for a day that never comes until the calendar ends.
    """
    from dateutil import rrule

    parts = {name: value for name, value in rule.items() if name not in _TIMES} | {"INTERVAL": str(MAXYEAR)}
    if parts.keys().isdisjoint(_DAYS):
        parts = {"BYMONTH": str(first.month), **parts, "BYMONTHDAY": str(first.day)}
    begin = first if year == first.year else date(year, 1, 1)
    found = rrule.rrulestr(";".join(map("=".join, parts.items())), dtstart=datetime.combine(begin, time()))
    return [moment.date() for moment in found]


def _day(text: str) -> date | None:
    """A day as it is written, whatever time stands behind it."""
    found = _DAY.fullmatch(text.strip().upper())
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
