"""Read days off from calendar files (.ics, RFC 5545): the days of all-day events.

No library parses the lines: the best one takes 0.1 s to import, refuses a file for one bad line between two events,
finds nothing in a file that is cut off, and does not expand recurring events. Here dateutil expands them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, date, datetime, time, timedelta

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.days_off.formats import Holidays, merge_by_day
from milestone_tui.plan.date_limits import LIMITS, no_date, within_limits
from milestone_tui.plan.imported import Changed, Skipped
from milestone_tui.plan.language.text import tidy
from milestone_tui.plan.language.wording import count_words

MOST_DAYS = 20_000
"""Days of one file, and also events."""
MOST_RECURRENCES = 20_000
"""Years in which recurring events are expanded, all events together: that takes some seconds."""
_LONGEST = 366
"""Days of one event; a longer one is not a day off."""
_LINE = re.compile(r"([A-Za-z0-9-]+)((?:;[^:;\"]+(?:\"[^\"]*\"[^:;\"]*)*)*):(.*)", re.DOTALL)
_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)(T\d{6}Z?)?", re.ASCII)
_LENGTH = re.compile(r"\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T0+[HMS])*", re.ASCII)
_DAYS = frozenset(("BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYEASTER"))
"""The parts of a rule that select days; a rule without any repeats the first date."""
_NAMES = frozenset(
    (
        *("SUMMARY", "STATUS", "UID", "RECURRENCE-ID", "DTSTART", "DTEND", "DURATION", "RRULE"),
        "X-MICROSOFT-CDO-ALLDAYEVENT",
    )
)
"""The properties of an event that matter for a day off."""
_TIMES = frozenset(("BYHOUR", "BYMINUTE", "BYSECOND"))
"""The parts of a rule that select times of a day; they are ignored."""
_ESCAPES = {"\\n": "\n", "\\N": "\n"}


@dataclass(slots=True)
class _Event:
    """The properties of an event by their names, the first of each; and its lists of dates."""

    line: int
    values: dict[str, str] = field(default_factory=dict)
    excluded: list[str] = field(default_factory=list)
    """Texts of days excluded from the recurrence."""
    added: list[str] = field(default_factory=list)
    """Texts of days added to the recurrence."""

    @property
    def name(self) -> str:
        """Return its title, without escapes."""
        return tidy(re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[0], found[1]), self.values.get("SUMMARY", "")))


def read_ics(data: bytes, years: range) -> Holidays:
    """Return the days of the all-day events of a file; yearly ones for each of `years`.

    Raises:
        ImportRefused: the file is not a calendar file, or is damaged.
    """
    remarks: list[Changed | Skipped] = []
    named: list[tuple[date, str]] = []
    events = _events(data)
    moved = _moved(events)
    recurrences = _Recurrences(years)
    for event in events:
        days: Iterable[date] = ()
        where, title = f"line {event.line}", event.name or "an event"
        try:
            every = _days(event, recurrences, moved.get(event.values.get("UID", ""), frozenset()))
            days = [day for day in every if within_limits(day)]
            if len(days) < len(every):
                missing = count_words(len(every) - len(days), "day")
                remarks.append(Changed(where, title, f"imported without {missing}: {LIMITS}"))
        except _NotDayOff as reason:
            remarks.append(Skipped(where, title, str(reason)))
        named += ((day, event.name) for day in days)
        _refuse_more(len(named))
    return Holidays(merge_by_day(named), tuple(remarks))


class _NotDayOff(Exception):
    """An event is not a day off; the message is the reason."""


def unfold(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield the unfolded lines of a file, each with the number of its first line.

    Long lines are folded after a number of bytes, perhaps inside a character, so they are joined before decoding.
    """
    first_line, parts = 0, list[bytes]()
    for number, line in enumerate(_lines(data.removeprefix(b"\xef\xbb\xbf")), start=1):
        if line[:1] in (b" ", b"\t") and parts:
            parts.append(line[1:])
            continue
        if any(parts):
            yield first_line, _decoded(b"".join(parts))
        first_line, parts = number, [line]
    if any(parts):
        yield first_line, _decoded(b"".join(parts))


def _lines(data: bytes) -> Iterator[bytes]:
    """Yield the lines of a file; a list of them would take far more memory than the file."""
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
    """Return the events of a file. Raises ImportRefused if the file is not a calendar file, or is damaged."""
    open_: list[str] = []
    events: list[_Event] = []
    seen = False
    for number, line in unfold(data):
        found = _LINE.fullmatch(line)
        if not seen and (found is None or (found[1].upper(), found[3].strip().upper()) != ("BEGIN", "VCALENDAR")):
            raise ImportRefused(
                "This is not a calendar file: it does not start with BEGIN:VCALENDAR. Choose an .ics or .calendar file."
            )
        seen = True
        if found is None:
            continue  # an invalid line inside a calendar is ignored
        name, value = found[1].upper(), found[3].strip()
        if name == "BEGIN":
            open_.append(value.upper())
            if open_[-1] == "VEVENT":
                events.append(_Event(number))
                _refuse_more(len(events))
        elif name == "END":
            if not open_ or open_.pop() != value.upper():
                raise ImportRefused(
                    f"This calendar file is damaged: line {number} has an END without a BEGIN. Export it again."
                )
        elif open_ and open_[-1] == "VEVENT":
            _add_property(events[-1], name, value)
    if open_ or not seen:
        raise ImportRefused("This calendar file is cut off. Save or copy it again.")
    return events


def _refuse_more(count: int) -> None:
    if count > MOST_DAYS:
        raise ImportRefused(
            f"Nothing was imported: this file has more than {MOST_DAYS:,} days off or events. Split it."
        )


