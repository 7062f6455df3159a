"""The words of the fields in which a file differs from what is here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from milestone_tui.plan.fields import word as word_of
from milestone_tui.plan.importing.comparison import Difference
from milestone_tui.plan.language.wording import date_words, working_days
from milestone_tui.plan.model import MilestoneState

_LONG = frozenset({"notes", "outcome", "deliverable"})
"""Fields whose values are too long for a line."""
_WORDS = {"due_on": "due", "deadline_on": "deadline", "done_on": "done", "state": "", "baseline_on": "baseline"}


def difference_words(found: Iterable[Difference], today: date, *, update: bool = False) -> str:
    """Return differences such as "due 4 Dec here, 11 Dec in the file · owner Ana here, Raj in the file".

    With `update`, what is taken reads "due 4 Dec → 11 Dec".
    """
    return " · ".join(_taken(one, today) if update and not one.kept else _differing(one, today) for one in found)


def kept_words(told: str, reason: str, differences: Iterable[Difference]) -> str:
    """Return that something is here already and kept as it is, with the reason if there is one."""
    if not reason:
        return told
    return f"{told}: {reason}" if any(one.kept for one in differences) else f"{told}, kept: {reason}"


def _differing(one: Difference, today: date) -> str:
    kept = f", kept: {one.kept}" if one.kept else ""
    return f"{_both(one, today)}{kept}"


def _both(one: Difference, today: date) -> str:
    here, there = (value_words(value, today) for value in (one.here, one.there))
    word = _WORDS.get(one.field, word_of(one.field))
    if one.field == "lag":
        return lag_words(one.here, one.there)
    if one.field == "done_on" and not (here and there):
        return f"{_done(here)} here, {_done(there)} in the file"
    if one.field == "state":
        return f"{_state(one.here, here)} here, {_state(one.there, there)} in the file"
    if not there:
        return f"no {word} in the file" if one.field in _LONG else f"{word} {here} here, none in the file"
    if one.field in _LONG and here:
        return f"another text of {word} in the file"
    if not here:
        return f"no {word} here, {'in the file' if one.field in _LONG else f'{there} in the file'}"
    return f"{word} {here} here, {there} in the file"


def _taken(one: Difference, today: date) -> str:
    here, there = (value_words(value, today) for value in (one.here, one.there))
    word = _WORDS.get(one.field, word_of(one.field))
    if one.field == "lag":
        return f"lag {working_days(_whole(one.here))} → {working_days(_whole(one.there))}"
    if one.field == "done_on" and not (here and there):
        return f"{_done(here)} → {_done(there)}"
    if one.field == "state":
        return f"{_state(one.here, here)} → {_state(one.there, there)}"
    if one.field in _LONG:
        return f"new {word}" if there else f"no {word} any more"
    return f"{word} {here or 'none'} → {there or 'none'}"


def _done(words: str) -> str:
    return f"done {words}" if words else "open"


def _state(state: object, words: str) -> str:
    """Return a state; the file knows only that it is open."""
    return "open" if state in (MilestoneState.PLANNED, MilestoneState.IN_PROGRESS) else words


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def lag_words(here: object, there: object) -> str:
    """Return a difference in the lag of a link."""
    return f"lag {working_days(_whole(here))} here, {working_days(_whole(there))} in the file"


def value_words(value: object, today: date) -> str:
    """Return the value of a field; empty for none."""
    if value is None or value == () or value == "":
        return ""
    if isinstance(value, date):
        return date_words(value, today)
    if isinstance(value, Decimal):
        return f"{value:,f}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
