"""The elements of a .gan file, and its days off, which are also the contents of a .calendar file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.days_off.formats import Holidays, merge_by_day
from milestone_tui.exchange.xml_tree import Element, Shape, check_tasks, read_tree
from milestone_tui.plan.date_limits import no_date, within_limits
from milestone_tui.plan.imported import Changed, Skipped
from milestone_tui.plan.language.text import tidy

_WORKING = "WORKING_DAY"
_NEUTRAL = "NEUTRAL"


class GanDate(NamedTuple):
    """One `<date>`."""

    year: str
    """Empty for every year."""
    month: str
    day: str
    kind: str
    """"HOLIDAY" (also if empty), "WORKING_DAY", or "NEUTRAL" for a day that is only highlighted."""
    name: str
    line: int

    @classmethod
    def of(cls, element: Element) -> GanDate:
        """Return the date in a `<date>` element."""
        get = element.attributes.get
        day = get("year", ""), get("month", ""), get("date", "")
        return cls(*day, get("type", ""), element.text(""), element.line)


def gan_holidays(dates: Iterable[GanDate], years: range) -> Holidays:
    """Return the days off and worked days among `dates`; yearly ones for each of `years`.

    As in GanttProject, a date with its year overrules a yearly one: a company can work on one Labour Day.
    """
    yearly: dict[bool, list[tuple[date, str]]] = {False: [], True: []}
    dated: dict[bool, list[tuple[date, str]]] = {False: [], True: []}
    skipped = []
    for found in dates:
        reason = ""
        days: list[date] = []
        if found.kind == _NEUTRAL:
            reason = "it is not a day off"
        else:
            days = _days(found, years)
            if not days:
                reason = f'"{found.day}" in month "{found.month}" is not a date'
            elif not all(map(within_limits, days)):
                days, reason = [], no_date(days[0])
        if reason:
            what = tidy(found.name) or f"{found.year}-{found.month}-{found.day}".strip("-") or "a day"
            skipped.append(Skipped(f"line {found.line}", what, reason))
        of_its_kind = dated if found.year.strip() else yearly
        of_its_kind[found.kind == _WORKING] += ((day, found.name) for day in days)
    kinds = {day: is_worked for is_worked, named in (*yearly.items(), *dated.items()) for day, _ in named}
    off, worked = (
        merge_by_day((day, name) for day, name in (*dated[kind], *yearly[kind]) if kinds[day] is kind)
        for kind in (False, True)
    )
    return Holidays(off, tuple(skipped), worked)


def _days(found: GanDate, years: range) -> list[date]:
    """Return the date, or one for each of `years` that has it; none if it is not a date."""
    days = []
    for year in years if not found.year.strip() else (found.year,):
        try:
            days.append(date(int(year), int(found.month), int(found.day)))
        except (ValueError, OverflowError):
            continue
    return days


_CALENDAR = {"calendar": Shape(parts=frozenset(("date",))), "date": Shape()}


def read_calendar(data: bytes, years: range) -> Holidays:
    """Return the days off and worked days of a .calendar file; yearly ones for each of `years`.

    Raises:
        ImportRefused: the file is damaged, has another format or declares entities.
    """
    root = read_tree(data, _CALENDAR, "GanttProject calendar")
    if root.tag != "calendar":
        raise ImportRefused(
            f"This XML is not a GanttProject calendar (it starts with <{root.tag[:40]}>). Choose a .calendar file."
        )
    found = gan_holidays([GanDate.of(found) for found in root.each("date")], years)
    return found._replace(remarks=(*root.mended, *found.remarks))


_SHAPES = {
    "project": Shape(parts=frozenset(("tasks", "previous", "calendars", "resources", "allocations"))),
    "tasks": Shape(parts=frozenset(("task",))),
    "task": Shape(leaves=frozenset(("notes",)), parts=frozenset(("task", "depend"))),
    "previous": Shape(parts=frozenset(("previous-tasks",))),
    "previous-tasks": Shape(parts=frozenset(("previous-task",))),
    "calendars": Shape(parts=frozenset(("day-types", "date"))),
    "day-types": Shape(parts=frozenset(("default-week", "only-show-weekends"))),
    "resources": Shape(parts=frozenset(("resource",))),
    "allocations": Shape(parts=frozenset(("allocation",))),
}
_HUGE = 10**9
"""A limit for numbers in a file: more days than any calendar has."""


@dataclass(slots=True)
class Task:
    """One `<task>`; `parent` is the place of its parent in the list of tasks, -1 for none."""

    id: str
    name: str
    milestone: bool
    start: str
    duration: int
    """Working days."""
    complete: int
    """0-100."""
    web_link: str
    parent: int
    line: int
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Depend:
    """One `<depend>`: a child of the predecessor that names the successor."""

    predecessor: int
    """Place of the predecessor in the list of tasks."""
    successor: str
    """Id of the successor."""
    type: str
    """"1" start-start, "2" finish-start, "3" finish-finish, "4" start-finish."""
    difference: str
    """The lag in working days."""
    line: int


@dataclass(frozen=True, slots=True)
class GanBaseline:
    """One `<previous-tasks>`: the start of each task by its id, with its line in the file."""

    name: str
    line: int
    starts: dict[str, tuple[str, int]] = field(default_factory=dict)


@dataclass(slots=True)
class GanFile:
    """A whole .gan file."""

    name: str = ""
    tasks: list[Task] = field(default_factory=list)
    depends: list[Depend] = field(default_factory=list)
    resources: dict[str, str] = field(default_factory=dict)
    """Names by id."""
    contacts: dict[str, str] = field(default_factory=dict)
    """Email addresses by id of the resource."""
    responsible: dict[str, str] = field(default_factory=dict)
    """The first responsible resource of a task, by the task's id."""
    baselines: list[GanBaseline] = field(default_factory=list)
    """Oldest first."""
    week: Mapping[str, str] = field(default_factory=dict)
    """`mon` to `sun`: "0" for a working day, "1" for a day off."""
    works_weekends: bool = False
    """Whether weekends are only drawn as such, and worked."""
    dates: list[GanDate] = field(default_factory=list)
    """The single days of its calendar."""
    mended: tuple[Changed, ...] = ()
    """What had to be mended in the file."""


