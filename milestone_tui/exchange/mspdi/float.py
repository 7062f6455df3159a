"""The float that Microsoft Project wrote into a plan, held beside the one that its milestones alone give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from milestone_tui.exchange.mspdi.tasks import Row
from milestone_tui.exchange.mspdi.values import parse_number
from milestone_tui.plan.imported import IncomingMilestone, IncomingProject, Skipped
from milestone_tui.plan.language.wording import days_of_work_words
from milestone_tui.plan.model import Link, Milestone, MilestoneState, Project
from milestone_tui.plan.network.network import total_floats

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
