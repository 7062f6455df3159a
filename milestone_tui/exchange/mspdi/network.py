"""The links between the milestones of a Microsoft Project plan, in working days, and the float that results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from milestone_tui.exchange.mspdi.tasks import (
    NO_CALENDAR,
    Lag,
    LagKind,
    Moment,
    TaskRow,
    is_elapsed,
    is_true,
    minutes_between,
    parse_duration,
    parse_lag,
    parse_number,
)
from milestone_tui.exchange.mspdi.work_clock import DAY, TOLERANCE, WorkClock
from milestone_tui.exchange.task_network import PlanTask, Shortened, TaskNetwork
from milestone_tui.exchange.xml_tree import Element
from milestone_tui.plan.imported import Changed, IncomingLink, IncomingMilestone, IncomingProject, Skipped
from milestone_tui.plan.language.text import tidy
from milestone_tui.plan.language.wording import days_of_work_words
from milestone_tui.plan.model import Link, Milestone, MilestoneState, Project
from milestone_tui.plan.network.network import longest_kept_lag, total_floats

# The ends that a link joins: (finish of the predecessor?, finish of the successor?).
_ENDS = {"0": (True, True), "1": (True, False), "2": (False, True), "3": (False, False)}
_FINISH_TO_START = "1"
_ROUNDING = 2
"""Minutes that the file's own rounding may take from a link."""


def row_links(
    rows: Sequence[TaskRow], clock: WorkClock, refs: Mapping[int, str]
) -> tuple[tuple[IncomingLink, ...], list[Changed | Skipped]]:
    """Return the links between the milestones `refs` (place among the rows to ref), and remarks on others."""
    durations = [_duration(row, clock) for row in rows]
    network = TaskNetwork([_plan_task(row, duration, clock) for row, duration in zip(rows, durations, strict=True)])
    places = {row.uid: place for place, row in enumerate(rows) if row.uid}
    for after, row in enumerate(rows):
        for link in row.element.each("PredecessorLink"):
            before = places.get(link.text("PredecessorUID"))
            lag = parse_lag(link.text("LinkLag"), link.text("LagFormat"))
            flaw = _flaw(link, None if before is None else rows[before], row, lag)
            if flaw or before is None or lag is None:
                name = tidy(link.text("CrossProjectName")) or link.text("PredecessorUID")
                network.skip(name if before is None else rows[before].name, row.name, flaw, row.where)
                continue
            ends = _ENDS[link.text("Type") or _FINISH_TO_START]
            tie = _Tie(lag, ends, rows[before], row, durations[before], clock)
            network.add(before, after, ends, tie.ticks, row.where, tie.is_kept)
    found = network.between(list(refs))
    remarks: list[Changed | Skipped] = [*found.skipped, *_shortened(found.shortened)]
    links = []
    for (source, target), ticks in found.links.items():
        days, longer = _lag_in_days(ticks, rows[source], rows[target], clock)
        links.append(IncomingLink(refs[source], refs[target], days))
        if longer:
            what = f'link "{rows[source].name}" → "{rows[target].name}"'
            remarks.append(Changed(rows[target].where, what, _shorter(longer)))
    return tuple(links), remarks


def _held(row: TaskRow) -> Moment | None:
    """Return when a milestone is held: when it was done, else its due date."""
    return row.done or row.reached


def _lag_in_days(ticks: int, before: TaskRow, after: TaskRow, clock: WorkClock) -> tuple[int, int]:
    """Return a lag in working days, and by how many it was shortened as the file keeps the link."""
    since, until = _held(before), _held(after)
    lag = clock.working_days(ticks, before.reached and since, after.reached and until)
    if since is None or until is None or after.done or ticks > clock.at(until) - clock.at(since):
        return lag, 0
    kept = longest_kept_lag(since.day, until.day, clock.calendar)
    return min(lag, kept), max(0, lag - kept)


def _shortened(links: Iterable[Shortened]) -> Iterator[Changed]:
    """Yield a remark on each link that was shortened by more than rounding."""
    for link in links:
        if link.by > TOLERANCE:
            yield Changed(link.where, link.what, _shorter(link.by / DAY))


def _shorter(days: float) -> str:
    return f"lag shortened by {max(0.1, round(days, 1)):g} wd, which its dates in the file do not leave"


class _Tie(NamedTuple):
    """A link of the file between two rows."""

    lag: Lag
    ends: tuple[bool, bool]
    before: TaskRow
    after: TaskRow
    duration: int
    """That of the predecessor, in ticks."""
    clock: WorkClock

    @property
    def since(self) -> Moment | None:
        """Return the start or finish of the predecessor."""
        return self.before.finish if self.ends[0] else self.before.start

    @property
    def ticks(self) -> int:
        """Return the lag in ticks."""
        return self.clock.lag(self.lag, self.duration, self.before.start, self.since, self.before.finish)

    def is_kept(self) -> bool:
        """Return whether the dates of the file keep the link by any way to count its lag, or say nothing about it.

        A link to a done milestone counts as not kept: it is never violated, so it need not be shortened. One to a done
        summary task also holds for its tasks, which may be open.
        """
        if self.after.milestone and not self.after.summary and self.after.done:
            return False
        since, until = self.since, self.after.finish if self.ends[1] else self.after.start
        if since is None and self.before.milestone:
            since = self.before.done  # nothing else says when it was
        if since is None or until is None:
            return True
        worked = self.clock.minutes(until) - self.clock.minutes(since)
        passed = minutes_between(since, until)
        amount = self.lag.amount
        match self.lag.kind:
            case LagKind.WORKING:
                # A lag counts in the calendar of the successor, which may also work when the plan's does not.
                has_calendar = self.after.element.text("CalendarUID") not in NO_CALENDAR
                return (max(worked, passed) if has_calendar else worked) >= amount - _ROUNDING
            case LagKind.ELAPSED:
                return passed >= amount - _ROUNDING
            case LagKind.PERCENT | LagKind.ELAPSED_PERCENT:
                return any(
                    (passed if is_elapsed else worked) >= length * amount / 100 - _ROUNDING
                    for length, is_elapsed in self._lengths()
                )

    def _lengths(self) -> Iterator[tuple[int, bool]]:
        """Yield each way to count the length of the predecessor: minutes, and whether nights and days off count."""
        text = self.before.element.text
        begun, ended = self.before.start, self.before.finish
        passes = self.lag.kind is LagKind.ELAPSED_PERCENT
        duration = parse_duration(text("Duration"))
        if duration is not None:
            yield duration, passes or is_elapsed(text("DurationFormat"))
        if begun is not None and ended is not None:
            yield (
                minutes_between(begun, ended) if passes else self.clock.minutes(ended) - self.clock.minutes(begun),
                passes,
            )


