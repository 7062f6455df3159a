"""Predecessors in a line of quick add: `after:Alpha` keeps the time between, `after:Alpha+5wd` gives a lag."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.lag_words import read_lag, split_lag
from milestone_tui.plan.naming import choose_title
from milestone_tui.plan.network import slack_between, time_between
from milestone_tui.plan.quickadd_values import After
from milestone_tui.plan.text import visible
from milestone_tui.plan.wording import working_days
from milestone_tui.plan.workdays import WorkCalendar


class Named(NamedTuple):
    """A predecessor as the line names it."""

    title: str
    lag: int | None
    """None where the line gives none."""


def read_after(value: str, lag: str, titles: Sequence[str]) -> Named:
    """Return the predecessor that is meant; `lag` is what stands behind a quoted one. Raises InvalidInput."""
    title = choose_title(value, titles)
    if title is None and not lag:  # only then, since a title may end like a lag
        name, lag = split_lag(value)
        title = choose_title(name, titles) if lag else None
    if title is None:
        raise InvalidInput("", f"There is no milestone “{visible(value[:30])}”.")
    return Named(title, read_lag(lag) if lag else None)


def day_after(named: Iterable[Named], days: Mapping[str, date | None], calendar: WorkCalendar) -> date | None:
    """Return the day of a milestone that has none: as long after its predecessors as the line says.

    None where the line gives no lag after one that has a date. Raises InvalidInput beyond the calendar.
    """
    dated = [(start, said.lag) for said in named if (start := days.get(said.title)) is not None]
    if all(lag is None for _, lag in dated):
        return None
    return max(calendar.add(start, lag or 0) for start, lag in dated)


def linked(named: Named, due_on: date | None, days: Mapping[str, date | None], calendar: WorkCalendar) -> After:
    """Return the link with its lag: the one that the line gives, else what keeps the time between the dates."""
    if named.lag is not None:
        return After(named.title, named.lag)
    return After(named.title, time_between(days.get(named.title), due_on, calendar), kept=True)


def after_words(link: After, due_on: date | None, days: Mapping[str, date | None], calendar: WorkCalendar) -> str:
    """Return the link as a preview tells it: `Alpha +5 wd`, and by how much the date is too soon for it."""
    words = f"{link.title} {working_days(link.lag)}" if link.lag or not link.kept else link.title
    start = days.get(link.title)
    slack = 0 if start is None or due_on is None else slack_between(start, due_on, link.lag, calendar)
    return f"{words}, {-slack} wd too soon" if slack < 0 else words
