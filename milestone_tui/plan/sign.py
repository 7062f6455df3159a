"""The sign of a milestone: the one thing that a row and a time axis show of its kind, state and acceptance."""

from __future__ import annotations

from enum import StrEnum


class Sign(StrEnum):
    """What a milestone is shown as; the value is the word for it."""

    OPEN = "open"
    GATE = "gate"
    SUBMITTED = "submitted"
    REJECTED = "rejected"
    DONE = "done"
    CANCELLED = "cancelled"


_STATES = {sign.value: sign for sign in (Sign.DONE, Sign.CANCELLED, Sign.SUBMITTED)}


def sign_of(kind: str, state: str, rejected: bool) -> Sign:
    """Return the sign of a milestone: how it ended, else what its acceptance waits for, else what it is.

    `rejected`: the last answer to what was submitted was a rejection. A gate that is done or submitted says that.
    """
    if (ended := _STATES.get(state)) is not None:
        return ended
    if rejected:
        return Sign.REJECTED
    return Sign.GATE if kind == "gate" else Sign.OPEN
