"""What the authors of the sample projects share: changes in the making, and the ids of what was written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from milestone_tui.plan.language.money import to_minor
from milestone_tui.plan.model import ChangeReason

PLANNER = "Mia Lindqvist"
"""The author of plans and reviews, whose changes the visitor cannot undo."""

CURRENCY = "EUR"


class Event(NamedTuple):
    """A change in the making."""

    day: date
    """Its day in the files."""
    label: str
    write: Callable[[], None]
    by: str = PLANNER
    reason: ChangeReason | None = None


class Ids:
    """The ids of what was written, by the names in the files."""

    def __init__(self) -> None:
        self.people: dict[str, int] = {}
        self.projects: dict[str, int] = {}
        self.milestones: dict[tuple[str, str], int] = {}
        self.criteria: dict[tuple[str, str], list[int]] = {}


class Days:
    """The days of the files, moved so that the day they were drawn on is today."""

    def __init__(self, shift: timedelta) -> None:
        self.shift = shift

    def text(self, day: date | None) -> str | None:
        """Return a day of the files as the database keeps it."""
        return None if day is None else (day + self.shift).isoformat()


def amount(value: Decimal | None) -> int | None:
    """Return an amount as the database keeps it."""
    return None if value is None else to_minor(value, CURRENCY)
