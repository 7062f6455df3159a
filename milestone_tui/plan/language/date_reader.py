"""Parser of typed dates: "+2w", "fri", "1 dec", ISO.

A text without a complete date means:

- a day, or the start or end of a month ("1 dec", "end of march"): the next such date, today included; with `past` (for
  done dates) the last such date, today included;
- a weekday ("fri"): the next one after today; "this fri" and "next fri" are the Friday of this and of the next week
  (weeks start on Monday), "last fri" is the last one before today;
- digits only ("31/12/2026", "12-31-26", "31 12 2026", "20261231", "31/12"): the date, if only one order of day and
  month is possible, or in the person's date order; with dots the day comes first, and after a year of four digits
  comes the month;
- a week, month, quarter or half ("w50", "dec 2026", "q1", "h1 2027"), and the end of one ("end of march"): its last
  working day; "early jan" and "mid jan": the last one up to the 10th and the 15th; without a year the next such span
  that is not over; with `past` the last one that has begun, and of one that goes on the last working day so far;
- "w/c 7 dec", "week of 7 dec": the last working day of the week with that day; "w/e 11 dec": that day;
- "eow", "eom", "eoq", "eoy": the last working day of the week, month, quarter or year, today or later;
- names of months and weekdays in other languages: "18. Dezember", "Fr 11.12.26", "18 décembre", and "early", "mid",
  "end" and "today" in them: "Ende Januar", "mi-janvier", "hoy".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.calendar.workdays import OFFICE_DAYS, WorkCalendar
from milestone_tui.plan.date_limits import FIRST_YEAR, LAST_YEAR
from milestone_tui.plan.date_numbers import in_order, number_readings
from milestone_tui.plan.date_order import DateOrder
from milestone_tui.plan.language.asked_date import Asked, TypedDay, month_length
from milestone_tui.plan.language.span_dates import read_edge, read_whole_span, week_with
from milestone_tui.plan.language.span_reader import read_span
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import MONTH_NAMES, MONTHS, WEEKDAY_NAMES

_YEAR = r"'?([0-9]{4}|[0-9]{2})"
_OFFSET = r"(?:(in|[+-]) ?)?([0-9]+ ?|an? )([a-z]+(?: days?)?)( ago)?"
_ISO = r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})"
_DOTTED = r"([0-9]{1,2})\. ?([0-9]{1,2})(?:\. ?([0-9]{4}|[0-9]{2})?)?"
_DAY_MONTH = rf"([0-9]{{1,2}})(?:st|nd|rd|th|\.)?[ -]?(?:of )?([a-z]+)\.?(?:[ -]{_YEAR})?"
_MONTH_DAY = rf"([a-z]+)\.?[ -]?([0-9]{{1,2}})(?:st|nd|rd|th|\.)?(?:[ -]{_YEAR})?"
_WEEK_OF = r"(w/c|w/e|week (?:of|commencing|beginning|starting|ending)) (.+)"
_ISO_WEEK_DAY = r"([0-9]{4})-?w([0-9]{2})-?([1-7])"

LONGEST_DAY = 6
"""Most words of a date ("fri 4 dec 2026", "sexta-feira, 4 de dezembro de 2026")."""

_UNITS = {"day": "d", "week": "w", "wk": "w", "month": "m", "mo": "m", "quarter": "q", "year": "y", "yr": "y"}
_LONGEST = 48
_EXAMPLES = "2026-12-01, 1 dec, fri, +2w or eom"


class AmbiguousDay(InvalidInput):
    """The text can be two days; `choices` are the texts that each name one of them."""

    choices: tuple[str, ...] = ()


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
    """Return the date that `text` means, as `read_day`."""
    return read_day(text, today, base=base, baseline=baseline, calendar=calendar, past=past, order=order).day


def read_day(
    text: str,
    today: date,
    *,
    base: date | None = None,
    baseline: date | None = None,
    calendar: WorkCalendar = OFFICE_DAYS,
    past: bool = False,
    order: DateOrder = DateOrder.ASK,
) -> TypedDay:
    """Return the date that `text` means, with its span if it is the last working day of one.

    `base` is the present value of the field, from which "+2w" counts (default: today); `baseline` is the meaning of
    "=baseline"; `past` prefers the last such date to the next one; `order` is the person's order of dates in digits.

    Raises InvalidInput with a hint; its subclass AmbiguousDay if the text can be two dates.
    """
    words = " ".join(text.replace("−", "-").replace("’", "'").replace(",", " ").lower().split())
    asked = Asked(words, today, base or today, baseline, calendar, past, order)
    if not words:
        raise InvalidInput("", f"Enter a date, such as {_EXAMPLES}.")
    if len(words) <= _LONGEST and (day := _read(asked) or _read_translated(asked)) is not None:
        return day
    raise InvalidInput(
        "", f'"{visible(words[:30])}" is not a date. Try {_EXAMPLES}.', "not a date: try 2026-12-01, 1 dec, +2w or eom."
    )


def _read(asked: Asked) -> TypedDay | None:
    try:
        for read in _READERS:
            if (day := read(asked)) is not None:
                return TypedDay(day)
        return _read_week_of(asked) or read_whole_span(asked) or read_edge(asked)
    except (OverflowError, ValueError):  # beyond the range of a date
        raise asked.too_far() from None


def _read_translated(asked: Asked) -> TypedDay | None:
    """Read a date with the names of another language; English ones come first, as "mar" is March."""
    from milestone_tui.plan.language.date_translation import in_english

    english = in_english(asked.text)
    return None if english is None else _read(asked._replace(text=english, typed=asked.text))


def _read_week_of(asked: Asked) -> TypedDay | None:
    """Read a week by a day of it, such as "w/c 7 dec", or by its last one."""
    found = re.fullmatch(_WEEK_OF, asked.text)
    if found is None:
        return None
    try:
        named = _read(asked._replace(text=found[2]))
    except AmbiguousDay as ambiguous:
        ambiguous.choices = tuple(f"{found[1]} {choice}" for choice in ambiguous.choices)
        raise
    if named is None or named.span is not None:
        return None
    if found[1].endswith(("/e", "ending")):
        return named
    return week_with(asked, named.day)


def _read_fixed(asked: Asked) -> date | None:
    word = asked.text.replace("= ", "=")
    if word == "=baseline":
        if asked.baseline is None:
            raise InvalidInput("", "No baseline yet. Press B on the timeline to set one.", "no baseline yet.")
        return asked.plausible(asked.baseline)
    days = {"today": 0, "=today": 0, "tomorrow": 1, "yesterday": -1}.get(word)
    return None if days is None else asked.moved(asked.today, days)


def _read_offset(asked: Asked) -> date | None:
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
        return asked.plausible(asked.calendar.add(start, count))
    if unit in "dw":
        return asked.moved(start, count * (7 if unit == "w" else 1))
    months = start.year * 12 + start.month - 1 + count * {"m": 1, "q": 3, "y": 12}[unit]
    year, month = months // 12, months % 12 + 1
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise asked.too_far()
    return date(year, month, min(start.day, month_length(year, month)))


def _unit(word: str) -> str | None:
    if word in ("working day", "working days", "workday", "workdays", "wds"):
        return "wd"
    return _UNITS.get(word.removesuffix("s"))


def _read_iso(asked: Asked) -> date | None:
    if (found := re.fullmatch(_ISO, asked.text)) is not None:
        return asked.exact(int(found[1]), int(found[3]), int(found[4]))
    if (found := re.fullmatch(_ISO_WEEK_DAY, asked.text)) is None:
        return None
    named = read_span(f"{found[1]}-w{found[2]}")
    span = named.near(asked.today) if named else None
    return None if span is None else asked.moved(span.first, int(found[3]) - 1)


def _read_dotted(asked: Asked) -> date | None:
    found = re.fullmatch(_DOTTED, asked.text)
    return _day_of(asked, int(found[1]), int(found[2]), _full_year(found[3])) if found else None


def _read_numbers(asked: Asked) -> date | None:
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


def _read_named_day(asked: Asked) -> date | None:
    found = re.fullmatch(_DAY_MONTH, asked.text)
    day, name, year = found.groups() if found else (None, "", None)
    if not found:
        found = re.fullmatch(_MONTH_DAY, asked.text)
        name, day, year = found.groups() if found else ("", None, None)
    month = named(name, MONTH_NAMES)
    if month is not None and day is not None:
        return _day_of(asked, int(day), month + 1, _full_year(year))
    return None


def _read_weekday(asked: Asked) -> date | None:
    which, _, rest = asked.text.rpartition(" ")
    weekday = named(rest, WEEKDAY_NAMES)
    if weekday is None:
        return _read_weekday_and_date(asked)
    monday = -asked.today.weekday()
    if which in ("this", "next"):
        return asked.moved(asked.today, monday + weekday + (7 if which == "next" else 0))
    if which not in ("", "last"):
        return None
    if which == "last" or asked.past:
        return asked.moved(asked.today, -((-monday - weekday - 1) % 7 + 1))
    return asked.moved(asked.today, (monday + weekday - 1) % 7 + 1)


def _read_weekday_and_date(asked: Asked) -> date | None:
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


_READERS: tuple[Callable[[Asked], date | None], ...] = (
    _read_fixed,
    _read_iso,
    _read_dotted,
    _read_numbers,
    _read_offset,
    _read_named_day,
    _read_weekday,
)


def named(word: str, names: tuple[str, ...]) -> int | None:
    """Return the index of the name that starts with `word`, which must have at least three letters."""
    if len(word) < 3:
        return None
    return next((place for place, name in enumerate(names) if name.lower().startswith(word)), None)


def _full_year(text: str | None) -> int | None:
    return None if text is None else int(text) + (2000 if len(text) == 2 else 0)


def _day_of(asked: Asked, day: int, month: int, year: int | None) -> date:
    if year is not None:
        return asked.exact(year, month, day)
    if not 1 <= month <= 12 or not 1 <= day <= month_length(2024, month):
        return asked.exact(asked.today.year + (1 <= month < asked.today.month), month, day)

    def in_year(y: int) -> date | None:
        return date(y, month, day) if day <= month_length(y, month) else None

    return asked.nearest(in_year)
