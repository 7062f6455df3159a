"""The rows of a Microsoft Project plan: what is kept of its XML, the values in it, and what stands below what."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import NamedTuple

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.xml_tree import Element, Shape, check_tasks, read_tree
from milestone_tui.plan.date_limits import no_date, within_limits
from milestone_tui.plan.language.text import tidy

NAMESPACE = "http://schemas.microsoft.com/project"


def _shape(leaves: str, parts: str = "") -> Shape:
    return Shape(frozenset(leaves.split()), frozenset(parts.split()))


_SHAPES = {
    "Project": _shape(
        "Title Subject Manager StartDate CalendarUID MinutesPerDay CurrencyCode BaselineForEarnedValue",
        "Calendars Tasks Resources Assignments",
    ),
    "Calendars": _shape("", "Calendar"),
    "Calendar": _shape("UID Name BaseCalendarUID", "WeekDays Exceptions WorkWeeks"),
    "WeekDays": _shape("", "WeekDay"),
    "WeekDay": _shape("DayType DayWorking", "TimePeriod WorkingTimes"),
    "TimePeriod": _shape("FromDate ToDate"),
    "WorkingTimes": _shape("", "WorkingTime"),
    "WorkingTime": _shape("FromTime ToTime"),
    "Exceptions": _shape("", "Exception"),
    "Exception": _shape(
        "Name DayWorking Type Period DaysOfWeek Month MonthDay MonthItem MonthPosition "
        "EnteredByOccurrences Occurrences",
        "TimePeriod WorkingTimes",
    ),
    "WorkWeeks": _shape("", "WorkWeek"),
    "WorkWeek": _shape("Name"),
    "Tasks": _shape("", "Task"),
    "Task": _shape(
        "UID ID Name IsNull Active OutlineLevel OutlineNumber Milestone Summary Recurring ExternalTask "
        "ExternalTaskProject IsSubproject SubprojectName Start Finish Duration DurationFormat PercentComplete "
        "ActualFinish Deadline ConstraintType ConstraintDate FixedCost Contact Notes HyperlinkAddress TotalSlack",
        "PredecessorLink Baseline",
    ),
    "PredecessorLink": _shape("PredecessorUID Type CrossProject CrossProjectName LinkLag LagFormat"),
    "Baseline": _shape("Number Finish"),
    "Resources": _shape("", "Resource"),
    "Resource": _shape("UID Name Type IsNull EmailAddress"),
    "Assignments": _shape("", "Assignment"),
    "Assignment": _shape("TaskUID ResourceUID"),
}


def parse_mspdi(data: bytes) -> Element:
    """The `<Project>` of a file.

    Raises:
        ImportRefused: the file is broken, of another kind, declares entities, or is beyond all measure.
    """
    root = read_tree(data, _SHAPES, "plan of Microsoft Project")
    if root.tag != "Project":
        raise ImportRefused(
            f"This is XML, but no plan of Microsoft Project: it begins with <{root.tag[:40]}>, not <Project>."
        )
    check_tasks(sum(1 for _ in root.each("Tasks", "Task")))
    return root


_MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?", re.ASCII)
_CLOCK = re.compile(r"(\d\d):(\d\d)", re.ASCII)
_NUMBER = r"\d{1,9}(?:\.\d{1,9})?"
_DURATION = re.compile(rf"(-)?P(?:({_NUMBER})D)?(?:T(?:({_NUMBER})H)?(?:({_NUMBER})M)?(?:({_NUMBER})S)?)?", re.ASCII)
_ELAPSED_FORMATS = frozenset((4, 6, 8, 10, 12, 36, 38, 40, 42, 44))
_PERCENT_FORMATS = frozenset((19, 51))
_ELAPSED_PERCENT_FORMATS = frozenset((20, 52))
_LONGEST_LAG = 100_000 * 1_440
"""Minutes: far beyond what is taken, so that whoever takes a lag can tell that it was too much."""


def why_no_day(text: str) -> str:
    """Return why a text is no day, for a report."""
    return f"“{text}” is not a day" if parse_any_moment(text) is None else no_date(text)


class Moment(NamedTuple):
    """A time of a day, without a zone: what the plan's own clock shows."""

    day: date
    minute: int
    """Of the day, 0-1439."""


class LagKind(Enum):
    """What the amount of a lag counts."""

    WORKING = "minutes of working time"
    ELAPSED = "minutes that pass, also at night and on days off"
    PERCENT = "percent of the predecessor's duration"
    ELAPSED_PERCENT = "percent of the time that passes during the predecessor"


class Lag(NamedTuple):
    """How long after the one end of a link the other follows; negative is before it."""

    amount: int
    kind: LagKind


NO_LAG = Lag(0, LagKind.WORKING)


def parse_moment(text: str) -> Moment | None:
    """Read `2004-07-19T08:00:00`; a zone behind it does not count, for the file means its own clock.

    A day that no plan may have is none.
    """
    moment = parse_any_moment(text)
    return moment if moment is not None and within_limits(moment.day) else None


def parse_any_moment(text: str) -> Moment | None:
    """Read a moment as `parse_moment` does, on whatever day."""
    found = _MOMENT.match(text)
    if found is None:
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return Moment(day, min(1_439, int(found[4] or 0) * 60 + int(found[5] or 0)))


