"""The fields in which a milestone of a file differs from the one that is here, and their words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal

from milestone_tui.plan.fields import MILESTONE_FIELDS
from milestone_tui.plan.fields import word as word_of
from milestone_tui.plan.imported import IncomingMilestone
from milestone_tui.plan.importing.comparison import Difference
from milestone_tui.plan.language.wording import date_words, working_days
from milestone_tui.plan.model import Milestone, MilestoneKind, MilestoneState

_LONG = frozenset({"notes", "outcome", "deliverable"})
"""Fields whose values are too long for a line."""
_WORDS = {"due_on": "due", "deadline_on": "deadline", "done_on": "done", "state": ""}


def differences(known: Milestone, source: IncomingMilestone) -> tuple[Difference, ...]:
    """Return the fields that the file states and that have another value here; an empty cell states nothing.

    `source` is checked, and has no value in another currency.
    """
    return tuple(
        Difference(field, here, there)
        for field, there in _stated(source)
        if not _equal(field, here := _here(known, field), there)
    )


def _stated(source: IncomingMilestone) -> Iterator[tuple[str, object]]:
    """Yield the fields that the file states, with their values; the progress of one that is done says nothing."""
    for field in ("due_on", "deadline_on", "owner", "notes", "progress"):
        if (value := getattr(source, field)) and not (field == "progress" and source.done_on is not None):
            yield field, value
    if source.value is not None:
        yield "value", source.value
    if source.cancelled:
        yield "state", MilestoneState.CANCELLED
    elif source.done_on is not None:
        yield "done_on", source.done_on
    if source.kind is not MilestoneKind.DELIVERY:
        yield "kind", source.kind
    for field, value in source.more.items():
        if value != MILESTONE_FIELDS[field].default:
            yield field, value


def _here(known: Milestone, field: str) -> object:
    """Return the value of a field here; the progress is the percent that other programs were given: of its criteria."""
    return known.percent if field == "progress" else getattr(known, field)


def _equal(field: str, here: object, there: object) -> bool:
    if field == "owner" and isinstance(here, str) and isinstance(there, str):
        return here.casefold() == there.casefold()
    return here == there


def difference_words(found: Iterable[Difference], today: date) -> str:
    """Return differences such as "due 4 Dec here, 11 Dec in the file · owner Ana here, Raj in the file"."""
    return " · ".join(_words(one, lambda value: _value_words(value, today)) for one in found)


def _words(one: Difference, shown: Callable[[object], str]) -> str:
    word = _WORDS.get(one.field, word_of(one.field))
    if one.field == "done_on" and one.here is None:
        return f"open here, done {shown(one.there)} in the file"
    if one.field in _LONG and one.here:
        return f"another text of {word} in the file"
    if not shown(one.here):
        there = "in the file" if one.field in _LONG else f"{shown(one.there)} in the file"
        return f"no {word} here, {there}"
    return f"{word} {shown(one.here)} here, {shown(one.there)} in the file".strip()


def lag_words(here: int, there: int) -> str:
    """Return a difference in the lag of a link."""
    return f"lag {working_days(here)} here, {working_days(there)} in the file"


def _value_words(value: object, today: date) -> str:
    if value is None or value == () or value == "":
        return ""
    if isinstance(value, date):
        return date_words(value, today)
    if isinstance(value, Decimal):
        return f"{value:,f}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
