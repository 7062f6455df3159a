"""The links between the milestones of a Microsoft Project plan, in working days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from milestone_tui.exchange.mspdi.clock import WorkClock
from milestone_tui.exchange.mspdi.tasks import Row
from milestone_tui.exchange.mspdi.values import NO_LAG, Lag, is_elapsed, is_true, parse_duration, parse_lag
from milestone_tui.exchange.task_network import PlanTask, TaskNetwork
from milestone_tui.exchange.xml_tree import Element
from milestone_tui.plan.imported import IncomingLink, Skipped
from milestone_tui.plan.language.text import tidy

# Which ends a link joins: (finish of the predecessor?, finish of the successor?).
_ENDS = {"0": (True, True), "1": (True, False), "2": (False, True), "3": (False, False)}
_FINISH_TO_START = "1"


def row_links(
    rows: Sequence[Row], clock: WorkClock, refs: Mapping[int, str]
) -> tuple[tuple[IncomingLink, ...], list[Skipped]]:
    """The links between the milestones `refs` (place among the rows to ref), and what could not be kept."""
    durations = [_duration(row, clock) for row in rows]
    network = TaskNetwork([_plan_task(row, duration) for row, duration in zip(rows, durations, strict=True)])
    places = {row.uid: place for place, row in enumerate(rows) if row.uid}
    for after, row in enumerate(rows):
        for link in row.element.each("PredecessorLink"):
            before = places.get(link.text("PredecessorUID"))
            flaw = _flaw(link, None if before is None else rows[before], row)
            if flaw or before is None:
                named = tidy(link.text("CrossProjectName")) or link.text("PredecessorUID")
                network.leave_out(named if before is None else rows[before].name, row.name, flaw, row.where)
                continue
            ends = _ENDS[link.text("Type") or _FINISH_TO_START]
            lag = _lag(link) or NO_LAG
            source = rows[before]
            since = source.finish if ends[0] else source.start
            ticks = clock.lag(lag, durations[before], source.start, since, source.finish)
            network.add(before, after, ends, ticks, row.where)
    found = network.between(list(refs))
    return tuple(
        IncomingLink(refs[source], refs[target], clock.working_days(way, rows[source].stands, rows[target].stands))
        for (source, target), way in found.links.items()
    ), found.left_out


def _plan_task(row: Row, duration: int) -> PlanTask:
    counts = row.active and not row.external
    return PlanTask(row.name, row.where, row.parent, duration, row.milestone, row.summary, counts)


def _duration(row: Row, clock: WorkClock) -> int:
    """The working time from its start to its finish, in ticks.

    That time, not the duration that is written beside it: a task may pass days off of the plan's calendar, be split,
    or count nights.
    """
    if row.start is not None and row.finish is not None:
        return max(0, clock.at(row.finish) - clock.at(row.start))
    minutes = max(0, parse_duration(row.element.text("Duration")) or 0)
    if is_elapsed(row.element.text("DurationFormat")):
        return clock.elapsed(minutes, row.start)
    return clock.ticks(minutes)


def _lag(link: Element) -> Lag | None:
    return parse_lag(link.text("LinkLag"), link.text("LagFormat"))


def _flaw(link: Element, before: Row | None, after: Row) -> str:
    """Why a link cannot be taken; empty when it can."""
    if is_true(link.text("CrossProject")):
        return "its predecessor is in another project"
    if before is None:
        return "its predecessor is not in the file"
    if before.external or after.external:
        return "one of its ends is in another project"
    if not (before.active and after.active):
        return "one of its ends is inactive"
    if (link.text("Type") or _FINISH_TO_START) not in _ENDS:
        return f"its type “{link.text('Type')}” is unknown"
    if _lag(link) is None:
        return f"its lag “{link.text('LinkLag')}” is not a number"
    return ""
