"""Templates: plans with working days from the start in place of dates, made from a project and turned into one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from graphlib import TopologicalSorter
from heapq import heappop, heappush
from typing import NamedTuple

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.date_limits import LIMITS, within_limits
from milestone_tui.plan.fields import TEMPLATE_FIELDS
from milestone_tui.plan.model import Criterion, Milestone, MilestoneState, Plan, ProjectState
from milestone_tui.plan.network.network import Network


class TemplateMilestone(NamedTuple):
    """One milestone of a template."""

    fields: Mapping[str, object]
    """The fields in `plan.fields.TEMPLATE_FIELDS`."""
    offset: int | None = None
    """Working days from the start; None for a milestone without a date."""
    criteria: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The title."""
        return str(self.fields["title"])

    @property
    def phase(self) -> str:
        """The name of the phase; empty without one."""
        return str(self.fields["phase"])


class TemplateLink(NamedTuple):
    """A link between two milestones of a template, by their indexes; the lag is in working days."""

    predecessor: int
    successor: int
    lag: int = 0


class Template(NamedTuple):
    """A plan without dates, to create projects from."""

    name: str
    phases: tuple[str, ...]
    """In order."""
    milestones: tuple[TemplateMilestone, ...]
    links: tuple[TemplateLink, ...] = ()
    description: str = ""

    @property
    def length(self) -> int:
        """Working days from the start to the last milestone."""
        return max((m.offset for m in self.milestones if m.offset is not None), default=0)


class NewMilestone(NamedTuple):
    """A milestone of a project that is created from a template."""

    fields: Mapping[str, object]
    """Values by field; other fields have the value of a new milestone."""
    criteria: tuple[str, ...]
    predecessors: tuple[tuple[int, int], ...]
    """Indexes of earlier milestones of the new plan, each with its lag."""


class NewPlan(NamedTuple):
    """A template with dates."""

    start_on: date
    finish_on: date
    """The due date of the last milestone."""
    phases: tuple[str, ...]
    milestones: tuple[NewMilestone, ...]
    """Each after its predecessors, otherwise in the order of the template."""


def template_of(plan: Plan, criteria: Iterable[Criterion], name: str) -> Template:
    """Make a template from the milestones of a project that are not cancelled, by their present dates.

    The start is the project's, or the first milestone if that is earlier or the project has no start. Days off and
    links to other projects are not part of a template. A date that is out of range counts as no date.
    """
    calendar = plan.project.calendar
    kept = sorted(
        (m for m in plan.milestones if m.state is not MilestoneState.CANCELLED),
        key=lambda m: (m.on is None, m.on or date.max, m.id),
    )
    dated = {m.id: m.on for m in kept if m.on is not None and within_limits(m.on)}
    start_on = plan.project.start_on
    days = [*dated.values(), *([start_on] if start_on is not None and within_limits(start_on) else [])]
    start = _first_working(min(days), calendar) if days else date.min
    texts: defaultdict[int, list[str]] = defaultdict(list)
    for criterion in sorted(criteria, key=lambda criterion: criterion.position):
        texts[criterion.milestone_id].append(criterion.text)
    milestones = tuple(
        TemplateMilestone(
            fields={name: getattr(m, name) for name in TEMPLATE_FIELDS},
            offset=max(0, calendar.between(start, day)) if (day := dated.get(m.id)) else None,
            criteria=tuple(texts[m.id]),
        )
        for m in kept
    )
    phases = tuple(phase.name for phase in sorted(plan.phases, key=lambda phase: phase.position))
    return Template(name, phases, milestones, _links(plan, kept))


def _links(plan: Plan, kept: Sequence[Milestone]) -> tuple[TemplateLink, ...]:
    """Return the links between the milestones of a template, without those that close a loop."""
    places = {m.id: place for place, m in enumerate(kept)}
    # as if the project were active: the links of a cancelled or archived project do not count
    live = plan.project._replace(state=ProjectState.ACTIVE, archived_at=None)
    network = Network((live,), [m._replace(project_is_live=True) for m in kept], plan.links)
    return tuple(
        TemplateLink(places[link.predecessor_id], places[link.successor_id], link.lag)
        for link, before, after in zip(network.links, network.starts, network.ends, strict=True)
        if network.ranks[before] < network.ranks[after]
    )


def started_on(template: Template, start_on: date, calendar: WorkCalendar) -> NewPlan:
    """Give a template its dates, forward from the first working day on or after `start_on`.

    Raises InvalidInput for a date out of range, and CycleError if the links form a loop, which cannot happen with a
    template from `template_of` or `read_template`.
    """
    start = _first_working(start_on, calendar)
    links_in: defaultdict[int, list[TemplateLink]] = defaultdict(list)
    for link in template.links:
        links_in[link.successor].append(link)
    places: dict[int, int] = {}
    milestones: list[NewMilestone] = []
    for old in dependence_order(template):
        m = template.milestones[old]
        places[old] = len(milestones)
        fields = {**m.fields, "due_on": None if m.offset is None else calendar.add(start, m.offset)}
        predecessors = tuple((places[link.predecessor], link.lag) for link in links_in[old])
        milestones.append(NewMilestone(fields, m.criteria, predecessors))
    finish = calendar.add(start, template.length)
    if not (within_limits(start) and within_limits(finish)):
        raise InvalidInput("start_on", f"The project would run from {start} to {finish}, but {LIMITS}.")
    return NewPlan(start, finish, template.phases, tuple(milestones))


def ending_on(template: Template, end_on: date, calendar: WorkCalendar) -> NewPlan:
    """Give a template its dates, back from the last working day up to `end_on`, the date of its last milestone.

    Raises the same errors as `started_on`.
    """
    end = end_on if calendar.is_working(end_on) else calendar.add(end_on, -1)
    return started_on(template, calendar.add(end, -template.length), calendar)


def dependence_order(template: Template) -> Iterator[int]:
    """Yield the indexes of the milestones, each after its predecessors, otherwise in order; raise CycleError."""
    predecessors: dict[int, set[int]] = {place: set() for place in range(len(template.milestones))}
    for link in template.links:
        predecessors[link.successor].add(link.predecessor)
    sorter = TopologicalSorter(predecessors)
    sorter.prepare()
    ready: list[int] = []
    while sorter.is_active():
        for place in sorter.get_ready():
            heappush(ready, place)
        first = heappop(ready)
        sorter.done(first)
        yield first


def _first_working(day: date, calendar: WorkCalendar) -> date:
    return day if calendar.is_working(day) else calendar.add(day, 1)
