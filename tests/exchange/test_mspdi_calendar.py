"""The calendar of a Microsoft Project plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from mspdi_files import OFFICE, calendar, day, element, elements, exception, exceptions, plan, week

from milestone_tui.exchange.mspdi.calendar import PlanCalendar, plan_calendar
from milestone_tui.exchange.mspdi.tasks import parse_mspdi
from milestone_tui.plan.imported import IncomingHoliday

MONDAY_TO_FRIDAY = week(2, 3, 4, 5, 6)


def read(*calendars: str) -> PlanCalendar:
    return plan_calendar(parse_mspdi(plan(calendars="".join(calendars))))


def days(*told: str) -> list[tuple[int, int]]:
    """(month, day) of the days off that these exceptions mean."""
    return [(holiday.day.month, holiday.day.day) for holiday in read(calendar(1, exceptions(*told))).holidays]


def test_the_week_is_that_of_the_plans_calendar() -> None:
    sunday_to_thursday = read(calendar(2, MONDAY_TO_FRIDAY), calendar(1, week(1, 2, 3, 4, 5)))
    assert sunday_to_thursday.week == 0b1001111
    assert read(calendar(1, week())).week == 31, "a week without any work is none"
    assert read(calendar(7)).week == 31, "the plan's calendar is not in the file"


def test_a_calendar_has_what_its_base_has_and_it_does_not_say_itself() -> None:
    base = calendar(5, week(2, 3, 4), exceptions(exception("05-01", "05-01", Name="Labour Day")))
    own = calendar(1, element("WeekDays", day(6, *OFFICE)), exceptions(exception("05-04", "05-04")), base=5)
    found = read(base, own)
    assert found.week == 0b0010111
    assert found.holidays == (
        IncomingHoliday(date(2026, 5, 1), "Labour Day"),
        IncomingHoliday(date(2026, 5, 4), ""),
    )


def test_calendars_that_build_on_each_other_come_to_an_end() -> None:
    assert read(calendar(1, week(2), base=2), calendar(2, week(3), base=1)).week == 1


def test_hours_are_read_and_midnight_ends_a_day() -> None:
    days = day(2, ("08:00:00", "12:00:00")) + day(3, ("22:00:00", "00:00:00")) + element("WeekDay", worked(4))
    hours = read(calendar(1, element("WeekDays", days))).hours
    assert hours == {0: [(480, 720)], 1: [(1_320, 1_440)], 2: ((480, 720), (780, 1_020))}


def worked(number: int) -> str:
    return elements(DayType=number, DayWorking=1)


def test_an_exception_is_all_its_days_and_said_twice_it_is_one() -> None:
    twice = exception("12-24", "12-26").replace("<Exception>", "<WeekDay><DayType>0</DayType>")
    old = twice.replace("</Exception>", "</WeekDay>")
    only_old = old.replace("12-24", "12-30").replace("12-26", "12-30")
    found = read(
        calendar(
            1, element("WeekDays", old + only_old), exceptions(exception("12-24", "12-26", Name="Christmas", Type=1))
        )
    )
    assert [(holiday.day.day, holiday.name) for holiday in found.holidays] == [
        (24, "Christmas"),
        (25, "Christmas"),
        (26, "Christmas"),
        (30, ""),
    ]
    assert not found.skipped


def test_every_kind_of_recurrence() -> None:
    assert days(exception("01-01", "12-31", Type=2, Month=11, MonthDay=25)) == [(12, 25)]
    fourth_thursday = exception("01-01", "12-31", Type=3, Month=10, MonthItem=7, MonthPosition=3)
    assert days(fourth_thursday) == [(11, 26)]
    last_monday = exception("01-01", "12-31", Type=3, Month=4, MonthItem=4, MonthPosition=4)
    assert days(last_monday) == [(5, 25)]
    first_weekday = exception("08-01", "09-30", Type=5, MonthItem=1, MonthPosition=0)
    assert days(first_weekday) == [(8, 3), (9, 1)]
    assert days(exception("01-31", "05-31", Type=4, MonthDay=31, Period=2)) == [(1, 31), (3, 31), (5, 31)]
    assert days(exception("03-01", "03-14", Type=6, DaysOfWeek=1 + 32)) == [(3, 1), (3, 6), (3, 8), (3, 13)]
    assert days(exception("03-02", "03-20", Type=7, Period=7)) == [(3, 2), (3, 9), (3, 16)]
    some = exception("03-02", "12-31", Type=7, Period=7, EnteredByOccurrences=1, Occurrences=2)
    assert days(some) == [(3, 2), (3, 9)]


@pytest.mark.parametrize("position", range(5))
@pytest.mark.parametrize(
    ("item", "weekdays"),
    [(0, range(7)), (1, range(5)), (2, (5, 6)), (3, (6,)), *((4 + n, (n,)) for n in range(6))],
)
def test_every_item_of_a_month_at_every_position(item: int, weekdays: Sequence[int], position: int) -> None:
    march = [date(2026, 3, n) for n in range(1, 32)]
    fitting = [(day.month, day.day) for day in march if day.weekday() in weekdays]
    expected = fitting[-1] if position == 4 else fitting[position]
    told = exception("03-01", "03-31", Type=5, MonthItem=item or None, MonthPosition=position or None)
    assert days(told) == [expected]
    assert days(exception("01-01", "12-31", Type=3, Month=2, MonthItem=item, MonthPosition=position)) == [expected]


@pytest.mark.parametrize("weekday", range(7))
def test_every_day_of_the_week(weekday: int) -> None:
    bit = 1 << (weekday + 1) % 7  # Sunday is the first
    fitting = [n for n in range(1, 15) if date(2026, 3, n).weekday() == weekday]
    assert days(exception("03-01", "03-14", Type=6, DaysOfWeek=bit)) == [(3, n) for n in fitting]


def test_a_recurrence_that_leaves_its_figures_out_has_the_first_of_each() -> None:
    assert days(exception("01-01", "12-31", Type=2, MonthDay=None)) == [(1, 1)]
    assert days(exception("01-01", "03-31", Type=4, Period=0)) == [(1, 1), (2, 1), (3, 1)]
    assert days(exception("02-01", "02-28", Type=2, Month=1, MonthDay=28)) == [(2, 28)]
    once = exception("01-05", "12-31", Type=7, EnteredByOccurrences=1)
    assert days(once) == days(once.replace("</Exception>", "<Occurrences>0</Occurrences></Exception>")) == [(1, 5)]
    leap_day = exception("01-01", "12-31", Type=2, Month=1, MonthDay=29).replace("2026-12-31", "2032-12-31")
    assert days(leap_day) == [(2, 29), (2, 29)]


@pytest.mark.parametrize("item", [-1, 10])
@pytest.mark.parametrize("position", [-1, 5])
def test_no_such_item_or_position_is_told(item: int, position: int) -> None:
    for about in ({"MonthItem": item, "MonthPosition": 0}, {"MonthItem": 0, "MonthPosition": position}):
        found = read(calendar(1, exceptions(exception("01-01", "12-31", Type=5, **about))))
        assert (found.holidays, len(found.skipped)) == ((), 1)


def test_a_kind_that_is_left_out_or_none_is_every_day_of_the_period() -> None:
    for about in ({}, {"Type": 0}, {"Type": 1}, {"Type": 9}):
        assert days(exception("02-28", "03-01", **about)) == [(2, 28), (3, 1)]
    assert days(exception("02-28", "02-28")) == [(2, 28)]


@pytest.mark.parametrize("removed", ["FromDate", "ToDate"])
def test_a_period_without_an_end_is_none(removed: str) -> None:
    told = exception("03-02", "03-04").replace(removed, f"No{removed}")
    found = read(calendar(1, exceptions(told)))
    assert [(left.what, left.where) for left in found.skipped] == [("an exception", 'calendar "Standard"')]


def test_days_of_the_week_are_read_whatever_stands_among_them() -> None:
    odd = "".join(element("WeekDay", elements(DayType=number, DayWorking=1)) for number in (0, 8, 99, -1))
    week_of_six = "".join(day(number, *OFFICE) for number in range(2, 8))
    found = read(calendar(1, element("WeekDays", odd + day(1) + week_of_six)))
    assert found.week == 0b0111111
    assert set(found.hours) == set(range(6))


def test_times_without_an_end_are_passed_over() -> None:
    times = day(2, ("08:00:00", "12:00:00"), ("13:00:00", ""), ("", "17:00:00"), ("18:00:00", "18:00:00"))
    assert read(calendar(1, element("WeekDays", times))).hours == {0: [(480, 720)]}


def test_work_on_working_days_changes_nothing_and_on_the_weekend_makes_worked_days() -> None:
    found = read(calendar(1, exceptions(exception("03-03", "03-05", DayWorking=1))))
    assert (found.holidays, found.worked, found.skipped) == ((), (), ())
    found = read(calendar(1, exceptions(exception("03-06", "03-07", DayWorking=1))))
    assert (found.worked, found.skipped) == ((IncomingHoliday(date(2026, 3, 7)),), ())


@pytest.mark.parametrize(
    "told",
    [
        exception("01-01", "12-31", Type=3, Month=10, MonthItem=12, MonthPosition=3),
        exception("01-01", "12-31", Type=2, Month=1, MonthDay=30),
        exception("01-01", "12-31", Type=2, Month=99, MonthDay=1),
        exception("01-01", "12-31", Type=2, Month=10**11, MonthDay=1),
        exception("01-01", "12-31", Type=6, DaysOfWeek=0),
        exception("01-01", "12-31", Type=8),
        exception("12-31", "01-01"),
        exception("xx", "12-31"),
        exception("01-01", "12-31").replace("T23:59:00", "").replace("2026-12-31", "9999-12-31"),
        exception("01-01", "12-31", Type=7, EnteredByOccurrences=1, Occurrences=10**9),
    ],
)
def test_what_makes_no_sense_is_told(told: str) -> None:
    found = read(calendar(1, exceptions(told)))
    assert not found.holidays
    assert [left.reason for left in found.skipped] == ["its dates cannot be read, or are too many"]


def test_work_on_a_day_of_the_weekend_is_a_worked_day_and_on_others_ends_a_day_off() -> None:
    found = read(
        calendar(
            1,
            exceptions(
                exception("03-02", "03-04"),
                exception("03-03", "03-03", DayWorking=1),
                exception("03-07", "03-07", DayWorking=1, Name="Stocktaking"),
            ),
        )
    )
    assert [holiday.day.day for holiday in found.holidays] == [2, 4]
    assert (found.worked, found.skipped) == ((IncomingHoliday(date(2026, 3, 7), "Stocktaking"),), ())


def test_times_alone_make_a_worked_day_and_a_later_exception_wins() -> None:
    times = element("WorkingTime", elements(FromTime="08:00:00", ToTime="12:00:00"))
    saturday = exception("03-07", "03-07", DayWorking=None, WorkingTimes=times)
    found = read(calendar(1, exceptions(saturday)))
    assert [worked.day.day for worked in found.worked] == [7]
    assert found.day_hours == {date(2026, 3, 7): ((480, 720),)}
    found = read(calendar(1, exceptions(saturday, exception("03-07", "03-08"))))
    assert (found.worked, found.day_hours) == ((), {})
    assert [holiday.day.day for holiday in found.holidays] == [7, 8]


def work_week(begin: str, end: str, *days: str, name: str = "Summer") -> str:
    """A span of 2026 with other days of the week."""
    period = elements(FromDate=f"2026-{begin}T00:00:00", ToDate=f"2026-{end}T23:59:00")
    head = element("TimePeriod", period) + elements(Name=name)
    return element("WorkWeeks", element("WorkWeek", head + element("WeekDays", "".join(days))))


def test_a_work_week_has_worked_weekends_days_off_and_hours_within_its_span() -> None:
    found = read(calendar(1, MONDAY_TO_FRIDAY, work_week("03-05", "03-16", day(7, *OFFICE), day(6), day(2, OFFICE[0]))))
    assert found.week == 31
    assert [(worked.day.day, worked.name) for worked in found.worked] == [(7, "Summer"), (14, "Summer")]
    assert [(holiday.day.day, holiday.name) for holiday in found.holidays] == [(6, "Summer"), (13, "Summer")]
    assert found.day_hours == {date(2026, 3, n): ((480, 720),) for n in (9, 16)}
    assert found.skipped == ()


def test_an_exception_wins_over_a_work_week_whatever_their_order() -> None:
    off = exceptions(exception("03-07", "03-07", Name="Fair"), exception("03-13", "03-13", DayWorking=1))
    weeks = work_week("03-05", "03-16", day(7, *OFFICE), day(6))
    for parts in ((off, weeks), (weeks, off)):
        found = read(calendar(1, MONDAY_TO_FRIDAY, *parts))
        assert [worked.day.day for worked in found.worked] == [14]
        assert [(holiday.day.day, holiday.name) for holiday in found.holidays] == [(6, "Summer"), (7, "Fair")]


def test_a_work_week_without_a_span_is_told_and_one_without_changes_is_nothing() -> None:
    weeks = element("WorkWeeks", element("WorkWeek", elements(Name="Summer") + week(2)))
    assert [left.what for left in read(calendar(1, MONDAY_TO_FRIDAY, weeks)).skipped] == ["Summer"]
    same = work_week("03-05", "03-16", *(day(number, *OFFICE) for number in range(2, 7)), day(1))
    assert read(calendar(1, MONDAY_TO_FRIDAY, same)) == read(calendar(1, MONDAY_TO_FRIDAY))


def test_a_day_of_24_hours_is_one() -> None:
    always = "".join(day(number, ("00:00:00", "00:00:00")) for number in range(1, 8))
    found = read(calendar(1, element("WeekDays", always)))
    assert found.week == 127
    assert found.hours == {weekday: [(0, 1_440)] for weekday in range(7)}


@pytest.mark.parametrize(
    ("begin", "end", "found"),
    [
        ("2026-12-24T00:00:00", "2026-12-25T00:00:00", [24]),
        ("2026-12-24T00:00:00", "2026-12-24T23:59:59", [24]),
        ("2026-12-24T00:00:00", "2026-12-24T23:59:00", [24]),
        ("2026-12-24T00:00:00", "2026-12-24T00:00:00", [24]),
        ("2026-12-24T08:00:00", "2026-12-26T00:00:00", [24, 25]),
        ("2026-12-24", "2026-12-26", [24, 25, 26]),
        ("2026-12-24T00:00:00Z", "2026-12-27T00:00:00Z", [24, 25, 26]),
    ],
)
def test_a_period_that_ends_at_midnight_ends_the_day_before(begin: str, end: str, found: list[int]) -> None:
    told = exception("12-24", "12-24").replace("2026-12-24T00:00:00", begin).replace("2026-12-24T23:59:00", end)
    assert days(told) == [(12, day) for day in found]


@pytest.mark.parametrize(
    ("first_weekday", "found"),
    [
        (None, [(12, 20), (1, 3), (1, 17)]),
        (0, [(12, 20), (1, 3), (1, 17)]),
        (1, [(12, 13), (12, 27), (1, 10)]),
        (6, [(12, 20), (1, 3), (1, 17)]),
        ("x", [(12, 20), (1, 3), (1, 17)]),
    ],
)
def test_every_second_week_counts_weeks_of_the_plan(first_weekday: object, found: list[tuple[int, int]]) -> None:
    """The week of Monday 7 Dec 2026 has its Sunday before it, where weeks begin on Sunday."""
    told = exception("12-07", "12-07", Type=6, Period=2, DaysOfWeek=1, EnteredByOccurrences=1, Occurrences=3)
    head = elements(WeekStartDay=first_weekday)
    read = plan_calendar(parse_mspdi(plan(head=head or "<Title/>", calendars=calendar(1, exceptions(told)))))
    assert [(holiday.day.month, holiday.day.day) for holiday in read.holidays] == found


def test_thousands_of_exceptions_are_given_up_soon() -> None:
    always = exception("01-01", "12-31", Type=7).replace("2026-12-31", "2034-12-31")
    found = read(calendar(1, exceptions(*[always] * 3_000)))
    assert len(found.holidays) == (date(2034, 12, 31) - date(2026, 1, 1)).days + 1
    assert len(found.skipped) > 2_900


def test_a_night_shift_goes_on_the_next_day_in_any_spelling() -> None:
    night = ("22:00:00", "06:00:00")
    over_midnight = read(calendar(1, element("WeekDays", "".join(day(number, night) for number in range(2, 7)))))
    evening, morning = ("22:00:00", "00:00:00"), ("00:00:00", "06:00:00")
    cut = day(2, evening) + "".join(day(number, morning, evening) for number in range(3, 7)) + day(7, morning)
    assert over_midnight == read(calendar(1, element("WeekDays", cut)))
    assert over_midnight.week == 0b0111111, "what begins on Friday evening ends on Saturday"
    sunday = read(calendar(1, element("WeekDays", day(1, night) + day(2) + day(3, *OFFICE))))
    assert sunday.hours[0] == [(0, 360)] and sunday.hours[6] == [(1_320, 1_440)]
