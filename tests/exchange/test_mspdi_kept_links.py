"""A link that a Microsoft Project plan keeps by its own dates never comes out violated."""

from __future__ import annotations

from factories import link, milestone, project
from hypothesis import given, settings
from kept_plans import Plan, plans

from milestone_tui.exchange.mspdi.reader import read_mspdi
from milestone_tui.plan.imported import IncomingProject
from milestone_tui.plan.model import MilestoneState
from milestone_tui.plan.network.network import Network


def violated(source: IncomingProject) -> set[tuple[int, int]]:
    """The links that are violated once imported, as places of their ends in the file."""
    ours = project(
        working_days=source.working_days,
        holidays=tuple(found.day for found in source.holidays),
        worked=tuple(found.day for found in source.worked),
    )
    milestones = [
        milestone(
            id=int(m.ref),
            due_on=m.due_on,
            done_on=m.done_on,
            state=MilestoneState.CANCELLED
            if m.cancelled
            else MilestoneState.DONE
            if m.done_on
            else MilestoneState.PLANNED,
        )
        for m in source.milestones
    ]
    links = [link(int(one.predecessor_ref), int(one.successor_ref), one.lag) for one in source.links]
    found = Network((ours,), milestones, links).violated
    return {(one.predecessor_id - 1, one.successor_id - 1) for one in found}


def may_be_violated(made: Plan, before: int, behind: int) -> bool:
    """Whether a link that the file violates lies between two rows, through tasks and summary tasks."""
    ways: dict[int, set[int]] = {place: set() for place in range(len(made.rows))}
    for one in made.links:
        ways[one.before].add(one.after)
    summary = -1
    for place, row in enumerate(made.rows):
        if row.level > 1:
            ways[summary].add(place)
            ways[place].add(summary)
        else:
            summary = place

    def reached(start: int) -> set[int]:
        found, to_do = {start}, [start]
        while to_do:
            for place in ways[to_do.pop()] - found:
                found.add(place)
                to_do.append(place)
        return found

    onwards = reached(before)
    return any(not one.kept and one.before in onwards and behind in reached(one.after) for one in made.links)


@settings(max_examples=300, deadline=None)
@given(plans())
def test_a_link_that_the_file_keeps_is_never_violated(made: Plan) -> None:
    if not any(row.milestone for row in made.rows):
        return
    (source,) = read_mspdi(made.data(), "x").projects
    for before, behind in violated(source):
        assert may_be_violated(made, before, behind)
