"""The rows of a timeline: phases with their milestones under them, or all milestones in one order."""

# Annotations are no texts here: Python would compile that of each field of a named tuple at start-up.

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import takewhile
from types import MappingProxyType
from typing import NamedTuple

from milestone_tui.plan.analysis.progress import tally
from milestone_tui.plan.cycles import Cycle
from milestone_tui.plan.language.text import fold
from milestone_tui.plan.model import Milestone, MilestoneState, Plan

NO_PHASE = "No phase"
"""Heading of the milestones without a phase in a plan with phases."""


class Sorting(Cycle):
    """Sort orders of a timeline; the value is shown to people. Only `PHASE` has headings."""

    PHASE = "phase"
    DUE = "due date"
    SLIP = "slip"
    OWNER = "owner"
    TITLE = "title"


class Heading(NamedTuple):
    """A phase, counted as a whole even if a filter hides some of it."""

    phase_id: int | None
    """None for the milestones without a phase."""
    name: str
    done: int
    total: int
    """Milestones that are not cancelled."""
    start: date | None
    """Start of its bar: its first date, or the end of the previous phase if that is earlier; None without dates."""
    end: date | None
    """Its last due or done date; None without dates."""
    percent: int | None


class Item(NamedTuple):
    """One milestone."""

    milestone: Milestone


class Gap(NamedTuple):
    """A blank line."""


Row = Heading | Item | Gap

_GAP = Gap()


def outline(
    plan: Plan,
    today: date,
    sort: Sorting = Sorting.PHASE,
    visible: Collection[int] | None = None,
    *,
    gaps: bool = True,
) -> tuple[Row, ...]:
    """Return the rows in an order; `visible` are the ids that match a filter (best a set), None without a filter.

    By phase: a heading for each phase with visible milestones and, without a filter, for each empty phase; with `gaps`
    a blank line between phases; milestones by date within a phase, those without a date last. Milestones without a
    phase come last, under a heading if there are phases. The other orders have no headings.
    """
    if sort is Sorting.PHASE:
        rows = _by_phase(plan, visible)
        return tuple(rows if gaps else [row for row in rows if row is not _GAP])
    return tuple(Item(m) for m in sorted(_left(plan.milestones, visible), key=_place_of(sort, today)))


def amended(
    rows: Sequence[Row],
    places: Mapping[int, int],
    changed: Iterable[Milestone],
    today: date,
    sort: Sorting = Sorting.PHASE,
) -> tuple[Row, ...] | None:
    """Return the rows of an unfiltered outline with `changed` milestones replaced; `places` are row indexes by id.

    None if a milestone would move to another row, or a bar would change: then a new outline is needed. This makes a
    tick in a plan of 10,000 as fast as in a plan of ten.
    """
    place_of = _place_of(sort, today)
    new = list(rows)
    for m in changed:
        place = places.get(m.id)
        row = None if place is None else new[place]
        if place is None or not isinstance(row, Item):
            return None
        was = row.milestone
        if (was.phase_id, place_of(was)) != (m.phase_id, place_of(m)):
            return None
        new[place] = Item(m)
        if sort is Sorting.PHASE and not _amend_heading(new, place, was):
            return None
    return tuple(new)


def _amend_heading(rows: list[Row], place: int, was: Milestone) -> bool:
    """Update the counts of the phase around `place`; return False if its bar differs from the one with `was`."""
    first = place
    while first > 0 and isinstance(rows[first - 1], Item):
        first -= 1
    heading = rows[first - 1] if first else None
    if not isinstance(heading, Heading):
        return True
    whole = [
        row.milestone for row in takewhile(lambda row: isinstance(row, Item), rows[first:]) if isinstance(row, Item)
    ]
    before = [was if index == place else m for index, m in enumerate(whole, first)]
    if _dates(whole) != _dates(before):
        return False
    counts = tally(whole)
    rows[first - 1] = heading._replace(done=counts.done, total=counts.total, percent=counts.percent)
    return True


def bars(plan: Plan, moved: Mapping[int, date]) -> dict[int | None, tuple[date | None, date | None]]:
    """Return the start and end of each phase's bar, by phase id, with the `moved` milestones on other dates."""
    return _bars(_grouped(plan), moved)


def _grouped(plan: Plan) -> dict[int | None, list[Milestone]]:
    """Return the milestones by phase, in the order of the phases; those without a phase last."""
    groups: dict[int | None, list[Milestone]] = {p.id: [] for p in sorted(plan.phases, key=lambda p: p.position)}
    loose: list[Milestone] = []
    for m in plan.milestones:
        groups.get(m.phase_id, loose).append(m)
    return groups | {None: loose} if loose else groups


def _bars(
    groups: Mapping[int | None, Sequence[Milestone]], moved: Mapping[int, date]
) -> dict[int | None, tuple[date | None, date | None]]:
    found: dict[int | None, tuple[date | None, date | None]] = {}
    before: date | None = None
    for phase_id, whole in groups.items():
        first, last = _dates(whole, moved)
        found[phase_id] = (min(before, first) if before and first and phase_id is not None else first, last)
        before = last or before
    return found


def _by_phase(plan: Plan, visible: Collection[int] | None) -> Iterator[Row]:
    groups = _grouped(plan)
    if not plan.phases:
        yield from map(Item, sorted(_left(plan.milestones, visible), key=_by_date))
        return

    names = {phase.id: phase.name for phase in plan.phases}
    ends = _bars(groups, _UNMOVED)
    above = False
    for phase_id, whole in groups.items():
        shown = _left(whole, visible)
        if not shown and (whole or visible is not None):
            continue
        if above:
            yield _GAP
        counts = tally(whole)
        name = NO_PHASE if phase_id is None else names[phase_id]
        yield Heading(phase_id, name, counts.done, counts.total, *ends[phase_id], counts.percent)
        yield from map(Item, sorted(shown, key=_by_date))
        above = True


_UNMOVED: Mapping[int, date] = MappingProxyType({})


def _dates(whole: Sequence[Milestone], moved: Mapping[int, date] = _UNMOVED) -> tuple[date | None, date | None]:
    cancelled = MilestoneState.CANCELLED
    dates = [
        day for m in whole if m.state is not cancelled and (day := moved.get(m.id) or m.done_on or m.due_on) is not None
    ]
    return min(dates, default=None), max(dates, default=None)


def _left(milestones: Sequence[Milestone], visible: Collection[int] | None) -> Sequence[Milestone]:
    return milestones if visible is None else [m for m in milestones if m.id in visible]


def _by_date(m: Milestone) -> tuple[date, int]:
    # By due date even if it is done, so that ticking does not move the row.
    return (m.due_on or m.done_on or date.max, m.id)


_KEYS: dict[Sorting, Callable[[Milestone], tuple[object, ...]]] = {
    Sorting.DUE: _by_date,
    Sorting.OWNER: lambda m: (not m.owner, fold(m.owner), *_by_date(m)),
    Sorting.TITLE: lambda m: (fold(m.title), *_by_date(m)),
}


def _place_of(sort: Sorting, today: date) -> Callable[[Milestone], tuple[object, ...]]:
    """Return the sort key of an order."""

    def by_slip(m: Milestone) -> tuple[object, ...]:
        slip = m.slip(today)
        return (slip is None, -(slip or 0), *_by_date(m))

    return by_slip if sort is Sorting.SLIP else _KEYS.get(sort, _by_date)
