"""What is kept of Microsoft Project's XML (MSPDI); nothing is interpreted here."""

from __future__ import annotations

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.xml_guard import check_tasks
from milestone_tui.exchange.xml_tree import Element, Shape, read_tree

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
