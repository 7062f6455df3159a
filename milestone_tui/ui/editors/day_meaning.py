"""What a date means for a milestone: against baseline, deadline, links and working week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.detail import MilestoneDetail
from milestone_tui.plan.inputs import LinkInput
from milestone_tui.plan.language.wording import count_words, date_words, day_words, days_words, slip_words, working_days
from milestone_tui.plan.model import Milestone
from milestone_tui.plan.network.network import Network
from milestone_tui.plan.network.ripple import push
from milestone_tui.ui.editors.link_lags import link_lags
from milestone_tui.ui.renderer import BASELINE, DUE_SIGN, Line, Span
from milestone_tui.ui.theme import Ink


def day_meaning(
    detail: MilestoneDetail, around: Mapping[int, Milestone], network: Network, field: str, day: date, today: date
) -> tuple[Line, ...]:
    """Return a line for each effect of a date in a field of a milestone.

    `around` has its predecessors by id; `network` has all milestones that its move can reach.
    """
    milestone = detail.milestone
    lines: list[Line] = []
    if milestone.baseline_on is not None:
        lines.append(((f"{BASELINE} {date_words(milestone.baseline_on, today)} baseline", Ink.DIM),))
    if field == "due_on" and milestone.due_on is not None and milestone.due_on != day:
        ink = Ink.WARN if (milestone.slip(today) or 0) > 0 else Ink.ACT
        lines.append(((f"{DUE_SIGN} {date_words(milestone.due_on, today)} due until now", ink),))
    if field in ("due_on", "done_on"):
        lines += _room(milestone, network, field, day, today)
        if milestone.deadline_on is not None and day > milestone.deadline_on:
            lines.append(((f"{days_words((day - milestone.deadline_on).days)} after the deadline", Ink.BAD),))
    if field == "due_on":
        lines += _links(detail, around, milestone._replace(due_on=day))
        lines += _pushed(milestone, network, day)
    if not detail.project.calendar.is_working(day):
        lines.append(((f"{day_words(day)} is a non-working day", Ink.DIM),))
    return tuple(lines)


def _room(milestone: Milestone, network: Network, field: str, day: date, today: date) -> list[Line]:
    """Return the slip, and the float that the due date would leave."""
    spans: list[Span] = []
    moved = milestone._replace(due_on=day) if field == "due_on" else milestone._replace(done_on=day)
    if (days := moved.slip(today)) is not None:
        spans.append((f"slip {slip_words(days)}", Ink.WARN if days > 0 else Ink.GOOD if days < 0 else Ink.DIM))
    left = network.total_floats.get(milestone.id) if field == "due_on" else None
    if left is not None:
        place = network.places[milestone.id]
        left -= network.calendars[place].count(day) - network.numbers[place]
        spans += [(", ", Ink.DIM)] if spans else []
        spans.append((f"float {working_days(left)}", Ink.BAD if left < 0 else Ink.DIM))
    return [tuple(spans)] if spans else []


def _links(detail: MilestoneDetail, around: Mapping[int, Milestone], moved: Milestone) -> list[Line]:
    """Return the lags that the date shortens, and the predecessors that it is too soon after."""
    predecessors = {linked.id: linked for linked in detail.predecessors}
    links = [LinkInput(linked.id, linked.lag, linked.kept) for linked in detail.predecessors]
    lags = link_lags(links, around, detail.milestone, moved, detail.project.calendar, predecessors)
    lines: list[Line] = []
    if len(lags.shortened) == 1:
        ((id_, lag),) = lags.shortened.items()
        lines.append(((f"lag {predecessors[id_].lag} → {lag} wd", Ink.WARN),))
    elif lags.shortened:
        lines.append(((f"shortens {count_words(len(lags.shortened), 'lag')}", Ink.WARN),))
    early = sum(slack is not None and slack < 0 for slack in lags.slacks.values())
    return [*lines, ((f"too soon after {count_words(early, 'predecessor')}", Ink.BAD),)] if early else lines


def _pushed(milestone: Milestone, network: Network, day: date) -> list[Line]:
    """Return how many milestones the date would push."""
    if milestone.id not in network.places:
        return []
    try:
        pushed = len(push(network, {milestone.id: day}).followers)
    except InvalidInput:  # beyond the calendar, which the field shows when it is saved
        return []
    return [((f"pushes {count_words(pushed, 'milestone')}", Ink.WARN),)] if pushed else []
