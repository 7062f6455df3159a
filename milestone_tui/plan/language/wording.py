"""How days, differences and counts are said; today is always handed in."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

DASH = "–"
"""What stands where there is nothing to say."""

MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

MONTHS = tuple(name[:3] for name in MONTH_NAMES)
WEEKDAYS = tuple(name[:3] for name in WEEKDAY_NAMES)

_YEAR_NEEDED_DAYS = 300
"""A day this far away is ambiguous without its year."""


def day_words(day: date) -> str:
    """`Sun 22 Nov`."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def long_day(day: date) -> str:
    """`Sun 22 Nov 2026`."""
    return f"{day_words(day)} {day.year}"


def exact_day(day: date) -> str:
    """`22 Nov 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def date_words(day: date | None, today: date) -> str:
    """`22 Nov`, with the year where it would be in doubt; a dash for no day."""
    if day is None:
        return DASH
    short = f"{day.day} {MONTHS[day.month - 1]}"
    return short if abs((day - today).days) <= _YEAR_NEEDED_DAYS else f"{short} {day.year}"


def due_words(due_on: date | None, today: date) -> str:
    """How far away an open milestone is: `3 d late`, `today`, `in 6 days`, `in 3 weeks`."""
    if due_on is None:
        return DASH
    days = (due_on - today).days
    if days < 0:
        return f"{-days} d late"
    if days < 2:
        return ("today", "tomorrow")[days]
    return f"in {far_words(days)}"


def far_words(days: int) -> str:
    """How far off a day is that is at least two `days` away, rounded: `13 days`, `6 weeks`, `3 months`, `2 years`."""
    if days < 14:
        return f"{days} days"
    if days < 61:
        return f"{(days + 3) // 7} weeks"
    if days < 730:
        return f"{(2 * days + 30) // 61} months"
    return f"{(4 * days + 730) // 1461} years"


def near_due_words(due_on: date | None, today: date) -> str:
    """`due_words` in nine cells: `in 6 d`, `in 3 w`, `12 d late`, `5 m late`."""
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
    """How a project ended: `completed 3 days early`, `completed on time`; without a baseline just `completed`."""
    if slip_days is None:
        return "completed"
    if slip_days == 0:
        return "completed on time"
    return f"completed {days_words(abs(slip_days))} {'late' if slip_days > 0 else 'early'}"


def slip_words(days: int | None) -> str:
    """`+9 d` late, `−4 d` early, `0 d`, a dash without a baseline."""
    if days is None:
        return DASH
    return f"{signed(days)} d"


def working_days(days: int) -> str:
    """`+9 wd`, `−4 wd`, `0 wd`: float, lag and whatever else counts working days."""
    return f"{signed(days)} wd"


def signed(number: int) -> str:
    """A number with its sign, a true minus; zero has none."""
    if number == 0:
        return "0"
    return f"+{number}" if number > 0 else f"−{-number}"


def percent_words(percent: int | None) -> str:
    """`62 %`, a dash when there is nothing to measure."""
    return DASH if percent is None else f"{percent} %"


def days_words(days: int) -> str:
    """`1 day`, `9 days`."""
    return count_words(days, "day")


def days_of_work_words(days: Decimal) -> str:
    """`5`, `2.5`: days of work or days a week, with the decimals that they have."""
    return f"{days.normalize():f}"


def count_words(count: int, thing: str, things: str = "") -> str:
    """`1 milestone`, `3 milestones`; `things` where adding an s is wrong."""
    return f"{count} {thing if count == 1 else things or thing + 's'}"


def list_words(items: list[str], most: int = 3) -> str:
    """`a, b and 4 more`: at most `most` items by name."""
    if len(items) > most:
        return f"{', '.join(items[:most])} and {len(items) - most} more"
    return ", ".join(items)


def handle(name: str) -> str:
    """How a person is named in a narrow column: `@ana` for Ana Kovač; empty for nobody."""
    first = name.split(maxsplit=1)[0] if name.strip() else ""
    return f"@{first.casefold()}" if first else ""


def ago_words(instant: datetime, now: datetime) -> str:
    """How long ago an instant was, as `3 hours ago`."""
    import humanize  # late: the first screen says nothing about the past

    return humanize.naturaltime(instant, when=now)
