"""The clock: created once by the command line and passed down; nothing else asks the system for the time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from itertools import count
from time import monotonic
from typing import NamedTuple


class Clock(NamedTuple):
    """Source of dates and times: `today` is local, `now` is in UTC, `seconds` is monotonic."""

    today: Callable[[], date]
    now: Callable[[], datetime]
    seconds: Callable[[], float] = monotonic

    @classmethod
    def fixed(cls, day: date) -> Clock:
        """Return a clock fixed at noon UTC of `day`, for tests, screenshots and scripts.

        Each call of `seconds` returns one more, as if every key came after a pause.
        """
        instant = datetime.combine(day, time(12), UTC)
        return cls(lambda: day, lambda: instant, count().__next__)

    def at_end_of(self, day: date) -> Clock:
        """Return a clock that has stopped at the end of a day; its seconds go on."""
        instant = datetime.combine(day, time(23, 59, 59)).astimezone(UTC)
        return Clock(lambda: day, lambda: instant, self.seconds)
