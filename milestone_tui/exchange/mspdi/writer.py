"""Write a project as Microsoft Project XML (MSPDI), so that the reader of this package gives the same plan back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element

from milestone_tui.exchange.export import PlanExport, ProjectExport, Written
from milestone_tui.exchange.mspdi.reader import HIGHEST_BASELINE
from milestone_tui.exchange.mspdi.tasks import NAMESPACE
from milestone_tui.exchange.xml_writing import add, add_leaves, document
from milestone_tui.plan.imported import Skipped
from milestone_tui.plan.language.text import tidy
from milestone_tui.plan.model import Link, Milestone, MilestoneState, Person

_DAY_TENTHS = 4_800
"""A working day of eight hours, in the file's unit of lag."""
_IN_DAYS = 7
"""The format of a lag in working days."""
_FINISH_TO_START = 1
_EVERY_DAY = 1
"""The kind of exception that has a first and a last day."""
_PEOPLE = 1
_SHIFTS = (("08:00:00", "12:00:00"), ("13:00:00", "17:00:00"))


def write_mspdi(export: PlanExport) -> Written:
    """Return one project: phases as summary tasks, milestones as tasks without duration at the end of their day.

    The tasks are scheduled by hand, so that Microsoft Project keeps their dates. The current baseline is number 0, the
    others are 1 to 10, oldest first. A cancelled milestone is an inactive task.
    """
    one = export.only
    root = Element("Project", {"xmlns": NAMESPACE})
    _add_head(root, one)
    _add_calendar(root, one)
    rows, skipped = _Rows(one), list(_skipped(one))
    tasks = add(root, "Tasks")
    for fields in rows.each():
        _add_task(tasks, fields)
    _add_people(root, rows, {person.name: person for person in export.people})
    return Written(document(root), tuple(skipped))


def _add_head(root: Element, one: ProjectExport) -> None:
    project = one.project
    add_leaves(
        root,
        SaveVersion=14,
        Name=f"{project.key}.xml",
        Title=project.name,
        Subject=tidy(project.description),
        Company=project.client,
        Manager=one.manager,
        ScheduleFromStart=1,
        StartDate=_moment(project.start_on, "08:00:00"),
        CurrencyCode=project.currency,
        CalendarUID=1,
        DefaultStartTime="08:00:00",
        DefaultFinishTime="17:00:00",
        MinutesPerDay=480,
        MinutesPerWeek=480 * project.working_days.bit_count(),
        NewTasksAreManual=1,
    )


def _add_calendar(root: Element, one: ProjectExport) -> None:
    """Add the calendar of the plan: its working week, with the hours of every day, its days off and its worked days."""
    calendar = add(add(root, "Calendars"), "Calendar")
    add_leaves(calendar, UID=1, Name="Standard", IsBaseCalendar=1, BaseCalendarUID=-1)
    week = add(calendar, "WeekDays")
    for number in range(7):  # the file begins with Sunday
        is_working = one.project.working_days >> (number - 1) % 7 & 1
        day = add(week, "WeekDay")
        add_leaves(day, DayType=number + 1, DayWorking=is_working)
        if is_working:
            _add_shifts(day)
    if not one.holidays:
        return
    exceptions = add(calendar, "Exceptions")
    for holiday in one.holidays:
        exception = add(exceptions, "Exception")
        add_leaves(exception, EnteredByOccurrences=0)
        period = add(exception, "TimePeriod")
        add_leaves(period, FromDate=f"{holiday.day}T00:00:00", ToDate=f"{holiday.day}T23:59:00")
        add_leaves(exception, Occurrences=1, Name=holiday.name, Type=_EVERY_DAY, DayWorking=int(holiday.is_worked))
        if holiday.is_worked:
            _add_shifts(exception)


def _add_shifts(day: Element) -> None:
    times = add(day, "WorkingTimes")
    for begin, end in _SHIFTS:
        add_leaves(add(times, "WorkingTime"), FromTime=begin, ToTime=end)


_Fields = tuple[Mapping[str, str | int | None], Iterable[Link], Iterable[tuple[int, date]]]
"""The texts of a task, its links in, and its dates in the baselines, by their numbers."""


