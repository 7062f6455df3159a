"""The lags of a milestone's predecessors as they would be saved, with the due date as it is typed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.inputs import LinkInput
from milestone_tui.plan.model import Link, Milestone
from milestone_tui.plan.network.network import comes_earlier, lag_between, link_slack, shortened_lag


class LinkLags(NamedTuple):
    """By the ids of the predecessors."""

    slacks: Mapping[int, int | None]
    """Working days that each leaves with its lag; negative is too early."""
    new: Mapping[int, int]
    """The lags of links that are not saved yet and keep the time between the dates."""
    shortened: Mapping[int, int]
    """The kept lags that give way, since the milestone comes earlier."""


NO_LAGS = LinkLags({}, {}, {})


def link_lags(
    links: Sequence[LinkInput],
    around: Mapping[int, Milestone],
    stored: Milestone,
    typed: Milestone,
    calendar: WorkCalendar,
    saved: Collection[int],
) -> LinkLags:
    """Work out the lags of links into a milestone, as it is `stored` and as it is `typed`.

    `around` are the predecessors by id, `saved` the ids of those whose links are stored.
    """
    gives_way = typed.is_open and comes_earlier(stored.due_on, typed.due_on)
    slacks: dict[int, int | None] = {}
    new: dict[int, int] = {}
    shortened: dict[int, int] = {}
    for draft in links:
        id_ = draft.predecessor_id
        if (predecessor := around.get(id_)) is None:
            continue
        link = Link(0, id_, typed.id, draft.lag, draft.kept)
        if draft.kept and id_ not in saved:
            link = link._replace(lag=lag_between(predecessor, typed, calendar))
            new[id_] = link.lag
        slack = link_slack(link, predecessor, typed, calendar)
        lag = shortened_lag(link, slack) if gives_way else link.lag
        if slack is not None and lag != link.lag:
            shortened[id_] = lag
            slack += link.lag - lag
        slacks[id_] = slack
    return LinkLags(slacks, new, shortened)
