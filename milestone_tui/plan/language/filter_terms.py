"""Tests of single filter terms: words, `owner:ana`, `is:overdue`, `due<fri`, `slip>5`."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.date_order import DateOrder
from milestone_tui.plan.language.date_reader import read_day
from milestone_tui.plan.language.text import fold, visible
from milestone_tui.plan.language.wording import either_words
from milestone_tui.plan.model import MilestoneKind, MilestoneState, ProjectState


class Facts(NamedTuple):
    """The facts about one row, a milestone or a project, that a filter tests.

    A tuple, four times faster than a frozen dataclass, since a list may need ten thousand.
    """

    title: str = ""
    """Searched for bare words."""
    project: str = ""
    """The project's key."""
    project_name: str = ""
    client: str = ""
    phase: str = ""
    owner: str = ""
    state: str = ""
    kind: str = ""
    due_on: date | None = None
    done_on: date | None = None
    slip_days: int | None = None
    percent: int | None = None
    tags: tuple[str, ...] = ()
    overdue: bool = False
    critical: bool = False
    violated: bool = False
    """Whether it is too soon after a predecessor."""
    open: bool = True
    live: bool = True
    """Whether its project is neither cancelled nor archived; otherwise it is never late."""
    project_state: str = ""
    archived: bool = False
    """Whether its project is archived."""
    words: str = ""
    """Also searched for bare words: in a list of projects the project's key, name and client."""


Test = Callable[[Facts], bool]


