"""Microsoft Project plans at random, with what their own dates keep, computed minute by minute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import strategies as st
from mspdi_files import after, calendar, day, element, elements, exceptions, plan

EPOCH = date(2026, 2, 23)
"""A Monday; all times are minutes since it began."""
DAY = 1_440
HORIZON = 150
"""Days for which the calendar is known."""

Shifts = Sequence[tuple[int, int]]

_OFFICE = ((480, 720), (780, 1_020))
_NIGHT = ((0, 180), (240, 480), (1_380, 1_440))
_SHIFTS: Sequence[Shifts] = (_OFFICE, _OFFICE, _OFFICE, ((480, 720),), ((420, 1_080),), ((0, 1_440),), _NIGHT)
_WEEKS = (31, 31, 31, 127, 0b1001111, 0b0111111, 0b0010101)

WORKING, ELAPSED, PERCENT, ELAPSED_PERCENT = 7, 8, 19, 20
"""Formats of lags."""


@dataclass
class Calendar:
    """The shifts of each day, and the elements that say so."""

    shifts: list[Shifts]
    inner: list[str]

    def worked(self, since: int, until: int) -> int:
        """The working minutes from one time to another, negative backwards."""
        if until < since:
            return -self.worked(until, since)
        total = 0
        for number in range(since // DAY, until // DAY + 1):
            for begin, end in self.shifts[number]:
                low, high = max(since, number * DAY + begin), min(until, number * DAY + end)
                total += max(0, high - low)
        return total

    def after(self, since: int, minutes: int) -> int:
        """The earliest time after which so many minutes have been worked; a negative number goes back."""
        if minutes < 0:
            until = since
            while self.worked(until, since) < -minutes and until > 0:
                until -= 15
            return until
        until = since
        while self.worked(since, until) < minutes:
            until += 15
        return until


@dataclass
class Link:
    """A link of the file."""

    before: int
    after: int
    kind: int
    """0 finish-finish, 1 finish-start, 2 start-finish, 3 start-start."""
    lag: int
    """In minutes or percent."""
    form: int
    kept: bool = True


@dataclass
class Row:
    """A row of the file; the uid is its place plus 1."""

    level: int = 1
    milestone: bool = False
    summary: bool = False
    active: bool = True
    dated: bool = True
    done: bool = False
    elapsed: bool = False
    start: int = 0
    finish: int = 0
    duration: int = 0


@dataclass
class Plan:
    """A plan."""

    calendar: Calendar
    rows: list[Row]
    links: list[Link] = field(default_factory=list)

    def required(self, link: Link) -> int:
        """The earliest time of the successor's end of a link."""
        before = self.rows[link.before]
        since = before.finish if link.kind in (0, 1) else before.start
        minutes, elapsed = self._lag(link)
        return since + minutes if elapsed else self.calendar.after(since, minutes)

    def keeps(self, link: Link) -> bool:
        """Whether the dates of the file keep a link; a row without dates breaks none.

        Of a milestone without dates, the day on which it was done says when it was.
        """
        before, behind = self.rows[link.before], self.rows[link.after]
        is_known = before.dated or (before.done and before.milestone)
        if not (is_known and behind.dated):
            return True
        since = before.finish if link.kind in (0, 1) or not before.dated else before.start
        until = behind.finish if link.kind in (0, 2) else behind.start
        minutes, elapsed = self._lag(link)
        return (until - since if elapsed else self.calendar.worked(since, until)) >= minutes

    def _lag(self, link: Link) -> tuple[int, bool]:
        """The minutes of a lag, and whether they are elapsed."""
        before = self.rows[link.before]
        if link.form == PERCENT:
            return -(-before.duration * link.lag // 100), before.elapsed
        if link.form == ELAPSED_PERCENT:
            return -(-(before.finish - before.start) * link.lag // 100), True
        return link.lag, link.form == ELAPSED

    def data(self) -> bytes:
        """The file."""
        tasks = []
        for place, row in enumerate(self.rows):
            inner = "".join(
                after(link.before + 1, link.kind, link.lag * (1 if link.form in (19, 20) else 10), link.form)
                for link in self.links
                if link.after == place
            )
            told = elements(
                UID=place + 1,
                ID=place + 1,
                Name=f"R{place + 1}",
                Active=int(row.active),
                OutlineLevel=row.level,
                Start=stamp(row.start) if row.dated else None,
                Finish=stamp(row.finish) if row.dated else None,
                Duration=f"PT{row.duration // 60}H{row.duration % 60}M0S",
                DurationFormat=8 if row.elapsed else 7,
                Milestone=int(row.milestone),
                Summary=int(row.summary),
                PercentComplete=100 if row.done else 0,
                ActualFinish=stamp(row.finish) if row.done else None,
            )
            tasks.append(element("Task", told + inner))
        return plan(*tasks, calendars=calendar(1, *self.calendar.inner))


def stamp(minutes: int) -> str:
    """A time as the file writes it."""
    on, minute = EPOCH + timedelta(days=minutes // DAY), minutes % DAY
    return f"{on}T{minute // 60:02}:{minute % 60:02}:00"


def clock(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}:00"


def _times(shifts: Shifts) -> list[tuple[str, str]]:
    return [(clock(begin), clock(end)) for begin, end in shifts]


def _weekday(number: int, shifts: Shifts) -> str:
    """A day of the week, 0 for Monday."""
    return day((number + 1) % 7 + 1, *_times(shifts))


def _exception(begin: int, end: int, shifts: Shifts) -> str:
    period = elements(FromDate=stamp(begin * DAY), ToDate=stamp((end + 1) * DAY))
    times = "".join(element("WorkingTime", elements(FromTime=a, ToTime=b)) for a, b in _times(shifts))
    worked = elements(DayWorking=int(bool(shifts)))
    return element("TimePeriod", period) + worked + (element("WorkingTimes", times) if shifts else "")


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """A week, perhaps another week for some time, and exceptions."""
    week = draw(st.sampled_from(_WEEKS))
    common = draw(st.sampled_from(_SHIFTS))
    odd = draw(st.integers(0, 6)) if draw(st.booleans()) else 7
    other = draw(st.sampled_from(_SHIFTS))
    of_week = [(other if n == odd else common) if week >> n & 1 else () for n in range(7)]
    shifts: list[Shifts] = [of_week[n % 7] for n in range(HORIZON)]
    inner = [element("WeekDays", "".join(_weekday(n, of_week[n]) for n in range(7)))]
    if draw(st.booleans()):
        begin, length = draw(st.integers(0, 40)), draw(st.integers(0, 20))
        changed = {n: draw(st.sampled_from(((), *_SHIFTS))) for n in draw(st.sets(st.integers(0, 6), max_size=3))}
        for n in range(begin, begin + length + 1):
            shifts[n] = changed.get(n % 7, shifts[n])
        period = element("TimePeriod", elements(FromDate=stamp(begin * DAY), ToDate=stamp((begin + length + 1) * DAY)))
        days = element("WeekDays", "".join(_weekday(n, told) for n, told in changed.items()) + " ")
        inner.append(element("WorkWeeks", element("WorkWeek", period + elements(Name="Other") + days)))
    told = []
    for _ in range(draw(st.integers(0, 4))):
        begin, length = draw(st.integers(0, 60)), draw(st.integers(0, 3))
        changed_to = draw(st.sampled_from(((), (), *_SHIFTS)))
        told.append(element("Exception", _exception(begin, begin + length, changed_to)))
        shifts[begin : begin + length + 1] = [changed_to] * (length + 1)
    return Calendar(shifts, [*inner, exceptions(*told)])


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan whose rows are where their links let them be, but for some."""
    made = Plan(draw(calendars()), [])
    below: list[int] = []
    """The open summary task."""
    for place in range(draw(st.integers(2, 8))):
        row = Row()
        if below and draw(st.integers(0, 3)) == 0:
            _close(made, below.pop())
        row.level = 1 + len(below)
        row.milestone = draw(st.booleans())
        row.summary = not below and draw(st.integers(0, 4)) == 0
        row.active = row.summary or draw(st.integers(0, 9)) > 0
        row.dated = row.summary or draw(st.integers(0, 7)) > 0
        row.done = row.dated and row.milestone and draw(st.integers(0, 5)) == 0
        made.rows.append(row)
        _link(draw, made, place, below)
        _schedule(draw, made, place, below)
        if row.summary:
            below.append(place)
    if below:
        _close(made, below.pop())
    for link in made.links:
        link.kept = made.keeps(link)
    return made


def _link(draw: st.DrawFn, made: Plan, place: int, below: list[int]) -> None:
    row = made.rows[place]
    others = [n for n in range(place) if n not in below]
    for before in draw(st.lists(st.sampled_from(others), max_size=2, unique=True)) if others else ():
        kinds = (0, 1, 1, 2, 3)
        if row.summary:
            kinds = (1, 1, 1, 1, 3)
        if made.rows[before].summary:
            kinds = (0, 1, 1, 1, 0) if not row.summary else (1,) * 5
        form = draw(st.sampled_from((WORKING, WORKING, WORKING, ELAPSED, PERCENT, ELAPSED_PERCENT)))
        percent = form in (PERCENT, ELAPSED_PERCENT)
        lags = (50, 100, -30, 33, 150) if percent else (0, 0, 0, 480, 960, 240, 45, 2_880, -480, -960, -240)
        made.links.append(Link(before, place, draw(st.sampled_from(kinds)), draw(st.sampled_from(lags)), form))


def _schedule(draw: st.DrawFn, made: Plan, place: int, below: list[int]) -> None:
    """Give a row its dates: as its links have it and a little later, or anywhere."""
    row, calendar_ = made.rows[place], made.calendar
    if not row.milestone or draw(st.integers(0, 4)) == 0:
        row.duration = draw(st.sampled_from((480, 240, 960, 60, 1_440, 2_400)))
        row.elapsed = draw(st.integers(0, 4)) == 0
    starts, finishes = [draw(st.integers(5, 15)) * DAY + draw(st.sampled_from((0, 480, 600, 1_020)))], [0]
    for link in made.links:
        if link.after in (place, *below) and made.rows[link.before].dated:
            (finishes if link.kind in (0, 2) and link.after == place else starts).append(made.required(link))
    row.start = max(starts) if draw(st.integers(0, 9)) else starts[0]
    later = draw(st.sampled_from((0, 0, 0, 15, 480, 1_440, 3 * 1_440)))
    row.start = min(max(row.start + later, DAY), 80 * DAY)
    spans = draw(st.sampled_from((0, 0, 0, 1_440))) if row.duration else 0
    row.finish = row.start + row.duration if row.elapsed else calendar_.after(row.start, row.duration)
    row.finish += spans  # split
    wanted = max(finishes)
    if row.finish < wanted < 90 * DAY:
        if not row.duration:
            row.start = wanted
        row.finish = wanted


def _close(made: Plan, summary: int) -> None:
    """Give a summary task the dates of its tasks."""
    rows = [row for row in made.rows[summary + 1 :] if row.level > 1 and row.dated and row.active]
    if rows:
        made.rows[summary].start = min(row.start for row in rows)
        made.rows[summary].finish = max(row.finish for row in rows)
    else:
        made.rows[summary].dated = False
