"""Read milestones from GanttProject files (.gan, formats 2.x and 3.x); the tasks between them become lags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from datetime import date

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.days_off.formats import years_of
from milestone_tui.exchange.ganttproject.xml import Depend, GanBaseline, GanFile, Task, gan_holidays, parse_gan
from milestone_tui.exchange.task_network import PlanTask, TaskNetwork, phase_names
from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.date_limits import no_date, within_limits
from milestone_tui.plan.imported import (
    Changed,
    ImportedPlan,
    IncomingBaseline,
    IncomingLink,
    IncomingMilestone,
    IncomingPerson,
    IncomingProject,
    Skipped,
)
from milestone_tui.plan.language.text import tidy
from milestone_tui.plan.network.network import longest_kept_lag

# The ends that a link joins: (finish of the predecessor?, finish of the successor?).
_ENDS = {"1": (False, False), "2": (True, False), "3": (True, True), "4": (False, True)}


def task_links(file: GanFile, refs: Mapping[int, str]) -> tuple[tuple[IncomingLink, ...], list[Skipped]]:
    """Return the links between the milestones `refs` (place among the file's tasks to ref), and those skipped."""
    network = TaskNetwork([_plan_task(task) for task in file.tasks])
    places = {task.id: place for place, task in enumerate(file.tasks)}
    for depend in file.depends:
        after = places.get(depend.successor)
        reason = _flaw(depend, after)
        if reason or after is None:
            names = [
                depend.successor if place is None else file.tasks[place].name for place in (depend.predecessor, after)
            ]
            network.skip(tidy(names[0]), tidy(names[1]), reason, f"line {depend.line}")
        else:
            ends = _ENDS[depend.type]
            network.add(depend.predecessor, after, ends, int(depend.difference), f"line {depend.line}")
    found = network.between(list(refs))
    links = [IncomingLink(refs[source], refs[target], lag) for (source, target), lag in found.links.items()]
    return tuple(links), found.skipped


def _kept(
    links: Iterable[IncomingLink], days: Mapping[str, date | None], calendar: WorkCalendar
) -> tuple[IncomingLink, ...]:
    """Return the links with the lags that their file's dates keep."""
    found = []
    for link in links:
        start, end = days[link.predecessor_ref], days[link.successor_ref]
        found.append(
            link if start is None or end is None else link._replace(lag=kept_lag(start, end, link.lag, calendar))
        )
    return tuple(found)


def kept_lag(start: date, end: date, lag: int, calendar: WorkCalendar) -> int:
    """Return the lag between two milestones such that it is not violated if the file keeps it.

    In the file a milestone is the first moment of its day. Work that ends on Friday evening is done on Saturday's first
    moment, which is no working day after Friday here; so a milestone on that Saturday needs one day of lag less.
    """
    before = date.resolution
    is_kept = lag <= calendar.between(start - before, end - before)
    return min(lag, longest_kept_lag(start, end, calendar)) if is_kept else lag


def _plan_task(task: Task) -> PlanTask:
    """Return a task for the network; a milestone has a duration of 0, though format 2.x writes 1."""
    days = 0 if task.milestone else task.duration
    return PlanTask(tidy(task.name), f"line {task.line}", task.parent, days, task.milestone)


def _flaw(depend: Depend, after: int | None) -> str:
    """Return why a link cannot be read; an empty text if it can."""
    if after is None:
        return "its successor is not in the file"
    if depend.type not in _ENDS:
        return f'its type "{depend.type}" is unknown'
    if not re.fullmatch(r"\s*[+-]?\d{1,9}\s*", depend.difference, re.ASCII):
        return f'its lag "{depend.difference}" is not a number of days'
    return ""


_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONDAY_TO_FRIDAY = 31
_ALL_DAYS = 127


def read_gan(data: bytes, fallback_name: str) -> ImportedPlan:
    """Return the milestones of a .gan file as one project, called `fallback_name` if the file has no name for it.

    - A milestone is a task with `meeting="true"`; its due date is its start. It is done at 100%, on its due date.
    - Its phase is its direct parent task; parents with the same name get their own parent's name: "Release 2 / Test".
    - Its owner is the responsible resource. The newest of the file's baselines becomes the current one.
    - Links join neighbouring milestones; the work between them becomes a lag in working days.
    - A reference to an id that several tasks share means the first of them.
    - Yearly holidays and worked days are imported for the years of the plan and the year after.
    - A link that the file's own dates keep is kept by the imported dates too: see `kept_lag`.

    Raises:
        ImportRefused: the file is damaged, has another format, declares entities, or has no milestone.
    """
    file = parse_gan(data)
    remarks: list[Changed | Skipped] = [*file.mended]
    repeated_ids = _make_ids_unique(file.tasks)
    baselines = [_baseline(found, remarks) for found in file.baselines]
    milestones = _milestones(file, dict(baselines[-1].dates) if baselines else {}, remarks)
    if not milestones and len(remarks) == len(file.mended):
        raise ImportRefused("This GanttProject file has no milestones. Mark tasks as milestones, then save it again.")
    links, skipped_links = task_links(file, {place: m.ref for place, m in milestones.items()})
    days_off = gan_holidays(file.dates, years_of(m.due_on for m in milestones.values() if m.due_on))
    remarks += [*repeated_ids, *skipped_links, *days_off.remarks, *_skipped_tasks(file)]
    week = _week_mask(file)
    calendar = WorkCalendar(week, (off.day for off in days_off.holidays), (day.day for day in days_off.worked))
    refs = {m.ref for m in milestones.values()}
    project = IncomingProject(
        name=tidy(file.name) or fallback_name,
        phases=tuple(dict.fromkeys(m.phase for m in milestones.values() if m.phase)),
        milestones=tuple(milestones.values()),
        links=_kept(links, {m.ref: m.due_on for m in milestones.values()}, calendar),
        working_days=week,
        baseline_name=baselines[-1].name if baselines else "",
        baselines=tuple(_limited_to(older, refs) for older in baselines[:-1]),
        holidays=days_off.holidays,
        worked=days_off.worked,
        people=tuple(_people(file, milestones.values())),
    )
    return ImportedPlan((project,), tuple(remarks))


def _make_ids_unique(tasks: Iterable[Task]) -> list[Changed]:
    """Give a new id to each task whose id is missing or that of an earlier task; return a remark on the latter."""
    changes = []
    seen = {""}
    for place, task in enumerate(tasks):
        if task.id in seen:
            if task.id:
                reason = f'links, owner and baseline ignored: they are those of an earlier task with the id "{task.id}"'
                changes.append(Changed(f"line {task.line}", tidy(task.name) or "a task", reason))
            task.id = f"{task.id}#{place}"
        seen.add(task.id)
    return changes


def _milestones(
    file: GanFile, baseline: dict[str, date], remarks: list[Changed | Skipped]
) -> dict[int, IncomingMilestone]:
    """Return the milestones by their places among the tasks."""
    tasks = file.tasks
    places = [place for place, task in enumerate(tasks) if task.milestone]
    phases = phase_names([tidy(task.name) for task in tasks], [task.parent for task in tasks], places)
    found = {}
    for place in places:
        task = tasks[place]
        milestone = _milestone(task, phases.get(task.parent, ""), file, baseline, remarks)
        if milestone is not None:
            found[place] = milestone
    return found


def _milestone(
    task: Task, phase: str, file: GanFile, baseline: dict[str, date], remarks: list[Changed | Skipped]
) -> IncomingMilestone | None:
    """Return the milestone of a task; None, with a remark, for one that is skipped."""
    where = f"line {task.line}"
    title = tidy(task.name)
    if not title:
        remarks.append(Skipped(where, "a milestone", "no name"))
        return None
    day: date | None
    try:
        day = date.fromisoformat(task.start)
    except ValueError:
        remarks.append(Skipped(where, title, f'its date "{task.start}" is not a date'))
        return None
    progress = max(0, min(100, task.complete))
    if not within_limits(day):
        day, progress = None, min(99, progress)
        remarks.append(Changed(where, title, f"imported without its due date: {no_date(task.start)}", check=True))
        if task.complete >= 100:
            remarks.append(Changed(where, title, "imported as open: done, but without a done date", check=True))
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
        source_id="" if "#" in task.id else task.id,
    )


