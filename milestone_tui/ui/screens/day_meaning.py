"""What it means that a milestone has a certain day: against its baseline, its deadline, its links, the week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from milestone_tui.plan.model import Link, Milestone, MilestoneDetail
from milestone_tui.plan.network import link_slack
from milestone_tui.plan.wording import count_words, date_words, day_words, days_words, slip_words
from milestone_tui.plan.workdays import WorkCalendar
from milestone_tui.ui.look import BASELINE, FORECAST, Line
from milestone_tui.ui.theme import Ink


def day_meaning(
    detail: MilestoneDetail,
    around: Mapping[int, Milestone],
    calendars: Mapping[int, WorkCalendar],
    field: str,
    day: date,
    today: date,
) -> tuple[Line, ...]:
    """A line for each thing worth knowing.

    `around` are the milestones at the other ends of the links, by id, `calendars` those of their projects.
    """
    milestone = detail.milestone
    lines: list[Line] = []
    if milestone.baseline_on is not None:
        lines.append(((f"{BASELINE} {date_words(milestone.baseline_on, today)} baseline", Ink.DIM),))
    if field == "due_on" and milestone.due_on is not None and milestone.due_on != day:
        ink = Ink.WARN if (milestone.slip_days or 0) > 0 else Ink.ACT
        lines.append(((f"{FORECAST} {date_words(milestone.due_on, today)} forecast until now", ink),))
    if field in ("due_on", "done_on"):
        if milestone.baseline_on is not None:
            lines.append(_slip((day - milestone.baseline_on).days))
        if milestone.deadline_on is not None and day > milestone.deadline_on:
            lines.append(((f"{days_words((day - milestone.deadline_on).days)} past the deadline", Ink.BAD),))
    if field == "due_on":
        lines += _links(detail, around, calendars, milestone._replace(due_on=day))
    if not detail.project.calendar.is_working(day):
        lines.append(((f"{day_words(day)} is not a working day", Ink.DIM),))
    return tuple(lines)


def _slip(days: int) -> Line:
    ink = Ink.WARN if days > 0 else Ink.GOOD if days < 0 else Ink.DIM
    return ((f"slip {slip_words(days)}", ink),)


def _links(
    detail: MilestoneDetail, around: Mapping[int, Milestone], calendars: Mapping[int, WorkCalendar], moved: Milestone
) -> list[Line]:
    """Whom the day comes too early for, and whom it pushes; each link counts by the calendar of who waits."""
    calendar = detail.project.calendar
    early = pushed = 0
    for linked in detail.predecessors:
        slack = (
            link_slack(Link(0, linked.id, moved.id, linked.lag), around[linked.id], moved, calendar)
            if linked.id in around
            else None
        )
        early += slack is not None and slack < 0
    for linked in detail.successors:
        after = around.get(linked.id)
        slack = (
            link_slack(Link(0, moved.id, linked.id, linked.lag), moved, after, calendars[after.project_id])
            if after and after.is_open
            else None
        )
        pushed += slack is not None and slack < 0
    lines: list[Line] = []
    if early:
        lines.append(((f"too early for {count_words(early, 'predecessor')}", Ink.BAD),))
    if pushed:
        lines.append(((f"pushes {count_words(pushed, 'milestone')}", Ink.WARN),))
    return lines
