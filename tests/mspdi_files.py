"""Builders of small plans as Microsoft Project writes them."""

from __future__ import annotations

from html import escape

NAMESPACE = "http://schemas.microsoft.com/project"


def element(tag: str, text: object) -> str:
    """One element; a text that begins with an angle bracket is taken as elements."""
    value = str(text)
    return f"<{tag}>{value if value.startswith('<') else escape(value)}</{tag}>"


def elements(**texts: object) -> str:
    """Elements in this order; what is None is left away."""
    return "".join(element(tag, text) for tag, text in texts.items() if text is not None)


def task(uid: int, name: str, start: str, finish: str, *, level: int = 1, inner: str = "", **texts: object) -> str:
    """A task from a moment to another ("03-02T08" is 2 March 2026, 8:00)."""
    told = {"Duration": "PT8H0M0S", **texts}
    head = elements(UID=uid, ID=uid, Name=name, OutlineLevel=level)
    return element("Task", head + elements(Start=moment(start), Finish=moment(finish), **told) + inner)


def milestone(uid: int, name: str, at: str, *, level: int = 1, inner: str = "", **texts: object) -> str:
    """A milestone at a moment, told by its duration alone."""
    told = {"Duration": "PT0H0M0S", "Milestone": 0, **texts}
    return task(uid, name, at, at, level=level, inner=inner, **told)


def moment(short: str) -> str | None:
    """`03-02T08` as a moment of 2026 in full; nothing is nothing."""
    return f"2026-{short}:00:00" if len(short) == 8 else f"2026-{short}" if short else None


def after(uid: int, kind: int | None = 1, lag: int | None = None, unit: int | None = 7, **texts: object) -> str:
    """A link from the task `uid`; kinds are 0 finish-finish, 1 finish-start, 2 start-finish, 3 start-start."""
    told = elements(PredecessorUID=uid, Type=kind, LinkLag=lag, LagFormat=unit, **texts)
    return element("PredecessorLink", told)


def day(number: int, *hours: tuple[str, str]) -> str:
    """A day of the week (1 is Sunday), working where it has hours."""
    times = "".join(element("WorkingTime", elements(FromTime=begin, ToTime=end)) for begin, end in hours)
    return element(
        "WeekDay", elements(DayType=number, DayWorking=int(bool(hours))) + element("WorkingTimes", f"{times} ")
    )


OFFICE = (("08:00:00", "12:00:00"), ("13:00:00", "17:00:00"))


def week(*working: int) -> str:
    """The days of a week with these (1 is Sunday) as working days of eight hours."""
    return element("WeekDays", "".join(day(number, *(OFFICE if number in working else ())) for number in range(1, 8)))


def exception(begin: str, end: str, **texts: object) -> str:
    """An exception of a calendar, from a day of 2026 to another."""
    period = element("TimePeriod", elements(FromDate=f"2026-{begin}T00:00:00", ToDate=f"2026-{end}T23:59:00"))
    return element("Exception", period + elements(**{"DayWorking": 0, **texts}))


def calendar(uid: int, *inner: str, base: int = -1, name: str = "Standard") -> str:
    """A calendar, with its week and its exceptions."""
    return element("Calendar", elements(UID=uid, Name=name, BaseCalendarUID=base) + "".join(inner))


def exceptions(*inner: str) -> str:
    """The exceptions of a calendar."""
    return element("Exceptions", "".join(inner))


def plan(*tasks: str, head: str = "", calendars: str = "", rest: str = "") -> bytes:
    """A whole file; the calendar of the plan is number 1, from Monday to Friday where none is given."""
    given = calendars or calendar(1, week(2, 3, 4, 5, 6))
    told = head or elements(Title="Bridge", MinutesPerDay=480)
    whole = elements(UID=0, ID=0, Name="Bridge", OutlineLevel=0, Summary=1, Duration="PT0H0M0S")
    body = element("Calendars", given) + element("Tasks", element("Task", whole) + "".join(tasks)) + rest
    text = f'<?xml version="1.0" encoding="UTF-8"?><Project xmlns="{NAMESPACE}">{told}'
    return f"{text}<CalendarUID>1</CalendarUID>{body}</Project>".encode()
