"""The links between the milestones of a Microsoft Project plan, in working days, and the float that results.

Moments of a plan are counted as ticks of working time since the calendar began.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal

from milestone_tui.exchange.mspdi.calendar import NINE_TO_FIVE, Hours
from milestone_tui.exchange.mspdi.tasks import (
    NO_LAG,
    Lag,
    LagKind,
    Moment,
    TaskRow,
    is_elapsed,
    is_true,
    parse_duration,
    parse_lag,
    parse_number,
)
from milestone_tui.exchange.task_network import PlanTask, TaskNetwork
from milestone_tui.exchange.xml_tree import Element
from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.imported import Changed, IncomingLink, IncomingMilestone, IncomingProject, Skipped
from milestone_tui.plan.language.text import tidy
from milestone_tui.plan.language.wording import days_of_work_words
from milestone_tui.plan.model import Link, Milestone, MilestoneState, Project
from milestone_tui.plan.network.network import total_floats

DAY = 1_440
"""Ticks of a working day of any length."""
TOLERANCE = 30
"""The largest sum of rounding errors, in ticks (ten minutes of eight hours)."""

# The ends that a link joins: (finish of the predecessor?, finish of the successor?).
_ENDS = {"0": (True, True), "1": (True, False), "2": (False, True), "3": (False, False)}
_FINISH_TO_START = "1"


class WorkClock:
    """A clock of working time in ticks since the calendar began, so that durations and lags are differences.

    The end of a working day and the beginning of the next are the same tick.
    """

    def __init__(self, calendar: WorkCalendar, hours: Mapping[int, Hours], minutes_per_day: int) -> None:
        """Create a clock; `hours` are by weekday, 0 for Monday, and default to `NINE_TO_FIVE`."""
        self.calendar = calendar
        self._hours = hours
        self._minutes_per_day = max(1, minutes_per_day)

    def at(self, moment: Moment) -> int:
        """Return the tick of a moment."""
        days = self.calendar.count(moment.day)
        if not self.calendar.is_working(moment.day):
            return days * DAY
        hours = self._hours.get(moment.day.weekday()) or NINE_TO_FIVE
        worked = sum(max(0, min(moment.minute, to) - begin) for begin, to in hours)
        return (days - 1) * DAY + round(worked * DAY / sum(to - begin for begin, to in hours))

    def ticks(self, minutes: int) -> int:
        """Return so many minutes of working time as ticks."""
        return round(minutes * DAY / self._minutes_per_day)

    def elapsed(self, minutes: int, since: Moment | None) -> int:
        """Return the working time in so many minutes after a moment, in ticks; the average if there is no moment."""
        if since is not None:
            days, minute = divmod(since.minute + minutes, 1_440)
            try:
                return self.at(Moment(since.day + timedelta(days=days), minute)) - self.at(since)
            except OverflowError:
                pass  # past the last possible date, use the average
        return round(minutes * self.calendar.week.bit_count() * DAY / (7 * 1_440))

    def lag(self, lag: Lag, duration: int, begun: Moment | None, since: Moment | None, ended: Moment | None) -> int:
        """Return a lag in ticks.

        `duration`, `begun` and `ended` are those of the predecessor; `since` is its start or finish, which the link
        joins.
        """
        match lag.kind:
            case LagKind.WORKING:
                return self.ticks(lag.amount)
            case LagKind.ELAPSED:
                return self.elapsed(lag.amount, since)
            case LagKind.PERCENT:
                return round(duration * lag.amount / 100)
            case LagKind.ELAPSED_PERCENT:
                if begun is None or ended is None:
                    return round(duration * lag.amount / 100)
                passed = (ended.day - begun.day).days * 1_440 + ended.minute - begun.minute
                return self.elapsed(round(passed * lag.amount / 100), since)

    def working_days(self, ticks: int, since: Moment | None, until: Moment | None) -> int:
        """Return a distance in ticks as working days between the dates of two moments.

        The end of a day and the beginning of the next are one tick but two dates. A moment at the end of its day keeps
        that date: five days after Friday evening are five working days, after Monday morning four.
        """
        reached = self._into_day(since) + ticks
        begins_day = until is not None and self._into_day(until) == 0
        days = (reached + TOLERANCE) // DAY if begins_day else -((TOLERANCE - reached) // DAY) - 1
        if ticks < -TOLERANCE:
            # From a day off, the first day back is the working day before it, where the distance begins.
            return days if since is None or self.calendar.is_working(since.day) else days - 1
        is_earlier = since is not None and until is not None and until.day < since.day
        return days if begins_day or is_earlier else max(0, days)

    def _into_day(self, moment: Moment | None) -> int:
        """Return the ticks of its day before a moment; all of them on a day off, and without a moment."""
        if moment is None:
            return DAY
        return self.at(moment) - (self.calendar.count(moment.day) - 1) * DAY


def row_links(
    rows: Sequence[TaskRow], clock: WorkClock, refs: Mapping[int, str]
) -> tuple[tuple[IncomingLink, ...], list[Skipped]]:
    """Return the links between the milestones `refs` (place among the rows to ref), and those skipped."""
    durations = [_duration(row, clock) for row in rows]
    network = TaskNetwork([_plan_task(row, duration) for row, duration in zip(rows, durations, strict=True)])
    places = {row.uid: place for place, row in enumerate(rows) if row.uid}
    for after, row in enumerate(rows):
        for link in row.element.each("PredecessorLink"):
            before = places.get(link.text("PredecessorUID"))
            flaw = _flaw(link, None if before is None else rows[before], row)
            if flaw or before is None:
                name = tidy(link.text("CrossProjectName")) or link.text("PredecessorUID")
                network.skip(name if before is None else rows[before].name, row.name, flaw, row.where)
                continue
            ends = _ENDS[link.text("Type") or _FINISH_TO_START]
            lag = _lag(link) or NO_LAG
            source = rows[before]
            since = source.finish if ends[0] else source.start
            ticks = clock.lag(lag, durations[before], source.start, since, source.finish)
            network.add(before, after, ends, ticks, row.where)
    found = network.between(list(refs))
    return tuple(
        IncomingLink(refs[source], refs[target], clock.working_days(ticks, rows[source].reached, rows[target].reached))
        for (source, target), ticks in found.links.items()
    ), found.skipped


def _plan_task(row: TaskRow, duration: int) -> PlanTask:
    counts = row.active and not row.external
    return PlanTask(row.name, row.where, row.parent, duration, row.milestone, row.summary, counts)


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


def _lag(link: Element) -> Lag | None:
    return parse_lag(link.text("LinkLag"), link.text("LagFormat"))


def _flaw(link: Element, before: TaskRow | None, after: TaskRow) -> str:
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
    if _lag(link) is None:
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
    plan = Project(0, working_days=project.working_days, holidays=tuple(h.day for h in project.holidays))
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
