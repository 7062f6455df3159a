"""Working time as one number."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from milestone_tui.exchange.mspdi.calendar import Hours
from milestone_tui.exchange.mspdi.tasks import Lag, LagKind, Moment
from milestone_tui.exchange.mspdi.work_clock import DAY, WorkClock
from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.network.network import lag_steps, longest_kept_lag, slack_between

MONDAY = date(2026, 3, 2)
OFFICE = WorkClock(WorkCalendar(31), {}, 480)


def at(weekday: int, hour: int, minute: int = 0) -> Moment:
    """A time of the week that begins on 2 March 2026; 7 is the next Monday."""
    return Moment(MONDAY + timedelta(days=weekday), hour * 60 + minute)


def test_the_end_of_a_day_is_the_begin_of_the_next_working_day() -> None:
    evening = OFFICE.at(at(4, 17))
    assert evening == OFFICE.at(at(4, 23)) == OFFICE.at(at(5, 12)) == OFFICE.at(at(6, 12)) == OFFICE.at(at(7, 8))
    assert OFFICE.at(at(7, 17)) - evening == DAY


def test_the_part_of_a_day_is_that_of_its_hours() -> None:
    morning = OFFICE.at(at(0, 8))
    assert OFFICE.at(at(0, 10)) - morning == DAY // 4
    assert OFFICE.at(at(0, 12)) == OFFICE.at(at(0, 13)) == morning + DAY // 2
    short_friday = WorkClock(WorkCalendar(31), {4: ((480, 720),)}, 480)
    assert short_friday.at(at(4, 12)) - short_friday.at(at(4, 8)) == DAY


def test_holidays_take_no_time() -> None:
    clock = WorkClock(WorkCalendar(31, [MONDAY + timedelta(days=1)]), {}, 480)
    assert clock.at(at(2, 17)) - clock.at(at(0, 17)) == DAY


@pytest.mark.parametrize(
    ("lag", "ticks"),
    [
        (Lag(960, LagKind.WORKING), 2 * DAY),
        (Lag(-240, LagKind.WORKING), -DAY // 2),
        (Lag(4 * 1_440, LagKind.ELAPSED), 2 * DAY),
        (Lag(-3 * 1_440, LagKind.ELAPSED), -3 * DAY),
        (Lag(50, LagKind.PERCENT), DAY),
        (Lag(100, LagKind.ELAPSED_PERCENT), DAY),
    ],
)
def test_every_kind_of_lag_after_a_task_from_wednesday_to_thursday_evening(lag: Lag, ticks: int) -> None:
    """What is elapsed passes the weekend: four days from Thursday evening are two of work, to Monday evening."""
    begun, ended = at(2, 8), at(3, 17)
    assert OFFICE.lag(lag, 2 * DAY, begun, ended, ended) == ticks


def test_elapsed_time_without_a_moment_is_that_of_an_average_week() -> None:
    assert OFFICE.elapsed(7 * 1_440, None) == 5 * DAY
    assert OFFICE.elapsed(7 * 1_440 * 1_000_000, at(0, 8)) == 5_000_000 * DAY
    assert OFFICE.lag(Lag(50, LagKind.ELAPSED_PERCENT), DAY, None, None, None) == DAY // 2


@pytest.mark.parametrize(
    ("days", "since", "until", "between"),
    [
        (5.0, at(4, 17), at(11, 17), 5),
        (5.0, at(0, 8), at(4, 17), 4),
        (0.0, at(0, 8), at(0, 8), 0),
        (0.0, at(4, 17), at(4, 17), 0),
        (0.0, at(4, 17), at(7, 8), 1),
        (0.0, at(7, 8), at(4, 17), -1),
        (0.0, at(0, 8), at(2, 17), 0),
        (0.5, at(0, 17), at(1, 12), 1),
        (0.5, at(1, 12), at(1, 17), 0),
        (-2.0, at(4, 17), at(2, 17), -2),
        (3.0, at(5, 12), at(9, 17), 3),
        (-1.0, at(5, 12), at(3, 17), -2),
        (2.0, None, None, 2),
    ],
)
def test_a_way_in_working_days_is_that_between_the_days_of_its_ends(
    days: float, since: Moment | None, until: Moment | None, between: int
) -> None:
    assert OFFICE.working_days(round(days * DAY), since, until) == between


moments = st.builds(Moment, st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 1_439))
calendars = st.builds(
    WorkCalendar, st.integers(1, 127), st.sets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=9)
)


@settings(max_examples=100, deadline=None)
@given(moments, moments, calendars)
def test_time_never_runs_back(a: Moment, b: Moment, calendar: WorkCalendar) -> None:
    clock = WorkClock(calendar, {}, 480)
    assert clock.at(min(a, b)) <= clock.at(max(a, b))


@settings(max_examples=100, deadline=None)
@given(moments, moments, st.integers(0, 5 * DAY), calendars)
@example(Moment(date(2026, 5, 1), 0), Moment(date(2026, 4, 18), 0), 0, WorkCalendar(32, ()))
def test_a_way_that_the_plan_keeps_is_kept_by_its_days(
    since: Moment, until: Moment, slack: int, calendar: WorkCalendar
) -> None:
    """Where the successor stands late enough by the clock, so it does by the days."""
    clock = WorkClock(calendar, {}, 480)
    way = clock.at(until) - clock.at(since) - slack
    lag = clock.working_days(way, since, until)
    assert lag_steps(lag, calendar.is_working(since.day)) <= calendar.between(since.day, until.day)


@settings(max_examples=100, deadline=None)
@given(moments, moments, calendars)
def test_the_longest_lag_that_is_kept_is_the_longest(a: Moment, b: Moment, calendar: WorkCalendar) -> None:
    longest = longest_kept_lag(a.day, b.day, calendar)
    assert slack_between(a.day, b.day, longest, calendar) >= 0
    assert slack_between(a.day, b.day, longest + 1, calendar) < 0


shifts = st.sampled_from((((480, 720),), ((0, 1_440),), ((420, 1_080),), ((0, 180), (240, 480), (1_380, 1_440))))
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@settings(max_examples=100, deadline=None)
@given(
    moments,
    st.integers(-20_000, 20_000),
    calendars,
    st.dictionaries(st.integers(0, 6), shifts),
    st.sets(days, max_size=5),
    st.dictionaries(days, shifts, max_size=5),
)
def test_working_time_after_a_moment_is_where_it_has_been_worked(
    since: Moment,
    minutes: int,
    calendar: WorkCalendar,
    hours: dict[int, Hours],
    worked: set[date],
    day_hours: dict[date, Hours],
) -> None:
    """Whoever comes so many minutes of work later comes so many ticks later, to the rounding."""
    clock = WorkClock(WorkCalendar(calendar.week, calendar.holidays, worked), hours, 480, day_hours)
    end = clock.at(since) + clock.ticks(minutes, since)
    low, high = date(2024, 1, 1).toordinal(), date(2028, 12, 31).toordinal()
    while low < high:  # the first day whose end is late enough
        middle = (low + high) // 2
        if clock.at(Moment(date.fromordinal(middle), 1_440)) >= end:
            high = middle
        else:
            low = middle + 1
    day = date.fromordinal(low)
    before, after = (clock.minutes(Moment(day, minute)) - clock.minutes(since) for minute in (0, 1_440))
    assert before - 1 <= minutes <= after + 1
