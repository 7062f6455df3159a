"""What health knows of a project besides its milestones: money and severe risks. Small, for the first frame."""

# Annotations are no texts here: Python would compile that of each field of a named tuple at start-up.

from typing import NamedTuple


class MoneySignal(NamedTuple):
    """Earned value in hundredths of the currency's smallest unit, which is exact by percent too."""

    earned: int
    planned: int | None
    """None without a baseline of what has a value."""
    spent: int | None
    """None if nothing was ever recorded as spent."""


class RiskSignal(NamedTuple):
    """An open risk with its score, or an open issue with its impact."""

    title: str
    figure: int
    has_happened: bool
    """Whether it is an issue."""


class Signals(NamedTuple):
    """What health knows of one project besides its milestones."""

    money: MoneySignal | None = None
    """None if no milestone has a value."""
    risks: tuple[RiskSignal, ...] = ()
    """Those that may matter, or more."""


NONE = Signals()
