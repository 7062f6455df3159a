"""A moment in the history of the data: the end of a day, as it was known after a change."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from milestone_tui.plan.language.wording import exact_day


class Moment(NamedTuple):
    """The end of `day`: what the changes that speak for it or for an earlier day have made of the data.

    With `change_id`, later changes do not count: "as known then". A review is seen so, as of its day and with the
    changes up to the one that finished it.
    """

    day: date
    change_id: int | None = None

    def __str__(self) -> str:
        return exact_day(self.day)