class FilterError(InvalidInput):
    """A mistake in a filter; `start` and `end` are its offsets in the text."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__("", message)
        self.start = start
        self.end = end


FLAGS: dict[str, Test] = {
    "overdue": lambda facts: facts.overdue,
    "critical": lambda facts: facts.critical,
    "violated": lambda facts: facts.violated,
    "slipping": lambda facts: facts.live and facts.open and (facts.slip_days or 0) > 0,
    "late": lambda facts: facts.live and (facts.overdue or (facts.slip_days or 0) > 0),
    "open": lambda facts: facts.open,
    "done": lambda facts: not facts.open and facts.state != MilestoneState.CANCELLED,
    "unowned": lambda facts: not facts.owner,
    "undated": lambda facts: facts.due_on is None and facts.done_on is None,
    "archived": lambda facts: facts.archived,
}
"""The values of `is:`; `late` is overdue or slipped, even if done."""

OF_THE_NETWORK = frozenset({"critical", "violated"})
"""The values of `is:` that need the network of a plan."""

_COMPARE: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    ":": operator.eq,
}

_TEXTS: dict[str, Callable[[Facts], Iterable[str]]] = {
    "title": lambda facts: (facts.title,),
    "owner": lambda facts: (facts.owner,),
    "phase": lambda facts: (facts.phase,),
    "client": lambda facts: (facts.client,),
    "project": lambda facts: (facts.project, facts.project_name),
    "state": lambda facts: (facts.state, facts.project_state),
    "kind": lambda facts: (facts.kind,),
    "tag": lambda facts: facts.tags,
}
OF_PROJECTS = (ProjectState.ACTIVE, ProjectState.ON_HOLD, ProjectState.COMPLETED)
"""States that only a project can have: `state:active` tests the project, other states the milestone."""

_CHOICES = {
    "state": tuple(dict.fromkeys([*map(str, MilestoneState), *map(str, ProjectState)])),
    "kind": tuple(map(str, MilestoneKind)),
}
_NUMBERS: dict[str, Callable[[Facts], int | None]] = {
    "slip": lambda facts: facts.slip_days,
    "percent": lambda facts: facts.percent,
}
_DATES: dict[str, Callable[[Facts], date | None]] = {
    "due": lambda facts: facts.due_on,
    "done": lambda facts: facts.done_on,
}
_EXAMPLES = {
    "title": "title:release",
    "owner": "owner:ana",
    "phase": "phase:build",
    "client": "client:acme",
    "project": "project:acme",
    "state": "state:done",
    "kind": "kind:gate",
    "tag": "tag:legal",
    "is": "is:overdue",
    "due": "due:+2w",
    "done": "done>-2w",
    "slip": "slip>5",
    "percent": "percent<50",
}
"""An example for every key."""


class Term(NamedTuple):
    """A key with its comparison and value as typed, and their offsets in the text of the filter."""

    key: str
    comparison: str
    value: str
    start: int
    value_start: int
    end: int

    def value_error(self, message: str) -> FilterError:
        """Return an error that marks the value."""
        return FilterError(message, min(self.value_start, self.end - 1), self.end)


class Names(NamedTuple):
    """Names known to a filter; a known name of several words needs no quotes."""

    me: str = ""
    """The name for `@me`; empty if it is not known."""
    known: Mapping[str, Collection[str]] = MappingProxyType({})
    """The known names by filter key (owner, phase, client, project)."""
    order: DateOrder = DateOrder.ASK
    """How the person writes dates in numbers."""

    def begins_one(self, key: str, words: str) -> bool:
        """Return whether a known name or a state for `key` begins with these words."""
        wanted, key = fold(words), key.lower()
        return any(fold(name).startswith(wanted) for name in self.known.get(key, _CHOICES.get(key, ())))


def is_me(key: str, value: str) -> bool:
    """Return whether a term is `@me`."""
    return key.lower() == "owner" and fold(value) == "me"


def me_test(me: str) -> Test:
    """Return the test for `@me`, which compares the whole name."""
    wanted = fold(me)
    return lambda facts: fold(facts.owner) == wanted


def includes_done(term: Term) -> bool:
    """Return whether a term can match done milestones (`state:`, `done>mon`, `is:done`)."""
    return term.key.lower() in ("state", "done") or (term.key.lower() == "is" and fold(term.value) == "done")


def asks_for_archived(term: Term) -> bool:
    """Return whether a term is `is:archived`, which includes archived projects."""
    return term.key.lower() == "is" and fold(term.value) == "archived"


def is_of_project(term: Term) -> bool:
    """Return whether a term can match a project without milestones: by client, key or a state of its own."""
    key, state = term.key.lower(), _state(term.value)
    own = key == "state" and any(state in name for name in OF_PROJECTS)
    return (
        key in ("client", "project")
        or asks_for_archived(term)
        or (own and not any(state in name for name in MilestoneState))
    )


def _state(value: str) -> str:
    return re.sub("[-_ ]+", " ", fold(value))


def is_date_key(key: str) -> bool:
    """Return whether `key` takes a date, which may have several words."""
    return key.lower() in _DATES


def word_test(word: str) -> Test:
    """Return the test for a bare word."""
    wanted = fold(word)
    return lambda facts: wanted in fold(facts.title) or wanted in fold(facts.words)


def term_test(term: Term, today: date, order: DateOrder = DateOrder.ASK) -> Test:
    """Return the test for a term; raise FilterError with its offsets."""
    key = term.key.lower()
    if key not in _EXAMPLES:
        shown = f"{visible(term.key[:20])}{term.comparison}"
        hint = _nearest(key, _EXAMPLES)
        hint = f"Did you mean {hint}:?" if hint else f"Use {either_words([*_EXAMPLES])}."
        raise FilterError(f'Unknown filter "{shown}". {hint}', term.start, term.value_start)
    if not term.value.strip():
        raise FilterError(f'"{key}{term.comparison}" needs a value, such as {_EXAMPLES[key]}.', term.start, term.end)
    if key in _NUMBERS:
        return _number_test(key, term)
    if key in _DATES:
        return _date_test(key, term, today, order)
    if term.comparison not in (":", "="):
        raise FilterError(f'"{key}" is not a number. Write {_EXAMPLES[key]}.', term.start, term.value_start)
    return _flag_test(term) if key == "is" else _text_test(key, term)


def _text_test(key: str, term: Term) -> Test:
    wanted = fold(term.value)
    if key in _CHOICES:
        wanted = _state(term.value)
        if not any(wanted in choice for choice in _CHOICES[key]):
            choices = either_words(_CHOICES[key])
            raise term.value_error(f'There is no {key} "{visible(term.value[:20])}". Use {choices}.')
    texts = _TEXTS[key]
    return lambda facts: any(wanted in fold(text) for text in texts(facts))


def _flag_test(term: Term) -> Test:
    name = fold(term.value)
    if name not in FLAGS:
        hint = _nearest(name, FLAGS)
        hint = f"Did you mean is:{hint}?" if hint else f"Use {either_words([*FLAGS])}."
        raise term.value_error(f'Unknown filter "is:{visible(term.value[:20])}". {hint}')
    return FLAGS[name]


def _number_test(key: str, term: Term) -> Test:
    found = re.fullmatch("([+-]?[0-9]{1,6}) ?[%d]?", term.value.strip().replace("−", "-"))
    if found is None:
        raise term.value_error(f'"{key}" needs a whole number, such as {_EXAMPLES[key]}.')
    limit = int(found[1])
    compare, number = _COMPARE[term.comparison], _NUMBERS[key]

    def test(facts: Facts) -> bool:
        value = number(facts)
        return value is not None and compare(value, limit)

    return test


def _date_test(key: str, term: Term, today: date, order: DateOrder) -> Test:
    try:
        typed = read_day(term.value, today, past=key == "done", order=order)
    except InvalidInput as refused:
        raise term.value_error(str(refused)) from None
    last, dated = typed.last, _DATES[key]
    first = typed.span.first if typed.span is not None and not typed.is_end else last
    if term.comparison == ":" and first == last:
        return _due_by(last, today) if key == "due" else _done_since(last, today)
    if term.comparison in (":", "="):
        return lambda facts: (value := dated(facts)) is not None and first <= value <= last
    # before a span is before its first day, and by the end of it is by its last one
    limit = (first if term.comparison in ("<", ">=") else last).toordinal()
    compare = _COMPARE[term.comparison]

    def test(facts: Facts) -> bool:
        value = dated(facts)
        return value is not None and compare(value.toordinal(), limit)

    return test


def _due_by(day: date, today: date) -> Test:
    """Match milestones due from today to `day`, and open ones due before: what needs attention now."""
    return lambda facts: facts.due_on is not None and facts.due_on <= day and (facts.open or facts.due_on >= today)


def _done_since(day: date, today: date) -> Test:
    """Match milestones done between `day` and today, in either order."""
    first, last = min(day, today), max(day, today)
    return lambda facts: facts.done_on is not None and first <= facts.done_on <= last


def _nearest(word: str, known: Iterable[str]) -> str | None:
    from difflib import get_close_matches  # late: only needed for a mistake

    return next(iter(get_close_matches(word[:20], list(known), n=1)), None)
