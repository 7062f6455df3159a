"""What a line of quick add says: the day at its end, its predecessors, and the values between parser and preview."""

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
from milestone_tui.plan.language.date_reader import AmbiguousDay, parse_date
from milestone_tui.plan.language.lags import read_lag, split_lag
from milestone_tui.plan.language.matching import choose_title
from milestone_tui.plan.language.text import fold, visible
from milestone_tui.plan.language.wording import MONTHS, working_days
from milestone_tui.plan.model import MilestoneKind
from milestone_tui.plan.network.network import slack_between, time_between


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be understood, and where it stands in the line."""

    start: int
    end: int
    message: str
    choices: tuple[str, ...] = ()
    """What can stand there instead, where the text can be two days."""
    asks_me: bool = False
    """Nobody has said who `@me` is."""


def problem_of(start: int, end: int, refused: InvalidInput) -> Problem:
    """Return what is wrong from `start` to `end`."""
    choices = refused.choices if isinstance(refused, AmbiguousDay) else ()
    return Problem(start, end, str(refused), choices)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that was understood, for a preview."""

    label: str
    """title, due, owner, phase, after, cost, kind or tag."""
    text: str
    """As a person reads it; not made visible yet."""
    is_new: bool
    """The person or phase does not exist yet."""
    start: int
    end: int
    is_implied: bool = False
    """The line does not name it: it is the phase that was given with the line."""


class After(NamedTuple):
    """A link to a predecessor."""

    title: str
    """Exactly as it was given to the parser."""
    lag: int
    """In working days of the project."""
    kept: bool = False
    """The lag keeps the time between the dates; the line gives none."""


@dataclass(frozen=True, slots=True)
class QuickAdd:
    """What a line says, as far as it was understood; what it does not say is empty."""

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
        """Whether it may be saved: it has a title and no problem."""
        return bool(self.title) and not self.problems

    def changes(self) -> dict[str, object]:
        """Return the fields that the line names, in the words of the store; predecessors are not among them."""
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


LONGEST_DAY = 4
"""Words of the longest day ("fri 4 dec 2026")."""

PREPOSITIONS = ("on", "by", "due", "until", "till")
"""What leads to a day and goes with it."""

_MONTHS = f"(?:{'|'.join(MONTHS).lower()})[a-z]*"
_PART_OF_A_NAME = (
    r"[0-9]+(?:\.[0-9]+)+(?<!\.[0-9]{4})"  # 2.10 and 2.10.15 are versions, 2.10.2026 is a day
    r"|24/7|[0-9]{1,2}-[0-9]{1,2}-[0-9]{2}|[0-9]{8}"  # numbers of other things
    rf"|(?:[0-9]+|an?) ?(?!{_MONTHS})[a-z]+(?: days?)?"  # 2w and 3 days are lengths, +2w and in 3 days are not
    r"|[0-9]{1,2}\S* [a-z]+\.? '?[0-9]{2}"  # of "Phase 2 dec 10" only "dec 10" is the day
)
_MEANT_AS_A_DAY = (
    rf"[0-9]{{1,2}}(?:st|nd|rd|th|\.)? ?{_MONTHS}\.?(?: [0-9]{{4}})?"
    r"|[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}|[0-9]{4}[/.-][0-9]{1,2}[/.-][0-9]{1,2}"
    r"|[+−-][0-9]+(?:wd|[dwmqy])|in [0-9]+ (?:working )?(?:day|week|month|quarter|year)s?"
)
"""What nobody has in a title: when it is no day, it is a mistake."""

_COUNTED = ("batch", "iteration", "lot", "part", "phase", "round", "sprint", "stage", "step", "wave", "week")
"""After these words 1/2 is the first of two, not a day."""


def day_at_end(
    words: Sequence[str], today: date, calendar: WorkCalendar, order: DateOrder = DateOrder.ASK
) -> tuple[int, date | InvalidInput] | None:
    """Return how many of the last words are a day, and which; None when they are not.

    When they are meant as a day, but are none ("31 feb") or can be two ("5/12"), the refusal is returned for the day.
    """
    longest = min(LONGEST_DAY, len(words))
    phrases = {count: " ".join(words[-count:]).lower() for count in range(longest, 0, -1)}
    for count, phrase in phrases.items():
        counts = re.fullmatch(r"[0-9]+/[0-9]+", phrase) and fold(words[-2] if len(words) > 1 else "") in _COUNTED
        if counts or re.fullmatch(_PART_OF_A_NAME, phrase):
            continue
        try:
            return count, parse_date(phrase, today, calendar=calendar, order=order)
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
    """Tell whether `phrase` has the shape of a day, be there such a day or not."""
    return re.fullmatch(_MEANT_AS_A_DAY, phrase, re.IGNORECASE) is not None
