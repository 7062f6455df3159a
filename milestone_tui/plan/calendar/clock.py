"""The one clock: made once by the command line and handed down, so that nothing else asks the system for the time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from itertools import count
from time import monotonic
from typing import NamedTuple


class Clock(NamedTuple):
    """`today` is the person's calendar day; `now` an aware UTC instant; `seconds` go on evenly, from no known day."""

    today: Callable[[], date]
    now: Callable[[], datetime]
    seconds: Callable[[], float] = monotonic

    @classmethod
    def fixed(cls, day: date) -> Clock:
        """A clock that stands at noon UTC of `day`: for tests, screenshots and scripts.

        Its `seconds` go on by one whenever they are asked for: to it, every key is pressed after a pause.
        """
        instant = datetime.combine(day, time(12), UTC)
        return cls(lambda: day, lambda: instant, count().__next__)
