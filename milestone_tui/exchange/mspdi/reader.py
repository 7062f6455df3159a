"""Read milestones from Microsoft Project XML (MSPDI); the tasks between them become lags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.mspdi.calendar import PlanCalendar, plan_calendar
from milestone_tui.exchange.mspdi.network import different_floats, row_links
from milestone_tui.exchange.mspdi.other_calendars import unread_calendars
from milestone_tui.exchange.mspdi.tasks import (
    TaskRow,
    parse_finish,
    parse_moment,
    parse_mspdi,
    parse_number,
    parse_whole,
    phase_parents,
    rows_of,
    why_no_day,
)
from milestone_tui.exchange.mspdi.work_clock import WorkClock
from milestone_tui.exchange.task_network import phase_names
from milestone_tui.exchange.xml_tree import Element
from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.imported import (
    Changed,
    ImportedPlan,
    IncomingBaseline,
    IncomingMilestone,
    IncomingPerson,
    IncomingProject,
    Skipped,
)
from milestone_tui.plan.language.text import tidy

CONSTRAINTS = {
    1: "as late as possible",
    2: "must start on",
    3: "must finish on",
    4: "start no earlier than",
    5: "start no later than",
    6: "finish no earlier than",
    7: "finish no later than",
}
"""The types of constraint; 0, as soon as possible, is no constraint."""
HIGHEST_BASELINE = 10
_DATES = {
    "Start": "start",
    "Finish": "finish",
    "ActualFinish": "actual finish",
    "Deadline": "deadline",
    "ConstraintDate": "constraint date",
}
NOTHING = ("", "NA")


def unreadable_values(row: TaskRow) -> Iterator[Changed]:
    """Yield a remark for each value of a milestone that cannot be read, so that the milestone lacks it."""
    text = row.element.text
    if row.shares_uid:
        yield _without(row, "links", "another row has the same UID and gets them")
    for tag, word in _DATES.items():
        if _is_no_date(text(tag)):
            yield _without(row, word, why_no_day(text(tag)))
    if is_backwards(row):
        assert row.start is not None and row.finish is not None
        reason = f"its finish {row.finish.day} is before its start {row.start.day}: check both"
        yield Changed(row.where, row.name, reason)
    if parse_whole(text("ConstraintType"), 0) not in (0, *CONSTRAINTS):
        yield _without(row, "constraint", f'unknown type "{text("ConstraintType")}"')
    percent = parse_number(text("PercentComplete") or "0")
    if percent is None or not 0 <= percent <= 100:
        yield _without(row, "progress", f'"{text("PercentComplete")}" is not from 0 to 100%')
    for baseline in row.element.each("Baseline"):
        number, finish = baseline.text("Number"), baseline.text("Finish")
        if not 0 <= parse_whole(number, -1) <= HIGHEST_BASELINE:
            yield _without(row, "baseline date", f'there is no baseline "{number}", only 0 to {HIGHEST_BASELINE}')
        elif _is_no_date(finish):
            yield _without(row, "baseline date", why_no_day(finish))


def _without(row: TaskRow, word: str, reason: str) -> Changed:
    """Return a remark on a milestone that was imported without one of its values."""
    return Changed(row.where, row.name, f"imported without its {word}: {reason}")


def _is_no_date(text: str) -> bool:
    """Return whether a text should be a date and is not."""
    return text not in NOTHING and parse_moment(text) is None


def is_backwards(row: TaskRow) -> bool:
    """Return whether a row finishes before it starts."""
    return row.start is not None and row.finish is not None and row.finish < row.start


_PEOPLE = "1"
"""The type of resource for people; others are material and cost."""


def read_mspdi(data: bytes, fallback_name: str) -> ImportedPlan:
    """Return the milestones of a plan as one project, called `fallback_name` if the file has no name for it.

    - A milestone is a task marked as one, or a task without duration, unless it is a summary task. Its due date is its
      finish in the plan's own time zone. It is done at 100%, never by an actual finish alone.
    - An inactive milestone is imported as cancelled.
    - Its phase is the summary task above it; its owner the first person assigned, else its contact; its value its
      fixed cost. A constraint goes into its notes.
    - Baselines 0-10 are imported; the current one is the one for earned value, else 0, else the last.
    - Links join neighbouring milestones; the work between them becomes a lag in working days.
    - The working week, the days off and the worked days are those of the plan's calendar.
    - A link that the dates of the file keep is never violated; its lag may become shorter for that.
    - The plan speaks for its status date.
    - Float is calculated from the milestones; a remark explains a float that differs from the file's.

    Raises ImportRefused if the file is damaged, has another format, declares entities, or has no milestone.
    """
    project = parse_mspdi(data)
    rows = rows_of(project)
    calendar = plan_calendar(project)
    reader = _Milestones(project, rows)
    milestones, remarks = reader.read(), reader.remarks
    if not milestones and not remarks:
        raise ImportRefused("This plan has no milestones. Mark tasks as milestones, then save it again.")
    minutes_per_day = parse_whole(project.text("MinutesPerDay"), 480)
    clock = _work_clock(calendar, minutes_per_day)
    links, link_remarks = row_links(rows, clock, {place: m.ref for place, m in milestones.items()})
    imported = _with_baselines(project, rows, milestones)._replace(
        name=tidy(project.text("Title")) or fallback_name,
        links=links,
        working_days=calendar.week,
        holidays=calendar.holidays,
        worked=calendar.worked,
        people=tuple(reader.people()),
        start_on=_start(project, remarks),
    )
    remarks += [*link_remarks, *calendar.skipped, *unread_calendars(project, rows, calendar), *_skipped_tasks(rows)]
    remarks += different_floats(imported, rows, milestones, minutes_per_day)
    status = parse_moment(project.text("StatusDate"))
    return ImportedPlan((imported,), (*project.mended, *remarks), status and status.day)


def _work_clock(calendar: PlanCalendar, minutes_per_day: int) -> WorkClock:
    days = ([found.day for found in days] for days in (calendar.holidays, calendar.worked))
    return WorkClock(WorkCalendar(calendar.week, *days), calendar.hours, minutes_per_day, calendar.day_hours)


def _start(project: Element, remarks: list[Changed | Skipped]) -> date | None:
    """Return the start date of a project; None, with a remark, for a text that is not a date."""
    text = project.text("StartDate")
    start = parse_moment(text)
    if start is None and text not in NOTHING:
        remarks.append(Changed("project", "its start", f"imported without it: {why_no_day(text)}"))
    return start.day if start else None


def _with_baselines(
    project: Element, rows: Sequence[TaskRow], milestones: Mapping[int, IncomingMilestone]
) -> IncomingProject:
    """Return the project with its own fields, its milestones and their baselines."""
    baselines = _baselines(rows, milestones)
    current = _current_baseline(project, baselines)
    current_dates = dict(baselines[current].dates) if current is not None else {}
    return IncomingProject(
        name=tidy(project.text("Title")),
        phases=tuple(dict.fromkeys(m.phase for m in milestones.values() if m.phase)),
        milestones=tuple(m._replace(baseline_on=current_dates.get(m.ref)) for m in milestones.values()),
        baseline_name=baselines[current].name if current is not None else "",
        baselines=tuple(baseline for number, baseline in baselines.items() if number != current),
        manager=tidy(project.text("Manager")),
        description=tidy(project.text("Subject")),
        currency=tidy(project.text("CurrencyCode")),
    )


class _Milestones:
    """A reader of the milestones among the rows."""

    def __init__(self, project: Element, rows: Sequence[TaskRow]) -> None:
        self.remarks: list[Changed | Skipped] = []
        self._rows = rows
        self._resources = {
            resource.text("UID"): resource
            for resource in project.each("Resources", "Resource")
            if resource.text("Type") in ("", _PEOPLE)
        }
        self._assigned: dict[str, list[str]] = {}
        for assignment in project.each("Assignments", "Assignment"):
            self._assigned.setdefault(assignment.text("TaskUID"), []).append(assignment.text("ResourceUID"))
        self._owners: dict[str, None] = {}
        """Resources that own a milestone."""

    def read(self) -> dict[int, IncomingMilestone]:
        """Return the milestones by their places among the rows."""
        places = [place for place, row in enumerate(self._rows) if row.milestone]
        parents = phase_parents(list(self._rows))
        phases = phase_names([row.name for row in self._rows], parents, places)
        found = {}
        for place in places:
            row = self._rows[place]
            reason = _flaw(row)
            if reason:
                self.remarks.append(Skipped(row.where, row.name or "a milestone", reason))
            else:
                # No UID begins with a space, as texts are stripped.
                ref = row.uid or f" {place}"
                found[place] = self._milestone(row, ref, phases.get(parents[place], ""))
                self.remarks.extend(unreadable_values(row))
        return found

    def people(self) -> Iterable[IncomingPerson]:
        """Yield the owners who have an email address."""
        for uid in self._owners:
            resource = self._resources[uid]
            name, email = tidy(resource.text("Name")), tidy(resource.text("EmailAddress"))
            if name and email:
                yield IncomingPerson(name, email)

    def _milestone(self, row: TaskRow, ref: str, phase: str) -> IncomingMilestone:
        text = row.element.text
        due = row.reached.day if row.reached else None
        percent = max(0, min(100, parse_whole(text("PercentComplete"), 0)))
        done, deadline = row.done, parse_moment(text("Deadline"))
        done_on = done.day if done else None
        if percent == 100 and done_on is None:
            self.remarks.append(Changed(row.where, row.name, "imported as open: done, but without a done date"))
        return IncomingMilestone(
            ref=ref,
            where=row.where,
            title=row.name,
            phase=phase,
            owner=self._owner(row),
            due_on=due,
            done_on=done_on if row.active else None,
            cancelled=not row.active,
            notes=_notes(row.element),
            deadline_on=deadline.day if deadline else None,
            progress=percent if done_on or percent < 100 else 99,
            value=_fixed_cost(row.element),
            source_id=row.uid,
        )

    def _owner(self, row: TaskRow) -> str:
        """Return the first person assigned, else the contact; add a remark for each other person assigned."""
        found = [uid for uid in dict.fromkeys(self._assigned.get(row.uid, ())) if uid in self._resources]
        names = {uid: name for uid in found if (name := tidy(self._resources[uid].text("Name")))}
        if not names:
            return tidy(row.element.text("Contact"))
        owner, *others = names
        self._owners[owner] = None
        for other in others:
            self.remarks.append(Skipped(row.where, f'"{names[other]}" on "{row.name}"', "a milestone has one owner"))
        return names[owner]


def _flaw(row: TaskRow) -> str:
    """Return why a milestone is skipped; an empty text if it is not."""
    if not row.name:
        return "no name"
    return "it belongs to another project" if row.external else ""


def _notes(task: Element) -> str:
    """Return the notes of a task, its web address and its constraint, each a paragraph."""
    constraint = CONSTRAINTS.get(parse_whole(task.text("ConstraintType"), 0), "")
    on = parse_moment(task.text("ConstraintDate"))
    dated = f"{constraint} {on.day}" if (on and " on" in constraint) or (on and "than" in constraint) else constraint
    parts = (task.text("Notes"), task.text("HyperlinkAddress"), f"Constraint: {dated}." if constraint else "")
    return "\n\n".join(part for part in parts if part)


def _fixed_cost(task: Element) -> Decimal | None:
    """Return the fixed cost, which the file has in hundredths of any currency; None for 0."""
    cost = parse_number(task.text("FixedCost"))
    return (cost / 100).quantize(Decimal("0.01")) if cost else None


def _baselines(rows: Sequence[TaskRow], milestones: Mapping[int, IncomingMilestone]) -> dict[int, IncomingBaseline]:
    """Return the baselines by their numbers, with the dates of the milestones."""
    dates: dict[int, list[tuple[str, date]]] = {}
    for place, milestone in milestones.items():
        for baseline in rows[place].element.each("Baseline"):
            number = parse_whole(baseline.text("Number"), -1)
            finish = parse_finish(baseline.text("Finish"), baseline.text("Start"))
            if 0 <= number <= HIGHEST_BASELINE and finish is not None:
                dates.setdefault(number, []).append((milestone.ref, finish.day))
    return {
        number: IncomingBaseline(f"Baseline {number}" if number else "Baseline", tuple(dates[number]))
        for number in sorted(dates)
    }


def _current_baseline(project: Element, baselines: Mapping[int, IncomingBaseline]) -> int | None:
    """Return the number of the current baseline; None if there is none."""
    for number in (parse_whole(project.text("BaselineForEarnedValue"), 0), 0):
        if number in baselines:
            return number
    return max(baselines, default=None)


def _skipped_tasks(rows: Sequence[TaskRow]) -> list[Skipped]:
    """Return remarks with the number of tasks, of their constraints, of tasks of other projects and of wrong ones."""
    others = [row for row in rows if not row.milestone]
    constrained = sum(1 for row in others if parse_whole(row.element.text("ConstraintType"), 0))
    elsewhere = sum(1 for row in others if row.external)
    backwards = sum(map(is_backwards, others))
    counted = (
        (len(others), "task", "only milestones are imported; task durations became lags"),
        (constrained, "constraint of tasks", "only those of milestones are imported, into their notes"),
        (elsewhere, "task of other projects", "import those projects too"),
        (backwards, "task that finishes before it starts", "counted without work; check the dates"),
    )
    return [Skipped("", _counted(count, what), reason) for count, what, reason in counted if count]


def _counted(count: int, what: str) -> str:
    noun, _, rest = what.partition(" ")
    return f"{count} {noun}{'s' * (count != 1)} {rest}".rstrip()
