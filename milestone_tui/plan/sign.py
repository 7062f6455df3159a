"""The sign of a milestone: its kind, state and acceptance as a single glyph shows them."""

from __future__ import annotations

from enum import StrEnum


class Sign(StrEnum):
    """Meaning of a milestone's glyph; the value is the word for it."""

    OPEN = "open"
    GATE = "gate"
    SUBMITTED = "submitted"
    REJECTED = "rejected"
    DONE = "done"
    CANCELLED = "cancelled"


_STATES = {sign.value: sign for sign in (Sign.DONE, Sign.CANCELLED, Sign.SUBMITTED)}


def sign_of(kind: str, state: str, rejected: bool) -> Sign:
    """Return the sign of a milestone: done, cancelled or submitted first, then rejected, then its kind.

    `rejected`: the last submission was rejected. A gate that is done or submitted shows that, not its kind.
    """
    if (ended := _STATES.get(state)) is not None:
        return ended
    if rejected:
        return Sign.REJECTED
    return Sign.GATE if kind == "gate" else Sign.OPEN
