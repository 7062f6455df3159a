"""Steps over the ends of the calendar, and work that is due at its end."""

from __future__ import annotations

from datetime import date

from milestone_tui.plan.analysis.workload import Effort, WorkDays, spread
from milestone_tui.plan.calendar.any_day import day_after, day_before
from milestone_tui.plan.calendar.workdays import OFFICE_DAYS


def test_steps_stop_at_the_ends_of_the_calendar() -> None:
    assert day_after(date(2026, 12, 31)) == date(2027, 1, 1) and day_before(date(2027, 1, 1), 2) == date(2026, 12, 30)
    assert day_after(date(9999, 12, 30), 2) == date.max and day_before(date(1, 1, 2), 2) == date.min


def test_less_work_than_weeks_falls_one_hundredth_after_another() -> None:
    weeks = spread(Effort(1, 2, 3, 4, due_on=date(2027, 1, 29)), WorkDays(OFFICE_DAYS), date(2026, 11, 23))
    assert weeks == {date(2026, 12, 7): 1, date(2026, 12, 21): 1, date(2027, 1, 11): 1, date(2027, 1, 25): 1}
    assert sum(spread(Effort(1, 2, 3, 900, due_on=date.max), WorkDays(OFFICE_DAYS), date(2026, 11, 23)).values()) == 900
