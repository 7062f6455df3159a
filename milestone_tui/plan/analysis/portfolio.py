"""The portfolio: sort orders of projects, states of the marks on an axis, and the marks and labels that fit a line."""

# Annotations are no texts here: Python would compile that of each field of a named tuple at start-up.

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import IntEnum
from typing import NamedTuple, TypeAlias, TypeVar

from milestone_tui.plan.analysis.thresholds import DEFAULTS
from milestone_tui.plan.calendar.any_day import day_before
from milestone_tui.plan.calendar.workdays import OFFICE_DAYS, WorkCalendar
from milestone_tui.plan.cycles import Cycle
from milestone_tui.plan.language.text import fold
from milestone_tui.plan.model import Health, Project, ProjectSummary
from milestone_tui.plan.sign import Sign


class ProjectOrder(Cycle):
    """Sort orders of projects; the value is shown to people."""

    HEALTH = "health"
    DUE = "due date"
    FINISH = "finish"
    SLIP = "slip"
    NAME = "name"
    PROGRESS = "progress"

    @property
    def first(self) -> str:
        """Which projects come first, such as `worst first`."""
        return _FIRST[self]


_FIRST = {
    ProjectOrder.HEALTH: "worst first",
    ProjectOrder.DUE: "soonest first",
    ProjectOrder.FINISH: "earliest first",
    ProjectOrder.SLIP: "most slipped first",
    ProjectOrder.NAME: "A to Z",
    ProjectOrder.PROGRESS: "least complete first",
}


def is_completed(summary: ProjectSummary) -> bool:
    """Return whether a project is completed."""
    return summary.verdict.health is Health.COMPLETED


def arranged(projects: Iterable[ProjectSummary], order: ProjectOrder) -> tuple[ProjectSummary, ...]:
    """Return the projects in an order: those without a value come last, then settled ones, then archived ones."""
    rank = _RANKS[order]

    def place(summary: ProjectSummary) -> tuple[object, ...]:
        settled = order is not ProjectOrder.NAME and summary.is_settled
        return (summary.project.archived_at is not None, settled, *rank(summary), summary.project.key)

    return tuple(sorted(projects, key=place))


class ListedProject(NamedTuple):
    """Of a project, what puts it in its place in a list."""

    id: int
    key: str
    name: str
    client: str
    is_live: bool


class ProjectBrief(NamedTuple):
    """What a list says of a project that is not in view: its part in counts, groups and widths."""

    project: ListedProject
    overdue: int
    due_this_week: int
    finish_on: date | None
    lacks_baseline: bool
    shows_budget: bool
    """These five are those of the project's summary."""


Listed = TypeVar("Listed", ProjectSummary, ProjectBrief)
"""A project in a list."""


def in_last_order(
    projects: Iterable[ProjectBrief], order: ProjectOrder, last_ids: Sequence[int]
) -> tuple[ProjectBrief, ...]:
    """Return the projects as they were listed last, when an order by figures put these ids in a row.

    New ones come last. Without ids, or by name, the order is made from what a brief says: the most overdue come first.
    """
    places = {id_: place for place, id_ in enumerate(last_ids)}

    def place(brief: ProjectBrief) -> tuple[object, ...]:
        project = brief.project
        if order is ProjectOrder.NAME:
            return (*_name_rank(project), project.key)
        if places:
            return (places.get(project.id, len(places)), project.key)
        return (not project.is_live, -brief.overdue, project.key)

    return tuple(sorted(projects, key=place))


class ClientGroup(NamedTuple):
    """The head of the projects of one client."""

    client: str
    """Empty for projects without a client."""
    projects: int
    overdue: int
    """Overdue milestones in them."""
    due_this_week: int


ProjectRow: TypeAlias = ProjectSummary | ClientGroup
"""A row of the list of projects."""


def grouped(projects: Sequence[Listed]) -> tuple[Listed | ClientGroup, ...]:
    """Return the projects by client from A to Z, each group below its head; those without a client come last."""
    groups: dict[str, list[Listed]] = {}
    for summary in projects:
        groups.setdefault(fold(summary.project.client), []).append(summary)
    rows: list[Listed | ClientGroup] = []
    for key in sorted(groups, key=lambda key: (not key, key)):
        group = groups[key]
        overdue, due = sum(s.overdue for s in group), sum(s.due_this_week for s in group)
        rows.append(ClientGroup(group[0].project.client, len(group), overdue, due))
        rows.extend(group)
    return tuple(rows)


