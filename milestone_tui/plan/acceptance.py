"""When the acceptance of a submitted milestone is due. Small, since health asks it in every command that reads."""

from __future__ import annotations

from datetime import date

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.model import Milestone


def acceptance_due_on(milestone: Milestone, calendar: WorkCalendar) -> date | None:
    """Return the day on which acceptance is due; None if no acceptance is pending."""
    if milestone.submitted_on is None or milestone.accepted_on is not None or milestone.acceptance_days is None:
        return None
    try:
        return calendar.add(milestone.submitted_on, milestone.acceptance_days)
    except InvalidInput:
        return date.max  # beyond the calendar: submitted on one of its last days
