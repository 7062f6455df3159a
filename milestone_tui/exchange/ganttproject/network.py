"""The links between the milestones of a GanttProject plan, in working days."""

from __future__ import annotations

import re
from collections.abc import Mapping

from milestone_tui.exchange.ganttproject.xml import Depend, GanFile, Task
from milestone_tui.exchange.task_network import PlanTask, TaskNetwork
from milestone_tui.plan.imported import IncomingLink, Skipped
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