class _Rows:
    """The rows of the plan in order, with the numbers of its tasks and people."""

    def __init__(self, one: ProjectExport) -> None:
        self._one = one
        self._groups = [group for group in one.by_phase if group[1]]
        self._uids: dict[int, int] = {}
        """By the ids of milestones."""
        uid = 0
        for phase, milestones in self._groups:
            uid += bool(phase)
            for milestone in milestones:
                uid += 1
                self._uids[milestone.id] = uid
        owners = dict.fromkeys(m.owner for m in one.plan.milestones if m.owner)
        self.owners = {name: number for number, name in enumerate(owners, start=1)}
        """The number of each owner, by name."""
        self._held = {m.id: m.due_on and (m.done_on or m.due_on) for m in one.plan.milestones}
        """The day from which the links of a milestone count; None for one that is in the file without dates."""
        self._into: dict[int, list[Link]] = {}
        for link in one.links:
            self._into.setdefault(link.successor_id, []).append(link)
        self._baselines = dict(_numbered(one))

    def each(self) -> Iterator[_Fields]:
        """Yield the rows: the whole plan, then each phase with its milestones."""
        project = self._one.project
        yield {"UID": 0, "ID": 0, "Name": project.name, "OutlineLevel": 0, "Summary": 1}, (), ()
        uid = 0
        for phase, milestones in self._groups:
            if phase:
                uid += 1
                yield {"UID": uid, "ID": uid, "Name": phase, "OutlineLevel": 1, "Summary": 1}, (), ()
            for milestone in milestones:
                uid += 1
                yield self._milestone(milestone, 2 if phase else 1)

    def assigned(self) -> Iterator[tuple[int, int]]:
        """Yield the number of each task that has an owner, with the number of the owner."""
        for milestone in self._one.plan.milestones:
            if milestone.owner:
                yield self._uids[milestone.id], self.owners[milestone.owner]

    def _milestone(self, m: Milestone, level: int) -> _Fields:
        uid = self._uids[m.id]
        day = _moment(m.due_on)
        fields: dict[str, str | int | None] = {
            "UID": uid,
            "ID": uid,
            "Name": m.title,
            "Active": int(m.state is not MilestoneState.CANCELLED),
            "Manual": 1,
            "OutlineLevel": level,
            "Start": day,
            "Finish": day,
            "Duration": "PT0H0M0S",
            "DurationFormat": 7,
            "ManualStart": day,
            "ManualFinish": day,
            "ManualDuration": "PT0H0M0S",
            "Milestone": 1,
            "Summary": 0,
            "FixedCost": _hundredths(m.value),
            "PercentComplete": 100 if m.state is MilestoneState.DONE else min(99, m.percent),
            "ActualFinish": _moment(m.done_on),
            "Deadline": _moment(m.deadline_on),
            "Notes": m.notes,
        }
        links = ((link.predecessor_id, link) for link in self._into.get(m.id, ()))
        into = [link._replace(predecessor_id=self._uids[id_], lag=self._tenths(link)) for id_, link in links]
        dates = [(number, found[m.id]) for number, found in self._baselines.items() if m.id in found]
        return fields, into, dates

    def _tenths(self, link: Link) -> int:
        """Return the lag of a link in tenths of minutes.

        A negative lag is counted back from the middle of a day where the predecessor is on a day off: the working day
        before it is the first one back.
        """
        day = self._held[link.predecessor_id]
        is_off = day is not None and not self._one.project.calendar.is_working(day)
        return link.lag * _DAY_TENTHS + (_DAY_TENTHS // 2 if is_off and link.lag < 0 else 0)


def _add_task(tasks: Element, row: _Fields) -> None:
    fields, links, dates = row
    task = add(tasks, "Task")
    add_leaves(task, **fields)
    for link in links:
        into = add(task, "PredecessorLink")
        add_leaves(
            into,
            PredecessorUID=link.predecessor_id,
            Type=_FINISH_TO_START,
            CrossProject=0,
            LinkLag=link.lag,
            LagFormat=_IN_DAYS,
        )
    for number, day in dates:
        moment = _moment(day)
        add_leaves(add(task, "Baseline"), Number=number, Start=moment, Finish=moment, Duration="PT0H0M0S")


def _add_people(root: Element, rows: _Rows, known: Mapping[str, Person]) -> None:
    resources = add(root, "Resources")
    for name, number in rows.owners.items():
        email = known[name].email if name in known else ""
        add_leaves(add(resources, "Resource"), UID=number, ID=number, Name=name, Type=_PEOPLE, EmailAddress=email)
    assignments = add(root, "Assignments")
    for number, (task, owner) in enumerate(rows.assigned(), start=1):
        add_leaves(
            add(assignments, "Assignment"), UID=number, TaskUID=task, ResourceUID=owner, Units=1, Work="PT0H0M0S"
        )


def _numbered(one: ProjectExport) -> Iterator[tuple[int, Mapping[int, date]]]:
    """Yield the baselines with their numbers: 0 for the current one, 1 to 10 for the newest others, oldest first."""
    others = [dates for baseline, dates in one.entries if baseline.id != one.project.baseline_id]
    yield from enumerate(others[-HIGHEST_BASELINE:], start=1)
    for baseline, dates in one.entries:
        if baseline.id == one.project.baseline_id:
            yield 0, dates


def _moment(day: date | None, clock: str = "17:00:00") -> str | None:
    """Return a time of a day, by default its end."""
    return None if day is None else f"{day}T{clock}"


def _hundredths(value: Decimal | None) -> int | None:
    """Return an amount in the file's unit."""
    return None if value is None else int(value * 100)


def _skipped(one: ProjectExport) -> Iterator[Skipped]:
    """Yield what the file cannot hold."""
    if outside := len(one.plan.links) - len(one.links):
        yield Skipped("", f"{outside} link{'s' * (outside != 1)}", "to or from another project")
    others = sum(baseline.id != one.project.baseline_id for baseline, _ in one.entries)
    if others > HIGHEST_BASELINE:
        yield Skipped("", f"the oldest {others - HIGHEST_BASELINE} baselines", "the format holds eleven")