def projects_of(rows: Sequence[ProjectRow]) -> tuple[ProjectSummary, ...]:
    """Return the projects among these rows."""
    return tuple(row for row in rows if not isinstance(row, ClientGroup))


def _name_rank(project: Project | ListedProject) -> tuple[str]:
    return (fold(project.name),)


def _slip_rank(summary: ProjectSummary) -> tuple[bool, int]:
    return (summary.slip_days is None, -(summary.slip_days or 0))


def _due_rank(summary: ProjectSummary) -> tuple[date]:
    return (summary.next_due_on or date.max,)


_RANKS: dict[ProjectOrder, Callable[[ProjectSummary], tuple[object, ...]]] = {
    ProjectOrder.HEALTH: lambda s: (-s.verdict.health.severity, *_slip_rank(s), *_due_rank(s)),
    ProjectOrder.DUE: _due_rank,
    ProjectOrder.FINISH: lambda s: (s.finish_on or date.max,),
    ProjectOrder.SLIP: _slip_rank,
    ProjectOrder.NAME: lambda s: _name_rank(s.project),
    ProjectOrder.PROGRESS: lambda s: (s.percent is None, s.percent or 0),
}


class RoadmapMark(NamedTuple):
    """A milestone on a time axis, unless it is cancelled. A tuple, since a screen needs thousands."""

    id: int
    title: str
    on: date
    """The done date, else the due date."""
    done: bool
    slip_days: int | None = None
    """In calendar days, positive for late; None without a baseline and for a done milestone."""
    sign: Sign = Sign.OPEN


class MarkState(IntEnum):
    """State of a mark, the least urgent first."""

    IDLE = 0
    """An open milestone of a cancelled or archived project."""
    DONE = 1
    AHEAD = 2
    SLIPPING = 3
    LATE = 4


def slips_beyond(days: int | None, on: date | None, calendar: WorkCalendar, limit: int) -> bool:
    """Return whether a slip of `days` calendar days that ends at `on` is more than `limit` working days."""
    # There are never more working days than days, so most calls need no calendar.
    if days is None or on is None or days <= limit:
        return False
    return calendar.between(day_before(on, days), on) > limit


def mark_state(mark: RoadmapMark, today: date, calendar: WorkCalendar, amber_slip: int) -> MarkState:
    """Return the state of a milestone's mark; it slips beyond so many working days."""
    if mark.done:
        return MarkState.DONE
    if mark.on < today:
        return MarkState.LATE
    slipping = slips_beyond(mark.slip_days, mark.on, calendar, amber_slip)
    return MarkState.SLIPPING if slipping else MarkState.AHEAD


class JudgedMark(NamedTuple):
    """A mark with its state, computed once for all the places that show it."""

    mark: RoadmapMark
    state: MarkState
    is_next: bool = False
    """Whether it is the next milestone of its project."""

    @property
    def on(self) -> date:
        """The date of the mark."""
        return self.mark.on


def judged(
    marks: Iterable[RoadmapMark],
    today: date,
    calendar: WorkCalendar = OFFICE_DAYS,
    next_id: int | None = None,
    *,
    live: bool = True,
    amber_slip: int = DEFAULTS.amber_slip,
) -> tuple[JudgedMark, ...]:
    """Return a project's marks with their states; `live` is False for a cancelled or archived project."""
    if not live:
        return tuple(JudgedMark(mark, MarkState.DONE if mark.done else MarkState.IDLE) for mark in marks)
    return tuple(JudgedMark(mark, mark_state(mark, today, calendar, amber_slip), mark.id == next_id) for mark in marks)


class PlacedMark(NamedTuple):
    """A mark and the cell that shows it."""

    cell: int
    shown: JudgedMark


