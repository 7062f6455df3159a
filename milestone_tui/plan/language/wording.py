"""Dates, differences and counts in words; today is always a parameter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

DASH = "–"
"""Shown in place of a value that is not known."""

MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

MONTHS = tuple(name[:3] for name in MONTH_NAMES)
WEEKDAYS = tuple(name[:3] for name in WEEKDAY_NAMES)

_YEAR_NEEDED_DAYS = 300
"""From this distance a date is ambiguous without its year."""


def day_words(day: date) -> str:
    """Return a day such as `Sun 22 Nov`."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def long_day(day: date) -> str:
    """Return a day such as `Sun 22 Nov 2026`."""
    return f"{day_words(day)} {day.year}"


def exact_day(day: date) -> str:
    """Return a day such as `22 Nov 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def date_words(day: date | None, today: date) -> str:
    """Return `22 Nov`, with the year if it could be ambiguous; a dash for no day."""
    if day is None:
        return DASH
    short = f"{day.day} {MONTHS[day.month - 1]}"
    return short if abs((day - today).days) <= _YEAR_NEEDED_DAYS else f"{short} {day.year}"


def near_day_words(day: date | None, today: date) -> str:
    """Return the weekday of one of the next seven days, else the date; empty for no day."""
    if day is None:
        return ""
    return WEEKDAYS[day.weekday()] if 0 <= (day - today).days < 7 else date_words(day, today)


def due_words(due_on: date | None, today: date) -> str:
    """Return the distance to a due date: `3 d late`, `today`, `in 6 days`, `in 3 weeks`."""
    if due_on is None:
        return DASH
    days = (due_on - today).days
    if days < 0:
        return f"{-days} d late"
    if days < 2:
        return ("today", "tomorrow")[days]
    return f"in {far_words(days)}"


def far_words(days: int) -> str:
    """Return a distance of at least two days, rounded: `13 days`, `6 weeks`, `3 months`, `2 years`."""
    if days < 14:
        return f"{days} days"
    if days < 61:
        return f"{(days + 3) // 7} weeks"
    if days < 730:
        return f"{(2 * days + 30) // 61} months"
    return f"{(4 * days + 730) // 1461} years"


def near_due_words(due_on: date | None, today: date) -> str:
    """Return `due_words` in at most nine cells: `in 6 d`, `in 3 w`, `12 d late`, `5 m late`."""
    words = due_words(due_on, today)
    if due_on is not None and words.endswith("late"):
        days = (today - due_on).days
        if days < 100:
            return words
        number, unit = far_words(days).split()
        return f"{number} {unit[0]} late"
    if words.startswith("in "):
        _, number, unit = words.split()
        return f"in {number} {unit[0]}"
    return words


def completed_words(slip_days: int | None) -> str:
    """Return `completed 3 days early`, `completed on time`; only `completed` without a baseline."""
    if slip_days is None:
        return "completed"
    if slip_days == 0:
        return "completed on time"
    return f"completed {days_words(abs(slip_days))} {'late' if slip_days > 0 else 'early'}"


def slip_words(days: int | None) -> str:
    """Return a slip: `+9 d` late, `−4 d` early, `0 d`; a dash without a baseline."""
    if days is None:
        return DASH
    return f"{signed(days)} d"


def working_days(days: int) -> str:
    """Return a number of working days with its sign, for float and lag: `+9 wd`, `−4 wd`, `0 wd`."""
    return f"{signed(days)} wd"


def signed(number: int) -> str:
    """Return a number with its sign, with a true minus; zero has no sign."""
    if number == 0:
        return "0"
    return f"+{number}" if number > 0 else f"−{-number}"


def percent_words(percent: int | None) -> str:
    """Return `62%`; a dash if there is nothing to measure."""
    return DASH if percent is None else f"{percent}%"


def days_words(days: int) -> str:
    """Return `1 day` or `9 days`."""
    return count_words(days, "day")


def days_of_work_words(days: Decimal) -> str:
    """Return a number of days without needless decimals: `5`, `2.5`."""
    return f"{days.normalize():f}"


def count_words(count: int, thing: str, things: str = "") -> str:
    """Return `1 milestone` or `3 milestones`; pass `things` if the plural is not formed with an s."""
    return f"{count:,} {thing if count == 1 else things or thing + 's'}"


def list_words(items: list[str], most: int = 3) -> str:
    """Return `a, b and 4 more`, naming at most `most` items."""
    if len(items) > most:
        return f"{', '.join(items[:most])} and {len(items) - most:,} more"
    return ", ".join(items)


def either_words(choices: Sequence[str]) -> str:
    """Return `a, b or c`."""
    *most, last = choices
    return f"{', '.join(most)} or {last}" if most else last


def handle(name: str) -> str:
    """Return a person's name for a narrow column: `@ana` for Ana Kovač; empty for nobody."""
    first = name.split(maxsplit=1)[0] if name.strip() else ""
    return f"@{first.casefold()}" if first else ""


def ago_words(instant: datetime, now: datetime) -> str:
    """Return how long ago an instant was, such as `3 hours ago`."""
    import humanize  # late: the first screen does not need it

    return humanize.naturaltime(instant, when=now)
