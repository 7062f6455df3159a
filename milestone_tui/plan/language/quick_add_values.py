"""The result of a quick add line, and the readers of its date and predecessors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.date_order import DateOrder
from milestone_tui.plan.language.asked_date import TypedDay
from milestone_tui.plan.language.date_reader import LONGEST_DAY, AmbiguousDay, parse_date, read_day
from milestone_tui.plan.language.lags import read_lag, split_lag
from milestone_tui.plan.language.marked_line import Part, Problem
from milestone_tui.plan.language.matching import match_title
from milestone_tui.plan.language.text import fold, visible
from milestone_tui.plan.language.title_words import may_be_a_name
from milestone_tui.plan.language.wording import MONTHS, working_days
from milestone_tui.plan.model import MilestoneKind
from milestone_tui.plan.network.network import slack_between, time_between


class After(NamedTuple):
    """A link to a predecessor."""

    title: str
    """Exactly as passed to the parser."""
    lag: int
    """In working days of the project."""
    kept: bool = False
    """Whether the lag was computed from the dates, not typed."""


@dataclass(frozen=True, slots=True)
class QuickAdd:
    """The fields of a line as far as it was understood; others are empty."""

    title: str = ""
    due_on: date | None = None
    owner: str = ""
    phase: str = ""
    after: tuple[After, ...] = ()
    value: Decimal | None = None
    kind: MilestoneKind | None = None
    tags: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    understood: tuple[Part, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether it can be saved: it has a title and no mistakes."""
        return bool(self.title) and not self.problems

    def changes(self) -> dict[str, object]:
        """Return the fields that the line sets, without the predecessors."""
        said: dict[str, object] = {
            "title": self.title,
            "due_on": self.due_on,
            "owner": self.owner,
            "phase": self.phase,
            "value": self.value,
            "kind": self.kind,
            "tags": self.tags,
        }
        return {name: value for name, value in said.items() if value not in (None, "", ())}


class Named(NamedTuple):
    """A predecessor as typed in the line."""

    title: str
    lag: int | None
    """None if the line has no lag."""


def read_after(value: str, lag: str, titles: Sequence[str]) -> Named:
    """Return the predecessor that the text means; `lag` is the text after a quoted title. Raises InvalidInput."""
    title = match_title(value, titles)
    if title is None and not lag:  # second, since a title may end like a lag
        name, lag = split_lag(value)
        title = match_title(name, titles) if lag else None
    if title is None:
        hint = "Check the spelling, or add the link later in the Links tab."
        raise InvalidInput("", f'There is no milestone "{visible(value[:30])}". {hint}')
    return Named(title, read_lag(lag) if lag else None)


def day_after(named: Iterable[Named], days: Mapping[str, date | None], calendar: WorkCalendar) -> date | None:
    """Return the due date of a milestone without one: its predecessors' dates plus the typed lags.

    None if there is no lag after a predecessor with a date. Raises InvalidInput if it is out of range.
    """
    dated = [(start, said.lag) for said in named if (start := days.get(said.title)) is not None]
    if all(lag is None for _, lag in dated):
        return None
    return max(calendar.add(start, lag or 0) for start, lag in dated)


def linked(named: Named, due_on: date | None, days: Mapping[str, date | None], calendar: WorkCalendar) -> After:
    """Return the link with its lag: the typed one, else the time between the dates."""
    if named.lag is not None:
        return After(named.title, named.lag)
    return After(named.title, time_between(days.get(named.title), due_on, calendar), kept=True)


def after_words(link: After, due_on: date | None, days: Mapping[str, date | None], calendar: WorkCalendar) -> str:
    """Return the link in words for the preview: `Alpha +5 wd`, and by how much the date is too soon after it."""
    words = f"{link.title} {working_days(link.lag)}" if link.lag or not link.kept else link.title
    start = days.get(link.title)
    slack = 0 if start is None or due_on is None else slack_between(start, due_on, link.lag, calendar)
    return f"{words}, {-slack} wd too soon" if slack < 0 else words


_MONTHS = f"(?:{'|'.join(MONTHS).lower()})[a-z]*"
_MEANT_AS_A_DAY = (
    rf"[0-9]{{1,2}}(?:st|nd|rd|th|\.)? ?{_MONTHS}\.?(?: [0-9]{{4}})?"
    r"|[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}|[0-9]{4}[/.-][0-9]{1,2}[/.-][0-9]{1,2}"
    r"|[0-9]{4}-w[0-9]{1,2}|[+−-][0-9]+(?:wd|[dwmqy])|in [0-9]+ (?:working )?(?:day|week|month|quarter|year)s?"
)
"""Forms that never occur in a title: if one is not a valid date, it is a mistake."""


def day_at_end(
    words: Sequence[str], today: date, calendar: WorkCalendar, order: DateOrder = DateOrder.ASK
) -> tuple[int, TypedDay | InvalidInput] | None:
    """Return how many of the last words are a date, and the date; None if they are not a date.

    If they have the form of a date but are not valid ("31 feb") or ambiguous ("5/12"), the error replaces the date.
    """
    longest = min(LONGEST_DAY, len(words))
    phrases = {count: " ".join(words[-count:]) for count in range(longest, 0, -1)}
    for count, phrase in phrases.items():
        before = fold(words[-count - 1]) if count < len(words) else ""
        if may_be_a_name(phrase, before):
            continue
        try:
            return count, read_day(phrase, today, calendar=calendar, order=order)
        except AmbiguousDay as refused:
            return count, refused
        except InvalidInput:
            continue
    for count, phrase in phrases.items():
        if is_meant_as_a_day(phrase):
            try:
                parse_date(phrase, today, order=order)
            except InvalidInput as refused:
                return count, refused
    return None


def is_meant_as_a_day(phrase: str) -> bool:
    """Return whether `phrase` has the form of a date, valid or not."""
    return re.fullmatch(_MEANT_AS_A_DAY, phrase, re.IGNORECASE) is not None