def _add_property(event: _Event, name: str, value: str) -> None:
    """Add a property to an event, if it matters."""
    if name == "EXDATE":
        event.excluded += value.split(",")
    elif name == "RDATE":
        event.added += value.split(",")
    elif name in _NAMES:
        event.values.setdefault(name, value)


def _moved(events: Iterable[_Event]) -> dict[str, frozenset[date]]:
    """Return for each recurring event, by its UID, the days that other events replace."""
    moved: dict[str, frozenset[date]] = {}
    for event in events:
        day = _day(event.values.get("RECURRENCE-ID", ""))
        if day is not None:
            uid = event.values.get("UID", "")
            moved[uid] = moved.get(uid, frozenset()) | {day}
    return moved


def _days(event: _Event, recurrences: _Recurrences, moved: frozenset[date]) -> list[date]:
    """Return all days of an event. Raises _NotDayOff."""
    if event.values.get("STATUS", "").upper() == "CANCELLED":
        raise _NotDayOff("it is cancelled")
    first = _first_day(event)
    length = _length(event, first)
    starts = {first}
    rule = event.values.get("RRULE", "")
    if rule:
        starts = set(recurrences.of(rule, first))
    starts |= {day for text in event.added if (day := _day(text)) is not None}
    starts -= {day for text in event.excluded if (day := _day(text)) is not None}
    if "RECURRENCE-ID" not in event.values:
        starts -= moved
    try:
        return [start + timedelta(days=n) for start in sorted(starts) for n in range(length)]
    except OverflowError:
        raise _NotDayOff("it ends after the last possible date") from None


def _first_day(event: _Event) -> date:
    text = event.values.get("DTSTART", "")
    day = _day(text)
    if day is None:
        raise _NotDayOff(f'its date "{text}" is not a date')
    if not within_limits(day):
        raise _NotDayOff(no_date(text))
    if "T" in text.upper():
        whole = event.values.get("DTEND", "").upper().endswith("T000000")
        whole = whole or event.values.get("X-MICROSOFT-CDO-ALLDAYEVENT", "").upper() == "TRUE"
        if not (whole and text.upper().endswith("T000000")):
            raise _NotDayOff("it has a time of day, so it is not a day off")
    return day


def _length(event: _Event, first: date) -> int:
    """Return the number of days of an event; its end is the day after the last. Raises _NotDayOff."""
    end = _day(event.values.get("DTEND", ""))
    length = _LENGTH.fullmatch(event.values.get("DURATION", ""))
    if end is not None:
        days = (end - first).days
    elif length is not None:
        days = int(length[1] or 0) * 7 + int(length[2] or 0)
    else:
        days = 1
    if days > _LONGEST:
        raise _NotDayOff(f"it lasts {days} days; a day off lasts at most {_LONGEST}")
    return max(1, days)


class _Recurrences:
    """An expander of yearly events, up to the last of the wanted years."""

    def __init__(self, years: range) -> None:
        self._years = years
        self._expanded = 0

    def of(self, text: str, first: date) -> Iterable[date]:
        """Return the days on which an event begins, by its rule. Raises _NotDayOff."""
        rule = dict(part.upper().partition("=")[::2] for part in text.split(";"))
        if rule.get("FREQ") != "YEARLY":
            raise _NotDayOff("it recurs, but not every year")
        try:
            count, interval = int(rule.pop("COUNT", "0")), int(rule.pop("INTERVAL", "1"))
            if interval < 1 or count < 0:
                raise ValueError("neither may be negative, nor the interval 0")
            until = _day(rule.pop("UNTIL", "")) or date.max
            days: list[date] = []
            for year in self._years_of(first.year, interval, counted=count > 0):
                days += (day for day in _of_year(rule, first, year) if day <= until)
                if 0 < count <= len(days):
                    break
        except (ValueError, KeyError, TypeError, IndexError, OverflowError) as error:
            raise _NotDayOff(f'its recurrence "{text}" cannot be read') from error
        return (day for day in days[: count or None] if not self._years or day.year >= self._years[0])

    def _years_of(self, first: int, interval: int, *, counted: bool) -> Iterator[int]:
        """Yield the years to expand: all from the first if the rule has a count, else only the wanted ones."""
        years = self._years or range(first, first + 1)
        skipped = 0 if counted else max(0, -((first - years[0]) // interval))
        for year in range(first + skipped * interval, years[-1] + 1, interval):
            self._expanded += 1
            if self._expanded > MOST_RECURRENCES:
                raise ImportRefused(
                    f"Nothing was imported: the events recur in more than {MOST_RECURRENCES:,} years in total."
                    " Split the file."
                )
            yield year


def _of_year(rule: Mapping[str, str], first: date, year: int) -> list[date]:
    """Return the days of a yearly rule in one year.

    The library would search for a day that never comes until the calendar ends, so it gets one year at a time.
    """
    from dateutil import rrule

    parts = {name: value for name, value in rule.items() if name not in _TIMES} | {"INTERVAL": str(MAXYEAR)}
    if parts.keys().isdisjoint(_DAYS):
        parts = {"BYMONTH": str(first.month), **parts, "BYMONTHDAY": str(first.day)}
    begin = first if year == first.year else date(year, 1, 1)
    found = rrule.rrulestr(";".join(map("=".join, parts.items())), dtstart=datetime.combine(begin, time()))
    return [moment.date() for moment in found]


def _day(text: str) -> date | None:
    """Return the date in a text that may have a time after it; None for any other text."""
    found = _DAY.fullmatch(text.strip().upper())
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
