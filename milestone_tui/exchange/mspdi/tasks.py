"""The rows of a Microsoft Project plan: the kept XML elements, their values, and the outline."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import NamedTuple

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.xml_tree import Element, Root, Shape, check_tasks, read_tree
from milestone_tui.plan.date_limits import no_date, within_limits
from milestone_tui.plan.language.text import tidy

NAMESPACE = "http://schemas.microsoft.com/project"
NO_CALENDAR = ("", "-1")
"""The calendar UIDs of tasks and people without a calendar of their own."""


def _shape(leaves: str, parts: str = "") -> Shape:
    return Shape(frozenset(leaves.split()), frozenset(parts.split()))


_SHAPES = {
    "Project": _shape(
        "Title Subject Manager StartDate StatusDate CalendarUID MinutesPerDay WeekStartDay CurrencyCode "
        "BaselineForEarnedValue",
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
    "WorkWeek": _shape("Name", "TimePeriod WeekDays"),
    "Tasks": _shape("", "Task"),
    "Task": _shape(
        "UID ID Name IsNull Active OutlineLevel OutlineNumber Milestone Summary Recurring ExternalTask "
        "ExternalTaskProject IsSubproject SubprojectName Start Finish Duration DurationFormat PercentComplete "
        "ActualStart ActualFinish CalendarUID Deadline ConstraintType ConstraintDate FixedCost Contact Notes "
        "HyperlinkAddress TotalSlack",
        "PredecessorLink Baseline",
    ),
    "PredecessorLink": _shape("PredecessorUID Type CrossProject CrossProjectName LinkLag LagFormat"),
    "Baseline": _shape("Number Start Finish"),
    "Resources": _shape("", "Resource"),
    "Resource": _shape("UID Name Type IsNull EmailAddress CalendarUID"),
    "Assignments": _shape("", "Assignment"),
    "Assignment": _shape("TaskUID ResourceUID"),
}


def parse_mspdi(data: bytes) -> Root:
    """Return the `<Project>` of a file.

    Raises:
        ImportRefused: the file is damaged, has another format, declares entities, or exceeds a limit.
    """
    root = read_tree(data, _SHAPES, "Microsoft Project plan")
    if root.tag != "Project":
        raise ImportRefused(
            f"This XML is not a Microsoft Project plan (it starts with <{root.tag[:40]}>)."
            " Save it again from Microsoft Project."
        )
    if not any(root.each("Tasks")):
        raise ImportRefused(
            "This XML is not a Microsoft Project plan: its <Project> has no <Tasks>."
            " Save it again from Microsoft Project."
        )
    check_tasks(sum(1 for _ in root.each("Tasks", "Task")))
    return root


_MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?", re.ASCII)
_AT_MIDNIGHT = re.compile(r".{10}T00:00")
_CLOCK = re.compile(r"(\d\d):(\d\d)", re.ASCII)
_NUMBER = r"\d{1,9}(?:\.\d{1,9})?"
_DURATION = re.compile(rf"(-)?P(?:({_NUMBER})D)?(?:T(?:({_NUMBER})H)?(?:({_NUMBER})M)?(?:({_NUMBER})S)?)?", re.ASCII)
_ELAPSED_FORMATS = frozenset((4, 6, 8, 10, 12, 36, 38, 40, 42, 44))
_PERCENT_FORMATS = frozenset((19, 51))
_ELAPSED_PERCENT_FORMATS = frozenset((20, 52))
_LONGEST_LAG = 100_000 * 1_440
"""In minutes: far beyond the limit of a lag, so that the import reports it as too long."""


def why_no_day(text: str) -> str:
    """Return why a text is not a date, for a report."""
    return f'"{text}" is not a date' if parse_any_moment(text) is None else no_date(text)


class Moment(NamedTuple):
    """A date and time in the plan's own time zone."""

    day: date
    minute: int
    """The minute of the day; 1440 for the midnight at its end."""


def minutes_between(since: Moment, until: Moment) -> int:
    """Return the minutes from a moment to another, whether people work or not."""
    return (until.day - since.day).days * 1_440 + until.minute - since.minute


class LagKind(Enum):
    """The unit of a lag."""

    WORKING = "minutes of working time"
    ELAPSED = "minutes that pass, also at night and on days off"
    PERCENT = "percent of the predecessor's duration"
    ELAPSED_PERCENT = "percent of the time that passes during the predecessor"


class Lag(NamedTuple):
    """The time from one end of a link to the other; negative for earlier."""

    amount: int
    kind: LagKind


def parse_moment(text: str) -> Moment | None:
    """Return the moment in a text such as `2004-07-19T08:00:00`, ignoring a time zone after it.

    Return None for any other text, and for a date outside the limits of a plan.
    """
    moment = parse_any_moment(text)
    return moment if moment is not None and within_limits(moment.day) else None


def parse_any_moment(text: str) -> Moment | None:
    """Return a moment as `parse_moment` does, on any date."""
    found = _MOMENT.match(text)
    if found is None:
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return Moment(day, min(1_439, int(found[4] or 0) * 60 + int(found[5] or 0)))


def parse_finish(text: str, start: str) -> Moment | None:
    """Return the moment in a text as `parse_moment` does; a midnight later than `start` is the end of the day before.

    Without a time of its own, a text means its day.
    """
    finish = parse_moment(text)
    if finish is None or finish.minute or not _AT_MIDNIGHT.match(text):
        return finish
    begin = parse_any_moment(start)
    if begin is None or begin >= finish:
        return finish
    return Moment(finish.day - timedelta(days=1), 1_440)


