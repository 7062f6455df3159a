"""The work of one person in the next weeks, as the People view shows it, with their open milestones."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from milestone_tui.plan.calendar.any_day import day_after
from milestone_tui.plan.model import Milestone, Person
from milestone_tui.plan.monitoring import Absence
from milestone_tui.plan.people import PersonSummary, ProjectRole, WorkPlan


class WorkWeek(NamedTuple):
    """A week of a person, in hundredths of a day."""

    monday: date
    load: int
    capacity: int
    over: int
    """What cannot be done; 0 for hardly anything."""
    away_days: int
    """Days on which the person is absent and would work otherwise."""


class PersonWork(NamedTuple):
    """A person with their roles and their work."""

    person: Person
    roles: tuple[ProjectRole, ...]
    open: int
    """Open milestones that they own or work on."""
    approves: int
    """Open milestones that they approve."""
    waiting: int
    """How many of those are submitted and pending."""
    weeks: tuple[WorkWeek, ...]
    later: int
    """The work after these weeks, and without a due date, in hundredths of a day."""


class OpenWork(NamedTuple):
    """An open milestone that a person has to do with."""

    project_key: str
    milestone: Milestone
    parts: tuple[str, ...]
    """What they have to do with it: `owns`, `approves`, `works`."""
    effort: int | None
    """What is left of their effort, in hundredths of a day; None without any."""
    float_days: int | None
    """Total float in working days; None without a date."""


class ShownPerson(NamedTuple):
    """A person with everything that `people NAME` prints."""

    work: PersonWork
    milestones: tuple[OpenWork, ...]
    """By due date; those without one last."""
    absences: tuple[Absence, ...]
    """Those that have not ended."""


def weeks_from(work: WorkPlan, count: int) -> list[date]:
    """Return the Mondays of so many weeks, from the first with work."""
    return [day_after(work.workload.first_monday, 7 * place) for place in range(count)]


def person_work(summary: PersonSummary, work: WorkPlan, weeks: Sequence[date]) -> PersonWork:
    """Return the work of a person in these weeks, which follow one another."""
    id_, workload = summary.person.id, work.workload
    found = []
    for monday in weeks:
        overload = workload.overload(id_, monday)
        over = 0 if overload is None else overload.over
        found.append(
            WorkWeek(
                monday,
                workload.load(id_, monday),
                workload.capacity(id_, monday),
                over,
                workload.away_days(id_, monday),
            )
        )
    later = workload.after(id_, day_after(weeks[-1], 7))
    counts = work.busy(id_), summary.approves, summary.waiting
    return PersonWork(summary.person, summary.roles, *counts, tuple(found), later)


def open_work(
    person: Person,
    milestones: Collection[Milestone],
    work: WorkPlan,
    floats: Mapping[int, int],
    keys: Mapping[int, str],
) -> tuple[OpenWork, ...]:
    """Return the open milestones among these, which the person has to do with; `keys` are those of their projects."""
    efforts = {effort.milestone_id: effort.left for effort in work.workload.efforts.get(person.id, ())}
    found = []
    for m in milestones:
        if not (m.is_open and m.project_is_live):
            continue
        facts = (("owns", m.owner == person.name), ("approves", m.approver == person.name), ("works", m.id in efforts))
        parts = tuple(word for word, is_so in facts if is_so)
        found.append(OpenWork(keys[m.project_id], m, parts, efforts.get(m.id), floats.get(m.id)))
    return tuple(sorted(found, key=lambda one: (one.milestone.due_on or date.max, one.milestone.id)))
