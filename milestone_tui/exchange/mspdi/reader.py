"""Microsoft Project's XML (MSPDI): the milestones of a plan, and what lies between them as lags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.mspdi.calendar import plan_calendar
from milestone_tui.exchange.mspdi.network import WorkClock, floats_that_differ, row_links
from milestone_tui.exchange.mspdi.tasks import (
    Row,
    parse_moment,
    parse_mspdi,
    parse_number,
    parse_whole,
    phase_parents,
    rows_of,
    why_no_day,
)
from milestone_tui.exchange.task_network import phase_names
from milestone_tui.exchange.xml_tree import Element
from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.imported import (
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
"""The types of a constraint; 0 is none: as soon as possible."""
HIGHEST_BASELINE = 10
_DATES = {
    "Start": "start",
    "Finish": "finish",
    "ActualFinish": "actual finish",
    "Deadline": "deadline",
    "ConstraintDate": "day of the constraint",
}
NOTHING = ("", "NA")


def what_is_no_value(row: Row) -> Iterator[Skipped]:
    """The values of a milestone that cannot be read, each with its reason, where nothing is to be had of them."""
    text = row.element.text
    if row.namesake:
        yield _told(row, "the links", "another row has the same UID, so they count for that one")
    for tag, called in _DATES.items():
        if _is_no_day(text(tag)):
            yield _told(row, f"the {called}", why_no_day(text(tag)))
    if parse_whole(text("ConstraintType"), 0) not in (0, *CONSTRAINTS):
        yield _told(row, "the constraint", f"there is no type “{text('ConstraintType')}”")
    percent = parse_number(text("PercentComplete") or "0")
    if percent is None or not 0 <= percent <= 100:
        yield _told(row, "the progress", f"“{text('PercentComplete')}” is not from 0 to 100 %")
    for baseline in row.element.each("Baseline"):
        number, finish = baseline.text("Number"), baseline.text("Finish")
        if not 0 <= parse_whole(number, -1) <= HIGHEST_BASELINE:
            yield _told(
                row, "a baseline date", f"there is no baseline “{number}”, they go from 0 to {HIGHEST_BASELINE}"
            )
        elif _is_no_day(finish):
            yield _told(row, "a baseline date", why_no_day(finish))


def _told(row: Row, what: str, reason: str) -> Skipped:
    return Skipped(row.where, f"{what} of “{row.name}”", reason)


def _is_no_day(text: str) -> bool:
    return text not in NOTHING and parse_moment(text) is None


_PEOPLE = "1"
"""The type of a resource that works; others are material and cost."""


def read_mspdi(data: bytes, fallback_name: str) -> ImportedPlan:
    """The milestones of a plan as one project, called `fallback_name` where the file gives it no name.

    - A milestone is what is marked so or, unless it is a summary task, has no duration. Its date is its finish, on
      the plan's own clock. It is done at 100 %, never by an actual finish alone.
    - Its phase is the summary task above it; its owner the first person assigned, else its contact; its value its
      fixed cost. A constraint is kept in its notes.
    - Baselines 0-10 are taken; the one that earned value is measured against becomes the current one, else the first
      (0), else the last.
    - Links run from milestone to neighbouring milestone, the work between them as a lag in working days.
    - The week and the days off are those of the plan's calendar.
    - Float is worked out anew; where the file says another it is told, and why.

    Raises:
        ImportRefused: the file is broken, of another kind, declares entities, or has no milestone.
    """
    project = parse_mspdi(data)
    if not any(project.each("Tasks")):
        raise ImportRefused("This is XML, but no plan of Microsoft Project: there are no <Tasks> in its <Project>.")
    rows = rows_of(project)
    calendar = plan_calendar(project)
    reader = _Milestones(project, rows)
    milestones, left_out = reader.read(), reader.left_out
    if not milestones and not left_out:
        raise ImportRefused("This plan has no milestones, so there is nothing to import.")
    minutes_per_day = parse_whole(project.text("MinutesPerDay"), 480)
    work_days = WorkCalendar(calendar.week, (holiday.day for holiday in calendar.holidays))
    clock = WorkClock(work_days, calendar.hours, minutes_per_day)
    links, links_left_out = row_links(rows, clock, {place: m.ref for place, m in milestones.items()})
    taken = _with_baselines(project, rows, milestones)._replace(
        name=tidy(project.text("Title")) or fallback_name,
        links=links,
        working_days=calendar.week,
        holidays=calendar.holidays,
        people=tuple(reader.people()),
        start_on=_start(project, left_out),
    )
    left_out += [*links_left_out, *calendar.left_out, *_what_is_not_kept(rows)]
    left_out += floats_that_differ(taken, rows, milestones, minutes_per_day)
    return ImportedPlan((taken,), tuple(left_out))


def _start(project: Element, left_out: list[Skipped]) -> date | None:
    """Return the day a project starts; a text that is none is told."""
    text = project.text("StartDate")
    start = parse_moment(text)
    if start is None and text not in NOTHING:
        left_out.append(Skipped("project", "its start", why_no_day(text)))
    return start.day if start else None


def _with_baselines(
    project: Element, rows: Sequence[Row], milestones: Mapping[int, IncomingMilestone]
) -> IncomingProject:
    """Return the project with its own words, its milestones and their baselines."""
    baselines = _baselines(rows, milestones)
    current = _current_baseline(project, baselines)
    agreed = dict(baselines[current].dates) if current is not None else {}
    return IncomingProject(
        name=tidy(project.text("Title")),
        phases=tuple(dict.fromkeys(m.phase for m in milestones.values() if m.phase)),
        milestones=tuple(m._replace(baseline_on=agreed.get(m.ref)) for m in milestones.values()),
        baseline_name=baselines[current].name if current is not None else "",
        baselines=tuple(baseline for number, baseline in baselines.items() if number != current),
        manager=tidy(project.text("Manager")),
        description=tidy(project.text("Subject")),
        currency=tidy(project.text("CurrencyCode")),
    )


class _Milestones:
    """Reads the milestones among the rows."""

    def __init__(self, project: Element, rows: Sequence[Row]) -> None:
        self.left_out: list[Skipped] = []
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
        """The milestones by their places among the rows."""
        places = [place for place, row in enumerate(self._rows) if row.milestone]
        parents = phase_parents(list(self._rows))
        phases = phase_names([row.name for row in self._rows], parents, places)
        found = {}
        for place in places:
            row = self._rows[place]
            reason = _flaw(row)
            if reason:
                self.left_out.append(Skipped(row.where, row.name or "a milestone", reason))
            else:
                # No UID begins with a space: the texts of a file come without those around them.
                ref = row.uid or f" {place}"
                found[place] = self._milestone(row, ref, phases.get(parents[place], ""))
                self.left_out.extend(what_is_no_value(row))
        return found

    def people(self) -> Iterable[IncomingPerson]:
        """The owners of whom a mail address is known."""
        for uid in self._owners:
            resource = self._resources[uid]
            name, email = tidy(resource.text("Name")), tidy(resource.text("EmailAddress"))
            if name and email:
                yield IncomingPerson(name, email)

    def _milestone(self, row: Row, ref: str, phase: str) -> IncomingMilestone:
        text = row.element.text
        due = row.stands.day if row.stands else None
        percent = max(0, min(100, parse_whole(text("PercentComplete"), 0)))
        actual, deadline = parse_moment(text("ActualFinish")), parse_moment(text("Deadline"))
        done_on = (actual.day if actual else due) if percent == 100 else None
        if percent == 100 and done_on is None:
            self.left_out.append(Skipped(row.where, f"100 % of “{row.name}”", "it has no day on which it was reached"))
        return IncomingMilestone(
            ref=ref,
            where=row.where,
            title=row.name,
            phase=phase,
            owner=self._owner(row),
            due_on=due,
            done_on=done_on,
            notes=_notes(row.element),
            deadline_on=deadline.day if deadline else None,
            progress=percent if done_on or percent < 100 else 99,
            value=_fixed_cost(row.element),
        )

    def _owner(self, row: Row) -> str:
        """The first person assigned, else the contact; other people assigned are told."""
        found = [uid for uid in dict.fromkeys(self._assigned.get(row.uid, ())) if uid in self._resources]
        names = {uid: name for uid in found if (name := tidy(self._resources[uid].text("Name")))}
        if not names:
            return tidy(row.element.text("Contact"))
        owner, *others = names
        self._owners[owner] = None
        for other in others:
            self.left_out.append(Skipped(row.where, f"“{names[other]}” on “{row.name}”", "a milestone has one owner"))
        return names[owner]


def _flaw(row: Row) -> str:
    """Why a milestone cannot be taken; empty when it can."""
    if not row.name:
        return "it has no name"
    if row.external:
        return "it belongs to another project"
    return "" if row.active else "it is inactive"


def _notes(task: Element) -> str:
    """The notes of a task, its web address and its constraint, each a paragraph."""
    constraint = CONSTRAINTS.get(parse_whole(task.text("ConstraintType"), 0), "")
    on = parse_moment(task.text("ConstraintDate"))
    dated = f"{constraint} {on.day}" if (on and " on" in constraint) or (on and "than" in constraint) else constraint
    parts = (task.text("Notes"), task.text("HyperlinkAddress"), f"Constraint: {dated}." if constraint else "")
    return "\n\n".join(part for part in parts if part)


def _fixed_cost(task: Element) -> Decimal | None:
    """What is written in hundredths, whatever the currency; None for nothing."""
    cost = parse_number(task.text("FixedCost"))
    return (cost / 100).quantize(Decimal("0.01")) if cost else None


def _baselines(rows: Sequence[Row], milestones: Mapping[int, IncomingMilestone]) -> dict[int, IncomingBaseline]:
    """The baselines by their numbers, with the dates of the milestones."""
    dates: dict[int, list[tuple[str, date]]] = {}
    for place, milestone in milestones.items():
        for baseline in rows[place].element.each("Baseline"):
            number, finish = parse_whole(baseline.text("Number"), -1), parse_moment(baseline.text("Finish"))
            if 0 <= number <= HIGHEST_BASELINE and finish is not None:
                dates.setdefault(number, []).append((milestone.ref, finish.day))
    return {
        number: IncomingBaseline(f"Baseline {number}" if number else "Baseline", tuple(dates[number]))
        for number in sorted(dates)
    }


def _current_baseline(project: Element, baselines: Mapping[int, IncomingBaseline]) -> int | None:
    """The number of the baseline that counts; None without any."""
    for number in (parse_whole(project.text("BaselineForEarnedValue"), 0), 0):
        if number in baselines:
            return number
    return max(baselines, default=None)


def _what_is_not_kept(rows: Sequence[Row]) -> list[Skipped]:
    """What a plan has and a milestone plan has not, counted."""
    others = [row for row in rows if not row.milestone]
    held = sum(1 for row in others if parse_whole(row.element.text("ConstraintType"), 0))
    elsewhere = sum(1 for row in others if row.external)
    counted = (
        (len(others), "task", "only milestones are kept; the work between them became the lags of their links"),
        (held, "constraint of tasks", "only those of milestones are kept, in their notes"),
        (elsewhere, "task of other projects", "import those projects, too"),
    )
    return [Skipped("", _counted(count, what), reason) for count, what, reason in counted if count]


def _counted(count: int, what: str) -> str:
    noun, _, rest = what.partition(" ")
    return f"{count} {noun}{'s' * (count != 1)} {rest}".rstrip()
