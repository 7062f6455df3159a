"""Why dates were moved: a reason of the list, or what a person says in their own words beside "other"."""

from __future__ import annotations

from typing import NamedTuple

from milestone_tui.plan.checks import LONGEST_LINE
from milestone_tui.plan.language.text import fold, tidy
from milestone_tui.plan.model import ChangeReason

_NONE = "none"


class Why(NamedTuple):
    """A reason; the note stands only beside "other"."""

    reason: ChangeReason | None = None
    note: str = ""

    def __str__(self) -> str:
        """Return it as it is read, such as `other: the harbour was closed`; empty where nobody said why."""
        return why_words(self.reason, self.note)

    @property
    def choice(self) -> str:
        """Return the words of it in a list to choose from."""
        return str(self) or _NONE


def why_words(reason: ChangeReason | None, note: str = "") -> str:
    """Return a reason as it is read, with its note where there is one; empty where there is no reason."""
    if reason is None:
        return ""
    return f"{reason.value}: {note}" if note else reason.value


def whys(typed: str, now: Why) -> tuple[Why, ...]:
    """Return what can be chosen after these letters: the reasons that have them, then the letters as a note.

    Those that begin with the letters come first. Without letters all, and what is chosen `now` where that is a note.
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
    """How well the letters fit: at the start, at the start of a word, inside; None where they do not."""
    at = name.find(wanted)
    return None if at < 0 else 0 if at == 0 else 1 if name[at - 1] == " " else 2


def _note(typed: str) -> str:
    """What was typed, without an "other:" that the person put before it."""
    note = tidy(typed)
    start, colon, rest = note.partition(":")
    if colon and fold(start.strip()) == ChangeReason.OTHER.value and rest.strip():
        note = rest.strip()
    return note[:LONGEST_LINE]
