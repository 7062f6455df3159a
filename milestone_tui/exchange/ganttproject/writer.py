"""Write a project as a GanttProject file (.gan, format 3.x), so that the reader of this package gives it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from xml.etree.ElementTree import Element

from milestone_tui.exchange.export import PlanExport, ProjectExport, Written
from milestone_tui.exchange.xml_writing import add, document, text_of
from milestone_tui.plan.imported import Skipped
from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.model import Link, Milestone, MilestoneState, Person

_VERSION = "3.2.3247"
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PROPERTIES = (
    *(("type", "icon"), ("priority", "icon"), ("info", "icon"), ("name", "text"), ("begindate", "date")),
    *(("enddate", "date"), ("duration", "int"), ("completion", "int"), ("coordinator", "text")),
    ("predecessorsr", "text"),
)
"""The columns of tasks and the types of their values; without them the file does not open."""
_FINISH_TO_START = "2"


def write_gan(export: PlanExport) -> Written:
    """Return one project: phases as tasks, and the milestones of each below it.

    A milestone of this format has one date: the done date, else the due date. One without a date, and a cancelled one,
    cannot be written. The current baseline is the newest of the file.
    """
    one = export.only
    held = {m.id: m for m in one.plan.milestones if m.on is not None and m.state is not MilestoneState.CANCELLED}
    project = one.project
    # In this order: programs know the format by how the file begins.
    root = Element("project", {"name": text_of(project.name), "company": text_of(project.client), "webLink": ""})
    root.attrib |= {"view-date": str(project.start_on or export.today), "version": _VERSION, "locale": "en"}
    add(root, "description", project.description)
    _add_calendar(root, one)
    numbers = {id_: str(number) for number, id_ in enumerate(held, start=len(one.plan.phases) + 1)}
    _add_tasks(root, one, held, numbers)
    owners = {name: str(number) for number, name in enumerate(dict.fromkeys(m.owner for m in held.values() if m.owner))}
    _add_people(root, owners, {person.name: person for person in export.people})
    allocations = add(root, "allocations")
    for m in held.values():
        if m.owner:
            task = {"task-id": numbers[m.id], "resource-id": owners[m.owner]}
            add(allocations, "allocation", **task, function="Default:0", responsible="true", load="0.0")
    _add_baselines(root, one, numbers)
    add(root, "roles", **{"roleset-name": "Default"})
    return Written(document(root), tuple(_skipped(one, held)))


def _add_calendar(root: Element, one: ProjectExport) -> None:
    calendars = add(root, "calendars", **{"base-id": ""})
    types = add(calendars, "day-types")
    for kind in ("0", "1"):
        add(types, "day-type", id=kind)
    week = {day: str(1 - (one.project.working_days >> bit & 1)) for bit, day in enumerate(_WEEK)}
    add(types, "default-week", id="1", name="default", **week)
    add(types, "only-show-weekends", value="false")
    for holiday in one.holidays:
        day = {"year": str(holiday.day.year), "month": str(holiday.day.month), "date": str(holiday.day.day)}
        add(calendars, "date", holiday.name, **day, type="WORKING_DAY" if holiday.is_worked else "HOLIDAY")


def _add_tasks(root: Element, one: ProjectExport, held: Mapping[int, Milestone], numbers: Mapping[int, str]) -> None:
    tasks = add(root, "tasks", **{"empty-milestones": "true"})
    properties = add(tasks, "taskproperties")
    for number, (name, kind) in enumerate(_PROPERTIES):
        add(properties, "taskproperty", id=f"tpd{number}", name=name, type="default", valuetype=kind)
    links: dict[int, list[Link]] = {}
    for link in one.links:
        links.setdefault(link.predecessor_id, []).append(link)
    for number, (phase, milestones) in enumerate(one.by_phase, start=1):
        shown = [m for m in milestones if m.id in held]
        if not shown:
            continue
        parent = tasks
        if phase:
            days = [m.on for m in shown if m.on is not None]
            duration = str(max(1, one.project.calendar.between(min(days), max(days))))
            parent = _add_task(tasks, str(number), phase, min(days), duration)
        for m in shown:
            assert m.on is not None
            task = _add_task(parent, numbers[m.id], m.title, m.on, "0", m)
            for link in links.get(m.id, ()):
                if link.successor_id in held:
                    ends = {"id": numbers[link.successor_id], "type": _FINISH_TO_START, "difference": str(link.lag)}
                    add(task, "depend", **ends, hardness="Strong")


def _add_task(
    parent: Element, number: str, name: str, start: date, duration: str, milestone: Milestone | None = None
) -> Element:
    is_milestone = str(milestone is not None).lower()
    task = add(parent, "task", id=number, name=name, meeting=is_milestone, start=str(start), duration=duration)
    task.set("complete", str(_complete(milestone)))
    task.set("expand", "true")
    if milestone is not None and milestone.notes:
        add(task, "notes", milestone.notes)
    return task


def _complete(milestone: Milestone | None) -> int:
    """Return the percent complete, which is 100 only if the milestone is done."""
    if milestone is None:
        return 0
    return 100 if milestone.state is MilestoneState.DONE else min(99, milestone.percent)


def _add_people(root: Element, owners: Mapping[str, str], known: Mapping[str, Person]) -> None:
    resources = add(root, "resources")
    for name, number in owners.items():
        email = known[name].email if name in known else ""
        add(resources, "resource", id=number, name=name, function="Default:0", contacts=email, phone="")


def _add_baselines(root: Element, one: ProjectExport, numbers: Mapping[int, str]) -> None:
    previous = add(root, "previous")
    for baseline, dates in one.entries:
        tasks = add(previous, "previous-tasks", name=baseline.name)
        for id_, day in dates.items():
            if id_ in numbers:
                entry = {"id": numbers[id_], "start": str(day), "duration": "0", "meeting": "true", "super": "false"}
                add(tasks, "previous-task", **entry)


def _skipped(one: ProjectExport, held: Mapping[int, Milestone]) -> Iterator[Skipped]:
    """Yield what the file cannot hold."""
    for milestone in one.plan.milestones:
        if milestone.id not in held:
            is_cancelled = milestone.state is MilestoneState.CANCELLED
            yield Skipped("", milestone.title, "cancelled" if is_cancelled else "without a date")
    if outside := len(one.plan.links) - len(one.links):
        yield Skipped("", count_words(outside, "link"), "to or from another project")
    moved = sum(m.done_on not in (None, m.due_on) and m.due_on is not None for m in held.values())
    if moved:
        what = f"the due date of {count_words(moved, 'milestone')}"
        yield Skipped("", what, "a done milestone has only its done date in this format")
