"""The links between the milestones of a Microsoft Project plan, in working days, and the float that they give.

The working time of a plan is one number there: how far a moment is along it.
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
    Row,
    is_elapsed,
    is_true,
    parse_duration,
    parse_lag,
    parse_number,
)
from milestone_tui.exchange.task_network import PlanTask, TaskNetwork
from milestone_tui.exchange.xml_tree import Element
from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.imported import IncomingLink, IncomingMilestone, IncomingProject, Skipped
from milestone_tui.plan.language.text import tidy
from milestone_tui.plan.language.wording import days_of_work_words
from milestone_tui.plan.model import Link, Milestone, MilestoneState, Project
from milestone_tui.plan.network.network import total_floats

DAY = 1_440
"""Ticks of a working day, however many hours it has."""
TOLERANCE = 30
"""Ticks (ten minutes of eight hours) that roundings may add up to."""

# Which ends a link joins: (finish of the predecessor?, finish of the successor?).
_ENDS = {"0": (True, True), "1": (True, False), "2": (False, True), "3": (False, False)}
_FINISH_TO_START = "1"


class WorkClock:
    """Counts working time in ticks since the calendar began, so that durations and lags are differences.

    The end of a working day and the begin of the next are the same tick.
    """

    def __init__(self, calendar: WorkCalendar, hours: Mapping[int, Hours], minutes_per_day: int) -> None:
        """`hours` by weekday (0 is Monday); a weekday without them has the usual ones."""
        self.calendar = calendar
        self._hours = hours
        self._minutes_per_day = max(1, minutes_per_day)

    def at(self, moment: Moment) -> int:
        """The tick of a moment."""
        days = self.calendar.count(moment.day)
        if not self.calendar.is_working(moment.day):
            return days * DAY
        hours = self._hours.get(moment.day.weekday()) or NINE_TO_FIVE
        worked = sum(max(0, min(moment.minute, to) - begin) for begin, to in hours)
        return (days - 1) * DAY + round(worked * DAY / sum(to - begin for begin, to in hours))

    def ticks(self, minutes: int) -> int:
        """How long so many minutes of working time take."""
        return round(minutes * DAY / self._minutes_per_day)

    def elapsed(self, minutes: int, since: Moment | None) -> int:
        """How much working time passes in so many minutes since a moment; on the average without one."""
        if since is not None:
            days, minute = divmod(since.minute + minutes, 1_440)
            try:
                return self.at(Moment(since.day + timedelta(days=days), minute)) - self.at(since)
            except OverflowError:
                pass  # beyond the calendar there are no dates, so the average has to do
        return round(minutes * self.calendar.week.bit_count() * DAY / (7 * 1_440))

    def lag(self, lag: Lag, duration: int, begun: Moment | None, since: Moment | None, ended: Moment | None) -> int:
        """A lag in ticks.

        `duration`, `begun` and `ended` are those of the predecessor; `since` is its end that the link leaves from.
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
        """A way of so many ticks as working days between the days of its two ends, which the plan has at two moments.

        The end of a day and the begin of the next are one tick on two days. What stands at the end of its day, as
        whatever follows work does, stays there: five days from Friday evening are five, from Monday morning four.
        """
        reached = self._into_day(since) + ticks
        begins_day = until is not None and self._into_day(until) == 0
        days = (reached + TOLERANCE) // DAY if begins_day else -((TOLERANCE - reached) // DAY) - 1
        if ticks < -TOLERANCE:
            # The first day back from a day off is the working day before it, which is where the way begins.
            return days if since is None or self.calendar.is_working(since.day) else days - 1
        stands_before = since is not None and until is not None and until.day < since.day
        return days if begins_day or stands_before else max(0, days)

    def _into_day(self, moment: Moment | None) -> int:
        """How many ticks of its day are over at a moment; all of them on a day off, and without a moment."""
        if moment is None:
            return DAY
        return self.at(moment) - (self.calendar.count(moment.day) - 1) * DAY


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


_MOST_TOLD = 8
"""Differences that are told one by one; of a plan in which more differ, one sentence says it."""

_TENTHS = 10
"""Tenths of a minute, in which the file counts float, in one minute."""

_BY_THE_HOUR = "it goes by the hour there, by the day here"
_BY_TASKS = "there all tasks and their constraints count, here the milestones, deadlines and the last forecast"


def floats_that_differ(
    project: IncomingProject, rows: Sequence[Row], milestones: Mapping[int, IncomingMilestone], minutes_per_day: int
) -> list[Skipped]:
    """Whose total float is another than the file says, by a day or more, and why.

    `milestones` are those of `project` by their places among the rows. Nothing is told of a plan that no float was
    written into, nor of what is done.
    """
    if minutes_per_day <= 0 or not any(parse_number(row.element.text("TotalSlack")) for row in rows):
        return []  # a float of 0 need not be written, so that of a plan without any nothing can be told
    ours = _floats(project)
    found = []
    for place, milestone in milestones.items():
        slack = parse_number(rows[place].element.text("TotalSlack")) or Decimal(0)
        theirs = slack / (_TENTHS * minutes_per_day)
        mine = ours.get(milestone.ref)
        if mine is not None and abs(theirs - mine) >= 1:
            there = days_of_work_words(round(theirs, 1))
            what = f"the float of “{milestone.title}”, {there} wd in the file and {mine} wd here"
            found.append(Skipped(milestone.where, what, _BY_THE_HOUR if abs(theirs - mine) < 2 else _BY_TASKS))
    if len(found) > _MOST_TOLD:
        return [Skipped("", f"the float of {len(found)} milestones as the file has it", _BY_TASKS)]
    return found


def _floats(project: IncomingProject) -> dict[str, int]:
    """The total float of every open milestone, by its ref."""
    ids = {milestone.ref: number for number, milestone in enumerate(project.milestones)}
    refs = dict(enumerate(ids))
    links = [Link(0, ids[link.predecessor_ref], ids[link.successor_ref], link.lag) for link in project.links]
    plan = Project(0, working_days=project.working_days, holidays=tuple(h.day for h in project.holidays))
    milestones = [_standing(ids[milestone.ref], milestone) for milestone in project.milestones]
    return {refs[id_]: days for id_, days in total_floats(plan, milestones, links).items()}


def _standing(id_: int, told: IncomingMilestone) -> Milestone:
    """What the float asks of a milestone: when it is expected, what fixes it, whether it is done."""
    state = MilestoneState.DONE if told.done_on else MilestoneState.PLANNED
    return Milestone(id_, 0, state=state, due_on=told.due_on, deadline_on=told.deadline_on, done_on=told.done_on)
