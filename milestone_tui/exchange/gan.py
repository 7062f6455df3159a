"""GanttProject files (.gan, formats 2.x and 3.x): the milestones of a plan, and what lies between them as lags."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.gan_network import task_links
from milestone_tui.exchange.gan_xml import GanFile, Task, parse_gan
from milestone_tui.plan.incoming import Incoming, IncomingMilestone, IncomingProject, LeftOut
from milestone_tui.plan.text import tidy

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONDAY_TO_FRIDAY = 31


def read_gan(data: bytes, fallback_name: str) -> Incoming:
    """The milestones of a .gan file as one project, called `fallback_name` where the file gives it no name.

    - A milestone is a task with `meeting="true"`; its date is its start. It is done at 100 %, on its own date.
    - Its phase is its direct parent task; parents of the same name are told apart by theirs ("Release 2 / Test").
    - Its owner is whoever is responsible for it; its baseline date stands in the newest of the file's baselines.
    - Links run from milestone to neighbouring milestone, the work between them as a lag in working days.

    Raises:
        ImportRefused: the file is broken, of another kind, declares entities, or has no milestone.
    """
    file = parse_gan(data)
    left_out: list[LeftOut] = []
    baseline = _newest_baseline(file, left_out)
    phases = _phase_names(file.tasks)
    milestones: dict[int, IncomingMilestone] = {}
    for place, task in enumerate(file.tasks):
        if task.milestone:
            taken = _milestone(task, phases.get(task.parent, ""), file, baseline, left_out)
            if taken is not None:
                milestones[place] = taken
    if not milestones and not left_out:
        raise ImportRefused("This GanttProject file has no milestones, so there is nothing to import.")
    links, links_left_out = task_links(file, {place: m.ref for place, m in milestones.items()})
    left_out += links_left_out
    left_out += _what_is_not_kept(file)
    project = IncomingProject(
        name=tidy(file.name) or fallback_name,
        phases=tuple(dict.fromkeys(m.phase for m in milestones.values() if m.phase)),
        milestones=tuple(milestones.values()),
        links=links,
        working_days=_week_mask(file),
        baseline_name=tidy(file.baselines[-1].name) if file.baselines else "",
    )
    return Incoming((project,), tuple(left_out))


def _milestone(
    task: Task, phase: str, file: GanFile, baseline: dict[str, date], left_out: list[LeftOut]
) -> IncomingMilestone | None:
    """One milestone task as a milestone; None, with the reason added to `left_out`, when it cannot be one."""
    where = f"line {task.line}"
    title = tidy(task.name)
    if not title:
        left_out.append(LeftOut(where, "a milestone", "it has no name"))
        return None
    try:
        day = date.fromisoformat(task.start)
    except ValueError:
        left_out.append(LeftOut(where, title, f"its date “{task.start}” is not a day"))
        return None
    if 0 < task.complete < 100:
        reason = "only 100 % counts as reached, so it was taken as open"
        left_out.append(LeftOut(where, f"{task.complete} % of “{title}”", reason))
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
    )


def _notes(task: Task) -> str:
    """The notes without the indentation of the XML, and the task's web address as their last line."""
    import textwrap
    from urllib.parse import unquote

    parts = [textwrap.dedent(task.notes).strip(), unquote(task.web_link).strip()]
    return "\n\n".join(part for part in parts if part and part != "http://")


def _phase_names(tasks: Sequence[Task]) -> dict[int, str]:
    """The name of each task that has a milestone as its child, by its place; the same name twice is spelled out."""
    parents = list(dict.fromkeys(task.parent for task in tasks if task.milestone and task.parent >= 0))
    names = {parent: tidy(tasks[parent].name) for parent in parents}
    used = list(names.values())
    spelled = {}
    for parent, name in names.items():
        above = tasks[parent].parent
        ambiguous = used.count(name) > 1 and above >= 0
        spelled[parent] = f"{tidy(tasks[above].name)} / {name}" if ambiguous else name
    return spelled


def _newest_baseline(file: GanFile, left_out: list[LeftOut]) -> dict[str, date]:
    """Dates by task id of the last baseline of the file; the ones before it are told in `left_out`."""
    for older in file.baselines[:-1]:
        reason = f"only the newest, “{tidy(file.baselines[-1].name)}”, is taken"
        left_out.append(LeftOut(f"line {older.line}", f"baseline “{tidy(older.name)}”", reason))
    dates = {}
    for task_id, (start, line) in file.baselines[-1].starts.items() if file.baselines else ():
        try:
            dates[task_id] = date.fromisoformat(start)
        except ValueError:
            left_out.append(LeftOut(f"line {line}", "a baseline date", f"“{start}” is not a day"))
    return dates


def _week_mask(file: GanFile) -> int:
    """The working days of the file's week, bit 0 for Monday; Monday to Friday when it has none."""
    mask = sum(1 << bit for bit, day in enumerate(_WEEK) if file.week.get(day, "1") == "0")
    return mask or _MONDAY_TO_FRIDAY


def _what_is_not_kept(file: GanFile) -> list[LeftOut]:
    """What a plan has and a milestone plan has not, counted."""
    kept_not = []
    tasks = sum(not task.milestone for task in file.tasks)
    if tasks:
        reason = "only milestones are kept; the work between them became the lags of their links"
        kept_not.append(LeftOut("", f"{tasks} task{'s' * (tasks != 1)}", reason))
    if file.holidays:
        reason = "holidays are not kept, lags count the days of the week only"
        kept_not.append(LeftOut("", f"{file.holidays} holiday{'s' * (file.holidays != 1)}", reason))
    return kept_not