def last_day(text: str, start: str) -> date | None:
    """Return the day on which a period ends, on any date; a midnight later than its start ends the day before."""
    end, begin = parse_any_moment(text), parse_any_moment(start)
    if end is None or begin is None or end.minute or end <= begin or not _AT_MIDNIGHT.match(text):
        return end and end.day
    return end.day - timedelta(days=1)


def parse_clock(text: str) -> int | None:
    """Return the minute of the day in a text such as `08:30:00`."""
    found = _CLOCK.match(text)
    return None if found is None else min(1_440, int(found[1]) * 60 + int(found[2]))


def parse_duration(text: str) -> int | None:
    """Return the minutes in a text such as `PT40H30M0S`, rounded; a day in it has 24 hours."""
    found = _DURATION.fullmatch(text)
    if found is None or text.endswith(("P", "T")):
        return None
    days, hours, minutes, seconds = (Decimal(part or 0) for part in found.groups()[1:])
    total = round(days * 1_440 + hours * 60 + minutes + seconds / 60)
    return -total if found[1] else total


def parse_lag(amount: str, unit: str) -> Lag | None:
    """Return the lag in a `LinkLag` (tenths of a minute, or percent) with its `LagFormat`; no lag for empty texts."""
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
    """Return whether a `DurationFormat` also counts nights and days off."""
    return parse_number(unit or "7") in _ELAPSED_FORMATS


def parse_number(text: str) -> Decimal | None:
    """Return the number in a text; None for any other text, and for a huge number."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < 10**12 else None


def parse_whole(text: str, default: int) -> int:
    """Return the whole number in a text; `default` for any other text."""
    number = parse_number(text)
    return default if number is None else int(number)


def is_true(text: str) -> bool:
    """Return whether a text is "1" or "true"."""
    return text in ("1", "true")


class TaskRow(NamedTuple):
    """A task or milestone of the plan."""

    uid: str
    """The id in links and assignments; empty if an earlier row has the same."""
    where: str
    """The number of the row in Microsoft Project, for people."""
    name: str
    parent: int
    """Place of its summary task among the rows, -1 for none."""
    summary: bool
    milestone: bool
    recurring: bool
    """The summary task of a recurring task; its occurrences are the tasks below it."""
    active: bool
    external: bool
    """A reference to a task of another project."""
    start: Moment | None
    finish: Moment | None
    element: Element
    shares_uid: bool = False
    """An earlier row has the same UID, and gets its links and assignments."""

    @property
    def reached(self) -> Moment | None:
        """Return the date of a milestone: its finish, as it may have a duration."""
        return self.finish or self.start

    @property
    def done(self) -> Moment | None:
        """Return when a milestone was done; None for an open one, or one without a date."""
        text = self.element.text
        if parse_whole(text("PercentComplete"), 0) < 100:
            return None
        return parse_finish(text("ActualFinish"), text("ActualStart") or text("Start")) or self.reached


def rows_of(project: Element) -> list[TaskRow]:
    """Return the rows of a plan in order, without empty ones and without the row of the whole plan."""
    elements = [task for task in project.each("Tasks", "Task") if not _is_empty(task)]
    rows: list[TaskRow] = []
    uids: set[str] = set()
    above: list[tuple[int, int]] = []
    """The open summary tasks: level and place of each."""
    levels = [_level(element) for element in elements]
    # One program marks every row as recurring, which then means nothing.
    marks_recurring = not all(is_true(element.text("Recurring")) for element in elements)
    for place, (element, level) in enumerate(zip(elements, levels, strict=True)):
        while above and above[-1][0] >= level:
            above.pop()
        summary = place + 1 < len(levels) and levels[place + 1] > level
        row = _row(element, above[-1][1] if above else -1, summary or is_true(element.text("Summary")))
        is_repeated = row.uid in uids
        uids.add(row.uid)
        uid = "" if is_repeated else row.uid
        recurring = row.recurring and marks_recurring
        rows.append(row._replace(uid=uid, shares_uid=is_repeated and row.uid != "", recurring=recurring))
        above.append((level, place))
    return rows


def phase_parents(rows: list[TaskRow]) -> list[int]:
    """Return for each row the place of the summary task of its phase, skipping recurring tasks."""
    parents: list[int] = []
    for row in rows:
        skips = row.parent >= 0 and rows[row.parent].recurring
        parents.append(parents[row.parent] if skips else row.parent)
    return parents


def _is_empty(task: Element) -> bool:
    """Return whether a row is empty, or the row of the whole plan."""
    return is_true(task.text("IsNull")) or (task.text("UID") == "0" and _level(task) == 0)


def _level(task: Element) -> int:
    """Return the level of a row in the outline, 1 for the top, from its level or its outline number."""
    number = task.text("OutlineNumber")
    return parse_whole(task.text("OutlineLevel"), number.count(".") + 1 if number not in ("", "0") else 0)


def _row(element: Element, parent: int, summary: bool) -> TaskRow:
    text = element.text
    # Some programs do not mark milestones, so a duration of 0 makes one too; but not for a summary task, which has no
    # duration if all tasks below it finish on one day.
    milestone = is_true(text("Milestone")) or (not summary and parse_duration(text("Duration")) == 0)
    return TaskRow(
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
        finish=_finish(text("Finish"), text("Start"), text("Duration")),
        element=element,
    )


def _finish(finish: str, start: str, duration: str) -> Moment | None:
    """Return the finish of a row; one with a duration starts before its finish even if the file omits when."""
    return parse_finish(finish, start or ("0001-01-01" if parse_duration(duration) else ""))