def placed_marks(marks: Iterable[JudgedMark], column: Callable[[date], int], width: int) -> tuple[PlacedMark, ...]:
    """Return one mark for each cell, left to right: the next milestone, else the most urgent, else the first mark."""
    shown: dict[int, JudgedMark] = {}
    for judged_mark in marks:
        cell = column(judged_mark.mark.on)
        if not 0 <= cell < width:
            continue
        there = shown.get(cell)
        if there is None or judged_mark.is_next or (judged_mark.state > there.state and not there.is_next):
            shown[cell] = judged_mark
    return tuple(PlacedMark(cell, shown[cell]) for cell in sorted(shown))


def by_label_priority(placed: Iterable[PlacedMark], today_cell: int) -> list[PlacedMark]:
    """Return the marks in the order in which they get a label: next, late, open, done; nearest to today first."""

    def rank(p: PlacedMark) -> tuple[bool, bool, bool, int, int]:
        shown = p.shown
        late = shown.state is MarkState.LATE
        return (not shown.is_next, not late, shown.mark.done, abs(p.cell - today_cell), p.cell)

    return sorted(placed, key=rank)


class LabelRequest(NamedTuple):
    """A label to be placed under its cell, in one of several lengths (in cells, the longest first)."""

    cell: int
    lengths: tuple[int, ...]


_LABEL_GAP = 2
"""Free cells between two labels."""


class LabelPlace(NamedTuple):
    """The start cell of a label, and the index of the chosen length."""

    start: int
    form: int


def place_labels(
    requests: Sequence[LabelRequest], width: int, taken: Sequence[int] = ()
) -> tuple[LabelPlace | None, ...]:
    """Place labels on one line without overlaps, each across its own cell; None for a label without room.

    Each label first gets its shortest form, in the order of `requests`; then, in the same order, the longest form that
    fits between its neighbours. No label covers the `taken` cells, or touches them unless its own cell does.
    """
    line = _LabelLine(width, taken)
    places: list[LabelPlace | None] = []
    for request in requests:
        shortest = len(request.lengths) - 1
        start = line.room_for(request.cell, request.lengths[shortest])
        if start is None:
            places.append(None)
        else:
            line.take(start, request.lengths[shortest])
            places.append(LabelPlace(start, shortest))
    for index, (request, place) in enumerate(zip(requests, places, strict=True)):
        if place is None:
            continue
        line.free(place.start, request.lengths[place.form])
        for form, length in enumerate(request.lengths):
            start = line.room_for(request.cell, length)
            if start is not None:
                places[index] = LabelPlace(start, form)
                line.take(start, length)
                break
    return tuple(places)


class _LabelLine:
    """A line of cells, free or covered by labels with gaps between them."""

    def __init__(self, width: int, taken: Sequence[int]) -> None:
        self._width = width
        self._walls = sorted(cell for cell in taken if 0 <= cell < width)
        self._labels: list[tuple[int, int]] = []

    def room_for(self, cell: int, length: int) -> int | None:
        """Return the start of a label of `length` across `cell`, centred if possible; None without room."""
        first, stop = self._bounds(cell)
        if length <= 0 or stop - first < length:
            return None
        centred = cell - length // 2
        start = max(first, min(centred, stop - length))
        return start if start <= cell < start + length else None

    def take(self, start: int, length: int) -> None:
        """Add a label."""
        span = (start, start + length)
        self._labels.insert(bisect_left(self._labels, span), span)

    def free(self, start: int, length: int) -> None:
        """Remove a label."""
        self._labels.remove((start, start + length))

    def _bounds(self, cell: int) -> tuple[int, int]:
        """Return the start and stop of the free cells around `cell`; an empty range if it is not free."""
        first, stop = 0, self._width
        place = bisect_left(self._labels, (cell + 1, 0))
        if place:
            first = max(first, self._labels[place - 1][1] + _LABEL_GAP)
        if place < len(self._labels):
            stop = min(stop, self._labels[place][0] - _LABEL_GAP)
        wall = bisect_left(self._walls, cell)
        if wall < len(self._walls) and self._walls[wall] == cell:
            return 0, 0
        if wall:
            first = max(first, min(cell, self._walls[wall - 1] + 2))
        if wall < len(self._walls):
            stop = min(stop, max(cell + 1, self._walls[wall] - 1))
        return first, stop