def parse_gan(data: bytes) -> GanFile:
    """Return the contents of a .gan file.

    Raises ImportRefused if the file is damaged, is not a GanttProject file, or has a document type, which GanttProject
    never writes and which may contain entities that grow without end.
    """
    root = read_tree(data, _SHAPES, "GanttProject file")
    if root.tag != "project":
        raise ImportRefused(
            f"This XML is not a GanttProject file (it starts with <{root.tag[:40]}>). Save it again from GanttProject."
        )
    file = GanFile(root.attributes.get("name", ""), mended=root.mended)
    for section in root.each("tasks"):
        _add_tasks(file, section.parts)
    file.baselines += map(_baseline, root.each("previous", "previous-tasks"))
    for week in root.each("calendars", "day-types", "default-week"):
        file.week = week.attributes
    for only_shown in root.each("calendars", "day-types", "only-show-weekends"):
        file.works_weekends = only_shown.attributes.get("value") == "true"
    file.dates += map(GanDate.of, root.each("calendars", "date"))
    for resource in root.each("resources", "resource"):
        get = resource.attributes.get
        file.resources[get("id", "")], file.contacts[get("id", "")] = get("name", ""), get("contacts", "")
    for allocation in root.each("allocations", "allocation"):
        get = allocation.attributes.get
        if get("responsible") == "true":
            file.responsible.setdefault(get("task-id", ""), get("resource-id", ""))
    return file


def _add_tasks(file: GanFile, tasks: Iterable[Element]) -> None:
    """Add tasks and their subtasks in the order of the file, without recursion, as they may be nested deeply."""
    to_add = [(task, -1) for task in reversed([*tasks])]
    while to_add:
        element, parent = to_add.pop()
        get = element.attributes.get
        place = len(file.tasks)
        if element.tag == "depend":
            depend = Depend(parent, get("id", ""), get("type", "2"), get("difference", "0"), element.line)
            file.depends.append(depend)
            continue
        check_tasks(place + 1)
        file.tasks.append(
            Task(
                id=get("id", ""),
                name=get("name", ""),
                milestone=get("meeting") == "true",
                start=get("start", ""),
                duration=_whole(get("duration", "")),
                complete=_whole(get("complete", "")),
                web_link=get("webLink", ""),
                parent=parent,
                line=element.line,
                notes=element.text("notes"),
            )
        )
        to_add += [(part, place) for part in reversed(element.parts)]


def _baseline(element: Element) -> GanBaseline:
    tasks = element.each("previous-task")
    starts = {task.attributes.get("id", ""): (task.attributes.get("start", ""), task.line) for task in tasks}
    return GanBaseline(element.attributes.get("name", ""), element.line, starts)


def _whole(text: str) -> int:
    """Return a whole number, at most `_HUGE`; 0 for any other text."""
    try:
        return max(-_HUGE, min(_HUGE, int(text)))
    except ValueError:
        return 0
