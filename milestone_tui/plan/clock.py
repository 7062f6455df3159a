"""The one clock: made once by the command line and handed down, so that nothing else asks the system for the time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import NamedTuple


class Clock(NamedTuple):
    """`today` is the person's calendar day; `now` an aware UTC instant."""

    today: Callable[[], date]
    now: Callable[[], datetime]

    @classmethod
    def fixed(cls, day: date) -> Clock:
        """A clock that stands at noon UTC of `day`: for tests, screenshots and scripts."""
        instant = datetime.combine(day, time(12), UTC)
        return cls(lambda: day, lambda: instant)