def parse_clock(text: str) -> int | None:
    """Read `08:30:00` as a minute of the day."""
    found = _CLOCK.match(text)
    return None if found is None else min(1_440, int(found[1]) * 60 + int(found[2]))


def parse_duration(text: str) -> int | None:
    """Read `PT40H30M0S` as minutes, rounded; a day in it has 24 hours."""
    found = _DURATION.fullmatch(text)
    if found is None or text.endswith(("P", "T")):
        return None
    days, hours, minutes, seconds = (Decimal(part or 0) for part in found.groups()[1:])
    total = round(days * 1_440 + hours * 60 + minutes + seconds / 60)
    return -total if found[1] else total


def parse_lag(amount: str, unit: str) -> Lag | None:
    """Read a `LinkLag` (tenths of a minute, or percent) in its `LagFormat`; nothing is no lag, in working time."""
    number, form = parse_number(amount or "0"), parse_number(unit or "7")
    if number is None or form is None:
        return None
    if form in _PERCENT_FORMATS:
        return Lag(round(number), LagKind.PERCENT)
    if form in _ELAPSED_PERCENT_FORMATS:
        return Lag(round(number), LagKind.ELAPSED_PERCENT)
    minutes = max(-_LONGEST_LAG, min(_LONGEST_LAG, round(number / 10)))
    return Lag(minutes, LagKind.ELAPSED if form in _ELAPSED_FORMATS else LagKind.WORKING)


def is_elapsed(unit: str) -> bool:
    """Does a `DurationFormat` count nights and days off too?"""
    return parse_number(unit or "7") in _ELAPSED_FORMATS


def parse_number(text: str) -> Decimal | None:
    """Read a number, whole or not, of at most some billions."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < 10**12 else None


def parse_whole(text: str, default: int) -> int:
    """Read a whole number; `default` where there is none."""
    number = parse_number(text)
    return default if number is None else int(number)


def is_true(text: str) -> bool:
    """Read a yes or no: 1 and true, or anything else."""
    return text in ("1", "true")


class Row(NamedTuple):
    """One task or milestone."""

    uid: str
    """What links and assignments call it by; empty where an earlier row is called so."""
    where: str
    """For people: the number of the row in Microsoft Project."""
    name: str
    parent: int
    """Place of its summary task among the rows, -1 at the top."""
    summary: bool
    milestone: bool
    recurring: bool
    """The summary of a task that recurs; its occurrences stand below it."""
    active: bool
    external: bool
    """It stands for a task of another project."""
    start: Moment | None
    finish: Moment | None
    element: Element
    namesake: bool = False
    """An earlier row has its UID, and is what links and assignments mean."""

    @property
    def stands(self) -> Moment | None:
        """When it is reached, if it is a milestone: its finish, for it may have a duration."""
        return self.finish or self.start


def rows_of(project: Element) -> list[Row]:
    """The rows of a plan in its order, without empty ones and without the one that stands for the whole plan."""
    elements = [task for task in project.each("Tasks", "Task") if not _nothing(task)]
    rows: list[Row] = []
    uids: set[str] = set()
    above: list[tuple[int, int]] = []
    """The open summary tasks: level and place of each."""
    levels = [_level(element) for element in elements]
    # A writer there is that says it of every row; of a plan that recurs as a whole nothing can be told.
    telling = not all(is_true(element.text("Recurring")) for element in elements)
    for place, (element, level) in enumerate(zip(elements, levels, strict=True)):
        while above and above[-1][0] >= level:
            above.pop()
        summary = place + 1 < len(levels) and levels[place + 1] > level
        row = _row(element, above[-1][1] if above else -1, summary or is_true(element.text("Summary")))
        namesake = row.uid in uids
        uids.add(row.uid)
        uid = "" if namesake else row.uid
        rows.append(row._replace(uid=uid, namesake=namesake and row.uid != "", recurring=row.recurring and telling))
        above.append((level, place))
    return rows


def phase_parents(rows: list[Row]) -> list[int]:
    """For each row the place of the summary task that names its phase: a task that recurs is no phase."""
    parents: list[int] = []
    for row in rows:
        over = row.parent >= 0 and rows[row.parent].recurring
        parents.append(parents[row.parent] if over else row.parent)
    return parents


def _nothing(task: Element) -> bool:
    return is_true(task.text("IsNull")) or (task.text("UID") == "0" and _level(task) == 0)


def _level(task: Element) -> int:
    """How deep a row stands, from its level or its outline number; 1 is the top."""
    number = task.text("OutlineNumber")
    return parse_whole(task.text("OutlineLevel"), number.count(".") + 1 if number not in ("", "0") else 0)


def _row(element: Element, parent: int, summary: bool) -> Row:
    text = element.text
    # Other programs than Microsoft's say 0 of every milestone, so no duration makes one, too. A summary task has none
    # when all that is below it is reached on one day: that alone makes it no milestone.
    milestone = is_true(text("Milestone")) or (not summary and parse_duration(text("Duration")) == 0)
    return Row(
        uid=text("UID"),
        where=f"row {text('ID')}" if text("ID") else f"line {element.line}",
        name=tidy(text("Name")),
        parent=parent,
        summary=summary,
        milestone=milestone,
        recurring=summary and is_true(text("Recurring")),
        active=text("Active") in ("", "1", "true"),
        external=is_true(text("ExternalTask")) or is_true(text("IsSubproject")),
        start=parse_moment(text("Start")),
        finish=parse_moment(text("Finish")),
        element=element,
    )
