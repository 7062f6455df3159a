"""Parser of typed dates: "+2w", "fri", "1 dec", ISO.

A text without a complete date means:

- a day, or the start or end of a month ("1 dec", "end of march"): the next such date, today included; with `past` (for
  done dates) the last such date, today included;
- a weekday ("fri"): the next one after today; "this fri" and "next fri" are the Friday of this and of the next week
  (weeks start on Monday), "last fri" is the last one before today;
- digits only ("31/12/2026", "12-31-26", "31 12 2026", "20261231", "31/12"): the date, if only one order of day and
  month is possible, or in the person's date order; with dots the day comes first, and after a year of four digits
  comes the month;
- "eow": the last working day of the week, today or later; "eom", "eoq", "eoy": the end of month, quarter, year.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.calendar.workdays import OFFICE_DAYS, WorkCalendar
from milestone_tui.plan.date_limits import FIRST_YEAR, LAST_YEAR, LIMITS, within_limits
from milestone_tui.plan.date_numbers import in_order, number_readings
from milestone_tui.plan.date_order import DateOrder
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import MONTH_NAMES, MONTHS, WEEKDAY_NAMES

_YEAR = r"'?([0-9]{4}|[0-9]{2})"
_OFFSET = r"(?:(in|[+-]) ?)?([0-9]+ ?|an? )([a-z]+(?: days?)?)( ago)?"
_ISO = r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})"
_DOTTED = r"([0-9]{1,2})\. ?([0-9]{1,2})(?:\. ?([0-9]{4}|[0-9]{2})?)?"
_DAY_MONTH = rf"([0-9]{{1,2}})(?:st|nd|rd|th|\.)?[ -]?(?:of )?([a-z]+)\.?(?:[ -]{_YEAR})?"
_MONTH_DAY = rf"([a-z]+)\.?[ -]?([0-9]{{1,2}})(?:st|nd|rd|th|\.)?(?:[ -]{_YEAR})?"
_MONTH_ALONE = r"([a-z]+)\.?(?: [0-9]{4})?"
_EDGE = r"(start|beginning|mid|middle|end)(?: of|-)? ?(?:the )?(this |next |last )?([a-z]+|q[1-4])(?: ([0-9]{4}))?"

_UNITS = {"day": "d", "week": "w", "wk": "w", "month": "m", "mo": "m", "quarter": "q", "year": "y", "yr": "y"}
_SHORT_EDGES = {"eow": "week", "eom": "month", "eoq": "quarter", "eoy": "year"}
_LONGEST = 48
_EXAMPLES = "2026-12-01, 1 dec, fri, +2w or eom"


class AmbiguousDay(InvalidInput):
    """The text can be two days; `choices` are the texts that each name one of them."""

    choices: tuple[str, ...] = ()


class _Asked(NamedTuple):
    """A text to read, with everything it may refer to; a reader returns None for a text of another form."""

    text: str
    """Lower case, single spaces."""
    today: date
    base: date
    baseline: date | None
    calendar: WorkCalendar
    past: bool
    order: DateOrder
    weekday: int | None = None
    """The weekday before the date, 0 for Monday."""

    def refuse(self, why: str, brief: str = "") -> InvalidInput:
        shown = visible(self.text)
        return InvalidInput("", f'"{shown if len(shown) <= 30 else shown[:29] + "…"}" {why}', brief or why)


def parse_date(
    text: str,
    today: date,
    *,
    base: date | None = None,
    baseline: date | None = None,
    calendar: WorkCalendar = OFFICE_DAYS,
    past: bool = False,
    order: DateOrder = DateOrder.ASK,
) -> date:
    """Return the date that `text` means; raise InvalidInput with a hint.

    `base` is the present value of the field, from which "+2w" counts (default: today); `baseline` is the meaning of
    "=baseline"; `past` prefers the last such date to the next one; `order` is the person's order of dates in digits.

    Raises InvalidInput; its subclass AmbiguousDay if the text can be two dates.
    """
    words = " ".join(text.replace("−", "-").replace(",", " ").lower().split())
    asked = _Asked(words, today, base or today, baseline, calendar, past, order)
    if not words:
        raise InvalidInput("", f"Enter a date, such as {_EXAMPLES}.")
    if len(words) <= _LONGEST:
        for read in _READERS:
            try:
                day = read(asked)
            except (OverflowError, ValueError):  # beyond the range of a date
                raise _too_far(asked) from None
            if day is not None:
                return day
    raise InvalidInput(
        "", f'"{visible(words[:30])}" is not a date. Try {_EXAMPLES}.', "not a date: try 2026-12-01, 1 dec, +2w or eom."
    )


def _read_fixed(asked: _Asked) -> date | None:
    word = asked.text.replace("= ", "=")
    if word == "=baseline":
        if asked.baseline is None:
            raise InvalidInput("", "No baseline yet. Press B on the timeline to set one.", "no baseline yet.")
        return _plausible(asked, asked.baseline)
    days = {"today": 0, "=today": 0, "tomorrow": 1, "yesterday": -1}.get(word)
    return None if days is None else _moved(asked, asked.today, days)


def _read_offset(asked: _Asked) -> date | None:
    found = re.fullmatch(_OFFSET, asked.text)
    if found is None:
        return None
    sign, number, unit, ago = found.groups()
    unit = unit if unit in ("wd", "d", "w", "m", "q", "y") else _unit(unit)
    if unit is None or (ago and sign):
        return None
    count = 1 if number[0] == "a" else int(number)
    if sign == "-" or ago:
        count = -count
    # "in 2 weeks" and "2 weeks ago" count from today; a bare or signed "2w" from the present value
    start = asked.today if ago or sign == "in" else asked.base
    if unit == "wd":
        return _plausible(asked, asked.calendar.add(start, count))
    if unit in "dw":
        return _moved(asked, start, count * (7 if unit == "w" else 1))
    months = start.year * 12 + start.month - 1 + count * {"m": 1, "q": 3, "y": 12}[unit]
    year, month = months // 12, months % 12 + 1
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _too_far(asked)
    return date(year, month, min(start.day, _month_length(year, month)))


def _unit(word: str) -> str | None:
    if word in ("working day", "working days", "workday", "workdays", "wds"):
        return "wd"
    return _UNITS.get(word.removesuffix("s"))


def _read_iso(asked: _Asked) -> date | None:
    found = re.fullmatch(_ISO, asked.text)
    return _exact(asked, int(found[1]), int(found[3]), int(found[4])) if found else None


def _read_dotted(asked: _Asked) -> date | None:
    found = re.fullmatch(_DOTTED, asked.text)
    return _day_of(asked, int(found[1]), int(found[2]), _full_year(found[3])) if found else None


def _read_numbers(asked: _Asked) -> date | None:
    """Read a date in digits if only one order of day and month is possible, or only one matches the weekday."""
    readings = number_readings(asked.text, asked.order)
    if readings is None:
        return None
    if not readings:
        raise asked.refuse("is not a date: months go from 1 to 12.")
    if asked.weekday is not None and len(readings) > 1:
        fitting = [reading for reading in readings if _day_of(asked, *reading).weekday() == asked.weekday]
        readings = tuple(fitting) or readings[:1]
    if (meant := in_order(readings, asked.order)) is not None:
        return _day_of(asked, *meant)
    shown = [f"{reading.day} {MONTHS[reading.month - 1]}" for reading in readings]
    year = f" {readings[0].year}" if readings[0].year is not None else ""
    choices = tuple(f"{day}{year}".lower() for day in shown)
    typed = " or ".join(choices)
    refusal = asked.refuse(f"is ambiguous. Enter {typed}.", f"ambiguous: enter {typed}.")
    ambiguous = AmbiguousDay("", str(refusal), refusal.brief)
    ambiguous.choices = choices
    raise ambiguous


def _read_named_day(asked: _Asked) -> date | None:
    found = re.fullmatch(_DAY_MONTH, asked.text)
    day, name, year = found.groups() if found else (None, "", None)
    if not found:
        found = re.fullmatch(_MONTH_DAY, asked.text)
        name, day, year = found.groups() if found else ("", None, None)
    month = named(name, MONTH_NAMES)
    if month is not None and day is not None:
        return _day_of(asked, int(day), month + 1, _full_year(year))
    alone = re.fullmatch(_MONTH_ALONE, asked.text)
    month = named(alone[1], MONTH_NAMES) if alone else None
    if month is not None:
        name = MONTH_NAMES[month]
        first = f"1 {name[:3].lower()}"
        raise asked.refuse(f"is a month. Add a day: {first} or end of {name.lower()}.", f"add a day, such as {first}.")
    return None


def _read_weekday(asked: _Asked) -> date | None:
    which, _, rest = asked.text.rpartition(" ")
    weekday = named(rest, WEEKDAY_NAMES)
    if weekday is None:
        return _read_weekday_and_date(asked)
    monday = -asked.today.weekday()
    if which in ("this", "next"):
        return _moved(asked, asked.today, monday + weekday + (7 if which == "next" else 0))
    if which not in ("", "last"):
        return None
    if which == "last" or asked.past:
        return _moved(asked, asked.today, -((-monday - weekday - 1) % 7 + 1))
    return _moved(asked, asked.today, (monday + weekday - 1) % 7 + 1)


def _read_weekday_and_date(asked: _Asked) -> date | None:
    """Read "Fri 4 Dec"; a weekday that does not match the date is a mistake."""
    name, _, rest = asked.text.partition(" ")
    weekday = named(name.rstrip("."), WEEKDAY_NAMES)
    if weekday is None or not rest:
        return None
    plain = asked._replace(text=rest, weekday=weekday)
    for read in (_read_iso, _read_dotted, _read_numbers, _read_named_day):
        day = read(plain)
        if day is not None and day.weekday() != weekday:
            real = f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year} is a {WEEKDAY_NAMES[day.weekday()]}"
            raise asked.refuse(f"is not a date: {real}, not a {WEEKDAY_NAMES[weekday]}.", f"{real}.")
        if day is not None:
            return day
    return None


def _read_edge(asked: _Asked) -> date | None:
    if asked.text in _SHORT_EDGES:
        return _edge_of_span(asked, "end", "", _SHORT_EDGES[asked.text])
    found = re.fullmatch(_EDGE, asked.text)
    if found is None:
        return None
    edge, which, noun, year = found[1], (found[2] or "").strip(), found[3], found[4]
    if noun in _SHORT_EDGES.values() and edge in ("start", "beginning", "end") and year is None:
        return _edge_of_span(asked, edge, which, noun)
    month = named(noun, MONTH_NAMES)
    quarter = int(noun[1]) if re.fullmatch("q[1-4]", noun) else None
    if quarter is not None and not edge.startswith("mid"):
        month = quarter * 3 - (1 if edge == "end" else 3)
    if which or month is None:
        return None
    number = month + 1

    def in_year(y: int) -> date:
        last = _month_length(y, number)
        return date(y, number, last if edge == "end" else 15 if edge.startswith("mid") else 1)

    if year is not None:
        return in_year(int(year)) if FIRST_YEAR <= int(year) <= LAST_YEAR else _exact(asked, int(year), number, 1)
    return _nearest(asked, in_year)


def _edge_of_span(asked: _Asked, edge: str, which: str, span: str) -> date:
    """Return the first or last day of the present, next or last week, month, quarter or year."""
    step = {"next": 1, "last": -1}.get(which, 0)
    today = asked.today
    if span == "week":
        monday = today - timedelta(today.weekday())
        if edge != "end":
            return _moved(asked, monday, 7 * step)
        last = asked.calendar.add(monday + timedelta(7), -1)
        return _moved(asked, last, 7 * (step or (1 if last < today and not asked.past else 0)))
    months = {"month": 1, "quarter": 3, "year": 12}[span]
    first = (today.year * 12 + today.month - 1) // months * months + step * months
    if edge != "end":
        return _plausible(asked, date(first // 12, first % 12 + 1, 1))
    year, month = divmod(first + months - 1, 12)
    return _plausible(asked, date(year, month + 1, _month_length(year, month + 1)))


_READERS: tuple[Callable[[_Asked], date | None], ...] = (
    _read_fixed,
    _read_iso,
    _read_dotted,
    _read_numbers,
    _read_offset,
    _read_named_day,
    _read_weekday,
    _read_edge,
)


def named(word: str, names: tuple[str, ...]) -> int | None:
    """Return the index of the name that starts with `word`, which must have at least three letters."""
    if len(word) < 3:
        return None
    return next((place for place, name in enumerate(names) if name.lower().startswith(word)), None)


def _full_year(text: str | None) -> int | None:
    return None if text is None else int(text) + (2000 if len(text) == 2 else 0)


def _day_of(asked: _Asked, day: int, month: int, year: int | None) -> date:
    if year is not None:
        return _exact(asked, year, month, day)
    if not 1 <= month <= 12 or not 1 <= day <= _month_length(2024, month):
        return _exact(asked, asked.today.year + (1 <= month < asked.today.month), month, day)

    def in_year(y: int) -> date | None:
        return date(y, month, day) if day <= _month_length(y, month) else None

    return _nearest(asked, in_year)


def _nearest(asked: _Asked, in_year: Callable[[int], date | None]) -> date:
    """Return the next such date (with `past`: the last one), today included; 29 February may be 8 years away."""
    this_year = asked.today.year
    for distant in range(9):
        year = this_year - distant if asked.past else this_year + distant
        day = in_year(year) if FIRST_YEAR <= year <= LAST_YEAR else None
        if day is not None and (day <= asked.today if asked.past else day >= asked.today):
            return day
    raise _too_far(asked)


def _exact(asked: _Asked, year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _too_far(asked)
    if not 1 <= month <= 12:
        raise asked.refuse("is not a date: months go from 1 to 12.")
    length = _month_length(year, month)
    if not 1 <= day <= length:
        raise asked.refuse(f"is not a date: {MONTH_NAMES[month - 1]} {year} has {length} days.")
    return date(year, month, day)


def _moved(asked: _Asked, day: date, days: int) -> date:
    return _plausible(asked, day + timedelta(days))


def _month_length(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _plausible(asked: _Asked, day: date) -> date:
    if within_limits(day):
        return day
    raise _too_far(asked)


def _too_far(asked: _Asked) -> InvalidInput:
    return asked.refuse(f"is out of range: {LIMITS}.")
