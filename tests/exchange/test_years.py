"""The years that holidays are needed for."""

from __future__ import annotations

from datetime import date

from milestone_tui.exchange.days_off.formats import years_of


def test_from_the_first_date_to_the_year_after_the_last() -> None:
    assert years_of([date(2027, 3, 1), date(2026, 1, 1)]) == range(2026, 2029)


def test_no_dates_need_no_years() -> None:
    assert not years_of([])


def test_a_date_far_off_does_not_count_and_the_calendar_ends() -> None:
    assert years_of([date(2026, 1, 1), date(9026, 1, 1)]) == range(2026, 2028)
    assert years_of([date(2199, 12, 31), date.max, date.min]) == range(2199, 2200)
