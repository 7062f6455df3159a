"""The lags of a milestone's links as they would be saved with the due date that is typed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.inputs import LinkInput
from milestone_tui.plan.model import Link, Milestone
from milestone_tui.plan.network.network import comes_earlier, lag_between, link_slack, shortened_lag


class LinkLags(NamedTuple):
    """The lags of a milestone's links, by the ids of the predecessors."""

    slacks: Mapping[int, int | None]
    """The float of each link in working days; negative if the milestone is too soon."""
    new: Mapping[int, int]
    """The lags of unsaved links that keep the time between the dates."""
    shortened: Mapping[int, int]
    """The lags that are shortened because the milestone moves earlier."""


NO_LAGS = LinkLags({}, {}, {})


def link_lags(
    links: Sequence[LinkInput],
    around: Mapping[int, Milestone],
    stored: Milestone,
    typed: Milestone,
    calendar: WorkCalendar,
    saved: Collection[int],
) -> LinkLags:
    """Return the lags of the links into a milestone, given it as `stored` and as `typed`.

    `around` has the predecessors by id, `saved` the ids of those whose links are stored.
    """
    shortens = typed.is_open and comes_earlier(stored.due_on, typed.due_on)
    slacks: dict[int, int | None] = {}
    new: dict[int, int] = {}
    shortened: dict[int, int] = {}
    for entry in links:
        id_ = entry.predecessor_id
        if (predecessor := around.get(id_)) is None:
            continue
        link = Link(0, id_, typed.id, entry.lag, entry.kept)
        if entry.kept and id_ not in saved:
            link = link._replace(lag=lag_between(predecessor, typed, calendar))
            new[id_] = link.lag
        slack = link_slack(link, predecessor, typed, calendar)
        lag = shortened_lag(link, slack) if shortens else link.lag
        if slack is not None and lag != link.lag:
            shortened[id_] = lag
            slack += link.lag - lag
        slacks[id_] = slack
    return LinkLags(slacks, new, shortened)