def _people(file: GanFile, milestones: Iterable[IncomingMilestone]) -> Iterable[IncomingPerson]:
    """Yield the owners of milestones who have an email address, each once."""
    resources = dict.fromkeys(file.responsible.get(milestone.ref, "") for milestone in milestones)
    for resource in resources:
        name, email = tidy(file.resources.get(resource, "")), tidy(file.contacts.get(resource, ""))
        if name and email:
            yield IncomingPerson(name, email)


def _notes(task: Task) -> str:
    """Return the notes without the indentation of the XML, with the task's web address as the last paragraph."""
    import textwrap
    from urllib.parse import unquote

    first, line_break, rest = task.notes.partition("\n")
    parts = [(first + line_break + textwrap.dedent(rest)).strip(), unquote(task.web_link).strip()]
    return "\n\n".join(part for part in parts if part and part != "http://")


def _baseline(found: GanBaseline, remarks: list[Changed | Skipped]) -> IncomingBaseline:
    """Return a baseline of the file, with the dates of all tasks."""
    dates = []
    for task_id, (start, line) in found.starts.items():
        try:
            day = date.fromisoformat(start)
        except ValueError:
            remarks.append(Skipped(f"line {line}", "a baseline date", f'"{start}" is not a date'))
            continue
        if within_limits(day):
            dates.append((task_id, day))
        else:
            remarks.append(Skipped(f"line {line}", "a baseline date", no_date(start)))
    return IncomingBaseline(tidy(found.name), tuple(dates))


def _limited_to(baseline: IncomingBaseline, refs: Set[str]) -> IncomingBaseline:
    """Return a baseline with only the dates of these milestones."""
    return baseline._replace(dates=tuple((ref, day) for ref, day in baseline.dates if ref in refs))


def _week_mask(file: GanFile) -> int:
    """Return the working days of the file's week, bit 0 for Monday; Monday to Friday if it has none."""
    if file.works_weekends:
        return _ALL_DAYS
    mask = sum(1 << bit for bit, day in enumerate(_WEEK) if file.week.get(day, "1") == "0")
    return mask or _MONDAY_TO_FRIDAY


def _skipped_tasks(file: GanFile) -> list[Skipped]:
    """Return a remark with the number of tasks that are not milestones."""
    tasks = sum(not task.milestone for task in file.tasks)
    reason = "only milestones are imported; task durations became lags"
    return [Skipped("", f"{tasks} task{'s' * (tasks != 1)}", reason)] if tasks else []
