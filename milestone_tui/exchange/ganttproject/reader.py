"""GanttProject files (.gan, formats 2.x and 3.x): the milestones of a plan, and what lies between them as lags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from datetime import date

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.days_off.formats import years_of
from milestone_tui.exchange.ganttproject.xml import Depend, GanBaseline, GanFile, Task, gan_holidays, parse_gan
from milestone_tui.exchange.task_network import PlanTask, TaskNetwork, phase_names
from milestone_tui.plan.date_limits import no_date, within_limits
from milestone_tui.plan.imported import (
    ImportedPlan,
    IncomingBaseline,
    IncomingLink,
    IncomingMilestone,
    IncomingPerson,
    IncomingProject,
    Skipped,
)
from milestone_tui.plan.language.text import tidy

# Which ends a link joins: (finish of the predecessor?, finish of the successor?).
_ENDS = {"1": (False, False), "2": (True, False), "3": (True, True), "4": (False, True)}


def task_links(file: GanFile, refs: Mapping[int, str]) -> tuple[tuple[IncomingLink, ...], list[Skipped]]:
    """The links between the milestones `refs` (place in the file's tasks to ref), and what could not be kept."""
    network = TaskNetwork([_plan_task(task) for task in file.tasks])
    places = {task.id: place for place, task in enumerate(file.tasks)}
    for depend in file.depends:
        after = places.get(depend.successor)
        reason = _flaw(depend, after)
        if reason or after is None:
            names = [
                depend.successor if place is None else file.tasks[place].name for place in (depend.predecessor, after)
            ]
            network.leave_out(tidy(names[0]), tidy(names[1]), reason, f"line {depend.line}")
        else:
            ends = _ENDS[depend.type]
            network.add(depend.predecessor, after, ends, int(depend.difference), f"line {depend.line}")
    found = network.between(list(refs))
    links = [IncomingLink(refs[source], refs[target], lag) for (source, target), lag in found.links.items()]
    return tuple(links), found.left_out


def _plan_task(task: Task) -> PlanTask:
    """A task for the network; a milestone has no days, though format 2.x writes 1."""
    days = 0 if task.milestone else task.duration
    return PlanTask(tidy(task.name), f"line {task.line}", task.parent, days, task.milestone)


def _flaw(depend: Depend, after: int | None) -> str:
    """Why a link cannot be read; empty when it can."""
    if after is None:
        return "its successor is not in the file"
    if depend.type not in _ENDS:
        return f"its type “{depend.type}” is unknown"
    if not re.fullmatch(r"\s*[+-]?\d{1,9}\s*", depend.difference, re.ASCII):
        return f"its lag “{depend.difference}” is not a number of days"
    return ""


_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONDAY_TO_FRIDAY = 31


def read_gan(data: bytes, fallback_name: str) -> ImportedPlan:
    """The milestones of a .gan file as one project, called `fallback_name` where the file gives it no name.

    - A milestone is a task with `meeting="true"`; its date is its start. It is done at 100 %, on its own date.
    - Its phase is its direct parent task; parents of the same name are told apart by theirs ("Release 2 / Test").
    - Its owner is whoever is responsible for it. The newest of the file's baselines becomes the current one.
    - Links run from milestone to neighbouring milestone, the work between them as a lag in working days.
    - What refers to an id that several tasks have is taken for the first of them.
    - Holidays of every year are taken for the years of the plan and the one after.

    Raises:
        ImportRefused: the file is broken, of another kind, declares entities, or has no milestone.
    """
    file = parse_gan(data)
    left_out: list[Skipped] = []
    told_apart = _own_ids(file.tasks)
    baselines = [_baseline(found, left_out) for found in file.baselines]
    milestones = _milestones(file, dict(baselines[-1].dates) if baselines else {}, left_out)
    if not milestones and not left_out:
        raise ImportRefused("This GanttProject file has no milestones, so there is nothing to import.")
    links, links_left_out = task_links(file, {place: m.ref for place, m in milestones.items()})
    left_out += [*told_apart, *links_left_out]
    days_off = gan_holidays(file.dates, years_of(m.due_on for m in milestones.values() if m.due_on))
    left_out += days_off.left_out
    left_out += _what_is_not_kept(file)
    taken = {m.ref for m in milestones.values()}
    project = IncomingProject(
        name=tidy(file.name) or fallback_name,
        phases=tuple(dict.fromkeys(m.phase for m in milestones.values() if m.phase)),
        milestones=tuple(milestones.values()),
        links=links,
        working_days=_week_mask(file),
        baseline_name=baselines[-1].name if baselines else "",
        baselines=tuple(_of(older, taken) for older in baselines[:-1]),
        holidays=days_off.holidays,
        people=tuple(_people(file, milestones.values())),
    )
    return ImportedPlan((project,), tuple(left_out))


def _own_ids(tasks: Iterable[Task]) -> list[Skipped]:
    """Give every task an id of its own: nothing can refer to one without, or with that of an earlier task."""
    told = []
    seen = {""}
    for place, task in enumerate(tasks):
        if task.id in seen:
            if task.id:
                reason = f"an earlier task has “{tidy(task.id)}”, and the links, owner and baseline of that id"
                told.append(Skipped(f"line {task.line}", f"the id of {tidy(task.name) or 'a task'}", reason))
            task.id = f"{task.id}#{place}"
        seen.add(task.id)
    return told


def _milestones(file: GanFile, baseline: dict[str, date], left_out: list[Skipped]) -> dict[int, IncomingMilestone]:
    """The milestones by their places among the tasks."""
    tasks = file.tasks
    places = [place for place, task in enumerate(tasks) if task.milestone]
    phases = phase_names([tidy(task.name) for task in tasks], [task.parent for task in tasks], places)
    found = {}
    for place in places:
        task = tasks[place]
        milestone = _milestone(task, phases.get(task.parent, ""), file, baseline, left_out)
        if milestone is not None:
            found[place] = milestone
    return found


def _milestone(
    task: Task, phase: str, file: GanFile, baseline: dict[str, date], left_out: list[Skipped]
) -> IncomingMilestone | None:
    """One milestone task as a milestone; None, with the reason added to `left_out`, when it cannot be one."""
    where = f"line {task.line}"
    title = tidy(task.name)
    if not title:
        left_out.append(Skipped(where, "a milestone", "it has no name"))
        return None
    day: date | None
    try:
        day = date.fromisoformat(task.start)
    except ValueError:
        left_out.append(Skipped(where, title, f"its date “{task.start}” is not a day"))
        return None
    progress = max(0, min(100, task.complete))
    if not within_limits(day):
        day, progress = None, min(99, progress)
        left_out.append(Skipped(where, title, f"imported without its due date: {no_date(task.start)}"))
        if task.complete >= 100:
            left_out.append(Skipped(where, title, "imported as open: done, but without a done date"))
    return IncomingMilestone(
        ref=task.id,
        where=where,
        title=title,
        phase=phase,
        owner=tidy(file.resources.get(file.responsible.get(task.id, ""), "")),
        baseline_on=baseline.get(task.id),
        due_on=day,
        done_on=day if task.complete >= 100 else None,
        notes=_notes(task),
        progress=progress,
    )


def _people(file: GanFile, milestones: Iterable[IncomingMilestone]) -> Iterable[IncomingPerson]:
    """Those who own a milestone and have a mail address, each once."""
    resources = dict.fromkeys(file.responsible.get(milestone.ref, "") for milestone in milestones)
    for resource in resources:
        name, email = tidy(file.resources.get(resource, "")), tidy(file.contacts.get(resource, ""))
        if name and email:
            yield IncomingPerson(name, email)


def _notes(task: Task) -> str:
    """The notes without the indentation of the XML, and the task's web address as their last line."""
    import textwrap
    from urllib.parse import unquote

    first, line_break, rest = task.notes.partition("\n")
    parts = [(first + line_break + textwrap.dedent(rest)).strip(), unquote(task.web_link).strip()]
    return "\n\n".join(part for part in parts if part and part != "http://")


def _baseline(found: GanBaseline, left_out: list[Skipped]) -> IncomingBaseline:
    """A baseline of the file, with the dates of all tasks."""
    dates = []
    for task_id, (start, line) in found.starts.items():
        try:
            day = date.fromisoformat(start)
        except ValueError:
            left_out.append(Skipped(f"line {line}", "a baseline date", f"“{start}” is not a day"))
            continue
        if within_limits(day):
            dates.append((task_id, day))
        else:
            left_out.append(Skipped(f"line {line}", "a baseline date", no_date(start)))
    return IncomingBaseline(tidy(found.name), tuple(dates))


def _of(baseline: IncomingBaseline, taken: Set[str]) -> IncomingBaseline:
    """The same with the dates of milestones that were taken only."""
    return baseline._replace(dates=tuple((ref, day) for ref, day in baseline.dates if ref in taken))


def _week_mask(file: GanFile) -> int:
    """The working days of the file's week, bit 0 for Monday; Monday to Friday when it has none."""
    mask = sum(1 << bit for bit, day in enumerate(_WEEK) if file.week.get(day, "1") == "0")
    return mask or _MONDAY_TO_FRIDAY


def _what_is_not_kept(file: GanFile) -> list[Skipped]:
    """What a plan has and a milestone plan has not, counted."""
    tasks = sum(not task.milestone for task in file.tasks)
    reason = "only milestones are kept; the work between them became the lags of their links"
    return [Skipped("", f"{tasks} task{'s' * (tasks != 1)}", reason)] if tasks else []
