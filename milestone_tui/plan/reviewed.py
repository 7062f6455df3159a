"""What the last finished review of a project said, as far as the portfolio shows it; loaded with the first frame."""

# Annotations are no texts here: Python would compile that of each field of a named tuple at start-up.

from datetime import date, datetime
from typing import NamedTuple

from milestone_tui.plan.model import Health


class LastReview(NamedTuple):
    """The last finished review of a project."""

    project_id: int
    id: int
    held_on: date
    finished_at: datetime
    judged: Health | None
    """Health as people judged it; it counts until the next review."""
    computed: Health | None
    """Health as it was computed then."""

    def days_ago(self, today: date) -> int:
        """Return the calendar days since it was held."""
        return (today - self.held_on).days


def judged_better(judged: Health | None, computed: Health | None) -> bool:
    """Return whether people judge the health better than it is computed; False if either is missing."""
    return judged is not None and computed is not None and judged.severity < computed.severity
