"""The agenda: the open milestones of all live projects by when they are due, then what awaits somebody.

Every open milestone is in exactly one of the groups by date. The groups after them name some of the milestones again,
for another reason: the acceptance or the invoice that is due, not the milestone itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from milestone_tui.plan.acceptance import acceptance_due_on
from milestone_tui.plan.analysis.payments import PaymentState, payment_states
from milestone_tui.plan.calendar.any_day import day_after, day_before
from milestone_tui.plan.calendar.due_week import due_week, week_of
from milestone_tui.plan.cycles import Cycle
from milestone_tui.plan.language.text import fold
from milestone_tui.plan.model import Milestone, MilestoneKind, MilestoneState, Plan, Project
from milestone_tui.plan.monitoring import Risk
from milestone_tui.plan.network.network import Network

NEAR_DAYS = 30
DONE_DAYS = 14


class Section(StrEnum):
    """Why something is on the agenda, in the order of the groups; the value is the head of the group."""

    OVERDUE = "overdue"
    TODAY = "today"
    THIS_WEEK = "this week"
    NEXT_WEEK = "next week"
    NEXT_30_DAYS = "next 30 days"
    LATER = "later"
    UNDATED = "no date"
    AWAITING = "awaiting acceptance"
    TO_INVOICE = "to invoice"
    REVIEWS = "reviews due"
    DONE = "done in the last two weeks"


BY_DATE = frozenset(list(Section)[: list(Section).index(Section.UNDATED) + 1])
"""The sections of which an open milestone is in exactly one."""
_RANKS = {section: rank for rank, section in enumerate(Section)}


class Grouping(Cycle):
    """What the agenda is grouped by; the value is shown to people."""

    WHEN = "due date"
    PROJECT = "project"
    OWNER = "owner"


class AgendaItem(NamedTuple):
    """A milestone or a risk, in one section of the agenda."""

    section: Section
    project: Project
    subject: Milestone | Risk
    on: date | None
    """When it is due: the milestone, its acceptance, or the review of the risk; of a done milestone the done date."""

    @property
    def key(self) -> tuple[Section, int]:
        """Return what tells it from all others."""
        return self.section, self.subject.id

    @property
    def milestone(self) -> Milestone | None:
        """Return the milestone; None for a risk."""
        return self.subject if isinstance(self.subject, Milestone) else None


class AgendaGroup(NamedTuple):
    """The items under one head."""

    title: str
    items: tuple[AgendaItem, ...]
    section: Section | None = None
    """None for a project or an owner."""
    total: int = 0
    """How many items there are if only the first of them are known; else 0."""

    @property
    def size(self) -> int:
        """Return how many items there are."""
        return self.total or len(self.items)


class AgendaHead(NamedTuple):
    """The beginning of a big agenda, which is shown while the rest is being read."""

    projects: tuple[Project, ...]
    milestones: tuple[Milestone, ...]
    """The open milestones that are due first."""
    days: tuple[tuple[date | None, int], ...]
    """How many open milestones are due on each day; a day may occur once for each project."""
    awaiting: int
    """How many await acceptance."""


class AgendaData(NamedTuple):
    """What the agenda is made of."""

    plans: tuple[Plan, ...]
    """Those of all live projects."""
    risks: tuple[Risk, ...]
    """The entries of their risk registers."""


class AgendaFigures(NamedTuple):
    """What depends on the links between milestones."""

    floats: Mapping[int, int]
    """Total float in working days, by milestone."""
    critical: Collection[int]
    too_soon: Collection[int]
    """The milestones that are too soon after a predecessor."""
    drivers: Mapping[int, int]
    """The driving predecessor of each milestone."""
    early: Mapping[int, Mapping[int, int]]
    """The violated links of each milestone: the other end, with the missing working days."""
    waits_for: Mapping[int, str]
    """The title of the open predecessor with the least slack, by milestone; with its key if in another project."""


NO_FIGURES = AgendaFigures({}, (), (), {}, {}, {})
"""The figures while they are being computed."""


def section_of(due_on: date | None, today: date) -> Section:
    """Return the section of an open milestone that is due on a day."""
    if due_on is None:
        return Section.UNDATED
    if due_on <= today:
        return Section.OVERDUE if due_on < today else Section.TODAY
    _, sunday = week_of(today)
    if due_on <= sunday:
        return Section.THIS_WEEK
    if due_on <= day_after(sunday, 7):
        return Section.NEXT_WEEK
    return Section.NEXT_30_DAYS if due_on <= day_after(today, NEAR_DAYS) else Section.LATER


def agenda_items(data: AgendaData, today: date) -> tuple[AgendaItem, ...]:
    """Return everything on the agenda, by section and date; what was done comes latest first."""
    projects = {plan.project.id: plan.project for plan in data.plans if plan.project.is_live}
    has_payments = any(m.kind is MilestoneKind.PAYMENT for plan in data.plans for m in plan.milestones)
    known = {m.id: m for plan in data.plans for m in plan.milestones} if has_payments else {}
    found: list[AgendaItem] = []
    for plan in data.plans:
        if (project := projects.get(plan.project.id)) is not None:
            found += _milestone_items(project, plan.milestones, _to_invoice(plan, known, today), today)
    last = due_week(today).sunday
    found += (
        AgendaItem(Section.REVIEWS, projects[risk.project_id], risk, risk.review_on)
        for risk in data.risks
        if risk.is_open and risk.project_id in projects and risk.review_on is not None and risk.review_on <= last
    )
    found.sort(key=_place)
    return tuple(found)


def _milestone_items(
    project: Project, milestones: Iterable[Milestone], to_invoice: Collection[int], today: date
) -> Iterator[AgendaItem]:
    since, done = day_before(today, DONE_DAYS), MilestoneState.DONE
    sections: dict[date | None, Section] = {}
    for m in milestones:
        if m.is_open:
            due_on = m.due_on
            if (section := sections.get(due_on)) is None:  # many share a date
                section = sections[due_on] = section_of(due_on, today)
            yield AgendaItem(section, project, m, due_on)
        elif m.state is done and m.done_on is not None and m.done_on >= since:
            yield AgendaItem(Section.DONE, project, m, m.done_on)
        if awaits_acceptance(m):
            yield AgendaItem(Section.AWAITING, project, m, acceptance_due_on(m, project.calendar))
        if m.id in to_invoice:
            yield AgendaItem(Section.TO_INVOICE, project, m, m.on)


def awaits_acceptance(milestone: Milestone) -> bool:
    """Return whether it was submitted and nobody has answered."""
    if milestone.state is MilestoneState.CANCELLED or milestone.accepted_on is not None:
        return False
    return milestone.state is MilestoneState.SUBMITTED or milestone.submitted_on is not None


def _to_invoice(plan: Plan, known: Mapping[int, Milestone], today: date) -> Collection[int]:
    """Return the payments of a plan that are to be invoiced; `known` are all milestones that one may follow."""
    payments = [m for m in plan.milestones if m.kind is MilestoneKind.PAYMENT]
    if not payments:
        return ()
    ends = {link.predecessor_id for link in plan.links}
    states = payment_states(payments, plan.links, today, [known[id_] for id_ in ends if id_ in known])
    return frozenset(id_ for id_, state in states.items() if state is PaymentState.TO_INVOICE)


def _place(item: AgendaItem) -> tuple[int, int, str, int]:
    ordinal = item.on.toordinal() if item.on is not None else date.max.toordinal()
    return _RANKS[item.section], -ordinal if item.section is Section.DONE else ordinal, item.project.key, item.key[1]


def grouped(items: Iterable[AgendaItem], grouping: Grouping) -> tuple[AgendaGroup, ...]:
    """Return the items in groups: by date, or those with a date group by project or owner and the others as before.

    Owners are ordered by name; milestones without an owner come last.
    """
    groups: dict[tuple[bool, str], list[AgendaItem]] = {}
    others: dict[Section, list[AgendaItem]] = {}
    for item in items:
        if grouping is Grouping.WHEN or item.section not in BY_DATE:
            others.setdefault(item.section, []).append(item)
        else:
            title = item.project.key if grouping is Grouping.PROJECT else item.subject.owner
            groups.setdefault((not title, fold(title)), []).append(item)
    return (
        *(AgendaGroup(_title(groups[key][0], grouping), tuple(groups[key])) for key in sorted(groups)),
        *(AgendaGroup(section.value, tuple(found), section) for section, found in others.items()),
    )


def _title(item: AgendaItem, grouping: Grouping) -> str:
    if grouping is Grouping.PROJECT:
        return item.project.key
    return item.subject.owner or "no owner"


class AgendaCounts(NamedTuple):
    """How many milestones are overdue, due soon, and await acceptance."""

    overdue: int
    before: int
    """Due from today on, but before the week that is counted: on a weekend."""
    week: int
    week_words: str
    awaiting: int


def counted(items: Iterable[AgendaItem], today: date) -> AgendaCounts:
    """Return the counts for the title; those of overdue and of the week are the counts of the list of projects."""
    return _counts(((item.section, item.on, 1) for item in items), today)


def counted_head(head: AgendaHead, today: date) -> AgendaCounts:
    """Return the counts of a whole agenda of which the beginning is known."""
    by_day = ((section_of(day, today), day, count) for day, count in head.days)
    return _counts((*by_day, (Section.AWAITING, None, head.awaiting)), today)


def _counts(found: Iterable[tuple[Section, date | None, int]], today: date) -> AgendaCounts:
    week = due_week(today)
    first = week.first(today)
    overdue = before = in_week = awaiting = 0
    for section, on, count in found:
        if section is Section.OVERDUE:
            overdue += count
        elif section is Section.AWAITING:
            awaiting += count
        elif section in BY_DATE and on is not None and on <= week.sunday:
            in_week, before = (in_week + count, before) if on >= first else (in_week, before + count)
    return AgendaCounts(overdue, before, in_week, week.words, awaiting)


def head_groups(head: AgendaHead, today: date) -> tuple[AgendaGroup, ...]:
    """Return the groups at the beginning of an agenda, with the counts of the whole."""
    projects = {project.id: project for project in head.projects}
    totals: defaultdict[Section, int] = defaultdict(int)
    for day, count in head.days:
        totals[section_of(day, today)] += count
    items = (AgendaItem(section_of(m.due_on, today), projects[m.project_id], m, m.due_on) for m in head.milestones)
    groups = grouped(sorted(items, key=_place), Grouping.WHEN)
    return tuple(group._replace(total=totals[group.section]) for group in groups if group.section is not None)


def figures_of(plans: Sequence[Plan]) -> AgendaFigures:
    """Return float, critical path and what milestones wait for, from one network of all plans."""
    network = Network.of(plans)
    early: defaultdict[int, dict[int, int]] = defaultdict(dict)
    waits: dict[int, tuple[tuple[int, int], str]] = {}
    for link, slack, start, end in zip(network.links, network.slacks, network.starts, network.ends, strict=True):
        if slack is None or not network.movable[end]:
            continue
        if slack < 0:
            early[link.predecessor_id][link.successor_id] = early[link.successor_id][link.predecessor_id] = -slack
        if network.movable[start]:
            rank = (slack, link.predecessor_id)
            if link.successor_id not in waits or rank < waits[link.successor_id][0]:
                waits[link.successor_id] = rank, _predecessor_words(network, start, end)
    return AgendaFigures(
        floats=network.total_floats,
        critical=network.critical,
        too_soon=frozenset(link.successor_id for link in network.violated),
        drivers={id_: link.predecessor_id for id_, link in network.driving_predecessors.items()},
        early=early,
        waits_for={id_: words for id_, (_, words) in waits.items()},
    )


def _predecessor_words(network: Network, start: int, end: int) -> str:
    before, after = network.milestones[start], network.milestones[end]
    if before.project_id == after.project_id:
        return before.title
    return f"{network.projects[before.project_id].key} {before.title}"


def waits_for(item: AgendaItem, figures: AgendaFigures) -> str:
    """Return what or whom an item waits for: its approver once it is submitted, else its open predecessor."""
    milestone = item.milestone
    if milestone is None or item.section is Section.DONE:
        return ""
    if awaits_acceptance(milestone):
        return milestone.approver or "the client"
    return figures.waits_for.get(milestone.id, "") if milestone.is_open else ""


def concerns(item: AgendaItem, name: str) -> bool:
    """Return whether an item is somebody's: they own it, or are to accept it."""
    wanted = fold(name)
    milestone = item.milestone
    approves = item.section is Section.AWAITING and milestone is not None and fold(milestone.approver) == wanted
    return approves or fold(item.subject.owner) == wanted


def with_changed(data: AgendaData, changed: Mapping[int, Milestone]) -> AgendaData:
    """Return the data with other values of some milestones, by id."""
    homes = {m.project_id for m in changed.values()}
    plans = tuple(
        plan._replace(milestones=tuple([changed.get(m.id, m) for m in plan.milestones]))
        if plan.project.id in homes
        else plan
        for plan in data.plans
    )
    return data._replace(plans=plans)
