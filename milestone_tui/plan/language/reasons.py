"""Reasons for moving dates: one of the list, or "other" with a note in the person's own words."""

from __future__ import annotations

from typing import NamedTuple

from milestone_tui.plan.checks import LONGEST_LINE
from milestone_tui.plan.language.text import fold, tidy
from milestone_tui.plan.model import ChangeReason

_NONE = "none"


class Why(NamedTuple):
    """A reason, with a note if it is "other"."""

    reason: ChangeReason | None = None
    note: str = ""

    def __str__(self) -> str:
        """Return the reason in words, such as `other: the harbour was closed`; empty without a reason."""
        return reason_words(self.reason, self.note)

    @property
    def choice(self) -> str:
        """The reason in a list of choices."""
        return str(self) or _NONE


def reason_words(reason: ChangeReason | None, note: str = "") -> str:
    """Return a reason in words, with its note if there is one; empty without a reason."""
    if reason is None:
        return ""
    return f"{reason.value}: {note}" if note else reason.value


def reason_choices(typed: str, now: Why) -> tuple[Why, ...]:
    """Return the choices for the typed letters: the reasons that contain them, then the letters as a note.

    Reasons that begin with the letters come first. Without letters: all reasons, and the present one if it is a note.
    """
    every = (Why(), *map(Why, ChangeReason))
    wanted = fold(tidy(typed).rstrip(" :"))
    if not wanted:
        return every if now in every else (*every, now)
    ranks = {why: _rank(fold(why.choice), wanted) for why in every}
    found = sorted((why for why in every if ranks[why] is not None), key=lambda why: ranks[why] or 0)
    if any(fold(why.choice) == wanted for why in found):
        return tuple(found)
    return (*found, Why(ChangeReason.OTHER, _note(typed)))


def _rank(name: str, wanted: str) -> int | None:
    """Return how well the letters match: 0 at the start, 1 at the start of a word, 2 within; None if they do not."""
    at = name.find(wanted)
    return None if at < 0 else 0 if at == 0 else 1 if name[at - 1] == " " else 2


def _note(typed: str) -> str:
    """Return the typed text without an "other:" before it."""
    note = tidy(typed)
    start, colon, rest = note.partition(":")
    if colon and fold(start.strip()) == ChangeReason.OTHER.value and rest.strip():
        note = rest.strip()
    return note[:LONGEST_LINE]