def _plan_task(row: TaskRow, duration: int, clock: WorkClock) -> PlanTask:
    return PlanTask(
        row.name,
        row.where,
        row.parent,
        duration,
        row.milestone,
        closes=row.summary,
        counts=row.active and not row.external,
        binds=not row.milestone or (row.reached is not None and row.done is None),
        time=_time(row, duration, clock),
    )


def _time(row: TaskRow, duration: int, clock: WorkClock) -> int | None:
    """Return when a row starts, or a milestone is held, in ticks."""
    if row.milestone:
        held = _held(row)
        return None if held is None else clock.at(held)
    if row.start is not None:
        return clock.at(row.start)
    return None if row.finish is None else clock.at(row.finish) - duration


def _duration(row: TaskRow, clock: WorkClock) -> int:
    """Return the working time from the start of a row to its finish, in ticks.

    The duration in the file counts only without these dates: a task may continue on the plan's days off, be split, or
    count nights.
    """
    if row.start is not None and row.finish is not None:
        return max(0, clock.at(row.finish) - clock.at(row.start))
    minutes = max(0, parse_duration(row.element.text("Duration")) or 0)
    if is_elapsed(row.element.text("DurationFormat")):
        return clock.elapsed(minutes, row.start)
    return clock.ticks(minutes)


def _flaw(link: Element, before: TaskRow | None, after: TaskRow, lag: Lag | None) -> str:
    """Return why a link is skipped; an empty text if it is not."""
    if is_true(link.text("CrossProject")):
        return "its predecessor is in another project"
    if before is None:
        return "its predecessor is not in the file"
    if before.external or after.external:
        return "one of its ends is in another project"
    if not (before.active and after.active):
        return "one of its ends is inactive"
    if (link.text("Type") or _FINISH_TO_START) not in _ENDS:
        return f'its type "{link.text("Type")}" is unknown'
    if lag is None:
        return f'its lag "{link.text("LinkLag")}" is not a number'
    return ""


_MOST_LISTED = 8
"""Differences reported one by one; more of them become one sentence."""

_TENTHS = 10
"""The file's units of float in a minute."""

_BY_HOURS = "Project counts hours, milestone-tui whole days"
_BY_TASKS = "Project counts all tasks and constraints, milestone-tui only milestones, deadlines and the finish"


def different_floats(
    project: IncomingProject, rows: Sequence[TaskRow], milestones: Mapping[int, IncomingMilestone], minutes_per_day: int
) -> list[Changed]:
    """Return a remark on each open milestone whose total float differs from the file's by a day or more.

    `milestones` are those of `project` by their places among the rows. Return nothing for a file without floats.
    """
    if minutes_per_day <= 0 or not any(parse_number(row.element.text("TotalSlack")) for row in rows):
        return []  # a file may omit floats of 0, so one without any float may have none at all
    ours = _floats(project)
    found = []
    for place, milestone in milestones.items():
        slack = parse_number(rows[place].element.text("TotalSlack")) or Decimal(0)
        theirs = slack / (_TENTHS * minutes_per_day)
        mine = ours.get(milestone.ref)
        if mine is not None and abs(theirs - mine) >= 1:
            there = days_of_work_words(round(theirs, 1))
            reason = _BY_HOURS if abs(theirs - mine) < 2 else _BY_TASKS
            words = f"float {there} wd in the file, {mine} wd in milestone-tui; {reason}"
            found.append(Changed(milestone.where, milestone.title, words))
    if len(found) > _MOST_LISTED:
        return [Changed("", f"the float of {len(found)} milestones", f"differs from the file's; {_BY_TASKS}")]
    return found


def _floats(project: IncomingProject) -> dict[str, int]:
    """Return the total float of each open milestone, by its ref."""
    ids = {milestone.ref: number for number, milestone in enumerate(project.milestones)}
    refs = dict(enumerate(ids))
    links = [Link(0, ids[link.predecessor_ref], ids[link.successor_ref], link.lag) for link in project.links]
    off, worked = (tuple(found.day for found in days) for days in (project.holidays, project.worked))
    plan = Project(0, working_days=project.working_days, holidays=off, worked=worked)
    milestones = [_for_network(ids[milestone.ref], milestone) for milestone in project.milestones]
    return {refs[id_]: days for id_, days in total_floats(plan, milestones, links).items()}


def _for_network(id_: int, incoming: IncomingMilestone) -> Milestone:
    """Return a milestone with the fields that float depends on: due date, deadline, done date and state."""
    return Milestone(
        id_,
        0,
        state=MilestoneState.DONE if incoming.done_on else MilestoneState.PLANNED,
        due_on=incoming.due_on,
        deadline_on=incoming.deadline_on,
        done_on=incoming.done_on,
    )
