"""The day that the name of a file speaks for."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestone_tui.plan.importing.day_of_name import common_name, days_of_name, days_of_names, reported_day
from milestone_tui.plan.language.wording import MONTH_NAMES, MONTHS

OCTOBER = date(2026, 10, 31)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("plan-2026-10.csv", OCTOBER),
        ("2026-10-31 plan.xml", OCTOBER),
        ("plan_20261031.gan", OCTOBER),
        ("Status Oktober 2026.csv", OCTOBER),
        ("Plan KW44 2026.xml", date(2026, 10, 30)),
        ("Q3 2026.csv", date(2026, 9, 30)),
        # days
        ("plan 2026_10_31", OCTOBER),
        ("plan.2026.10.31.csv", OCTOBER),
        ("31.10.2026 Stand.csv", OCTOBER),
        ("Stand 31.10.26.csv", OCTOBER),
        ("Stand vom 31. Oktober 2026.csv", OCTOBER),
        ("status-31-oct-2026.csv", OCTOBER),
        ("Oct 31, 2026 status.csv", OCTOBER),
        ("October 31st 2026.csv", OCTOBER),
        ("2026-Oct-31.csv", OCTOBER),
        ("1er octobre 2026.csv", date(2026, 10, 1)),
        ("plan 20261031T1745.csv", OCTOBER),
        ("plan 202610311745.csv", OCTOBER),
        ("31październik2026.csv", OCTOBER),
        ("Fri 30 Oct 2026.csv", date(2026, 10, 30)),
        # months
        ("202610.csv", OCTOBER),
        ("2026.10 plan.csv", OCTOBER),
        ("plan_2026_10.csv", OCTOBER),
        ("10-2026.csv", OCTOBER),
        ("10.2026.csv", OCTOBER),
        ("plan 2026-2.csv", date(2026, 2, 28)),
        ("plan-okt-26.csv", OCTOBER),
        ("Oct26.csv", OCTOBER),
        ("2026 octubre.csv", OCTOBER),
        ("octobre 2026", OCTOBER),
        ("ottobre_2026", OCTOBER),
        ("outubro 2026", OCTOBER),
        ("plan-2026-10 (1).csv", OCTOBER),
        ("plan v2.10 2026-10.csv", OCTOBER),
        ("März 2026.csv", date(2026, 3, 31)),
        ("plan 2026-02 final v3.csv", date(2026, 2, 28)),
        # weeks, quarters, halves
        ("2026-W44.csv", date(2026, 10, 30)),
        ("2026W44 plan.csv", date(2026, 10, 30)),
        ("KW 44-2026.csv", date(2026, 10, 30)),
        ("44. KW 2026.csv", date(2026, 10, 30)),
        ("Plan 2026 KW44.xml", date(2026, 10, 30)),
        ("week 1 2027.csv", date(2027, 1, 8)),
        ("CW44_26.csv", date(2026, 10, 30)),
        ("semaine 44 2026.csv", date(2026, 10, 30)),
        ("2026-Q3.csv", date(2026, 9, 30)),
        ("3. Quartal 2026.csv", date(2026, 9, 30)),
        ("T3 2026.csv", date(2026, 9, 30)),
        ("3Q26.csv", date(2026, 9, 30)),
        ("H1 2026.csv", date(2026, 6, 30)),
        # two of one day
        ("2026-10 plan of 2026-10-15.csv", date(2026, 10, 15)),
        ("Q4 2026 plan-2026-10.csv", OCTOBER),
    ],
)
def test_a_name_speaks_for_a_day(name: str, day: date) -> None:
    found = days_of_name(name)
    assert found is not None and found.last == day


@pytest.mark.parametrize(
    "name",
    [
        "plan.csv",
        "plan 2026.csv",
        "Plan 2026-2027.csv",
        "v2.10 2026.csv",
        "plan v3.csv",
        "2026-13.csv",
        "2026-02-30.csv",
        "KW54 2026.csv",
        "Q5 2026.csv",
        "Task list 2026.csv",
        "plan 1234567890.csv",
        "2026-09 sent on 2026-10-02.csv",
        "from 2026-09-01 to 2026-10-01.csv",
        "Plan 3 2026.csv",
        "FY26 Q3 FY.csv",
        "0000-10.csv",
    ],
)
def test_a_name_without_one_day_speaks_for_none(name: str) -> None:
    assert days_of_name(name) is None


def test_all_names_of_a_folder_decide_the_order_of_day_and_month() -> None:
    found = days_of_names(["plan 05-04-2026.csv", "plan 31-05-2026.csv"], None)
    assert [days and days.last for days in found.values()] == [date(2026, 4, 5), date(2026, 5, 31)]
    found = days_of_names(["plan 04-05-2026.csv", "plan 05-31-2026.csv"], None)
    assert [days and days.last for days in found.values()] == [date(2026, 4, 5), date(2026, 5, 31)]


def test_an_order_that_no_name_decides_is_asked_for_and_can_be_said() -> None:
    names = ["plan 05-04-2026.csv", "plan-2026-10.csv", "plan 05-05-2026.csv"]
    assert [days and days.last for days in days_of_names(names, None).values()] == [None, OCTOBER, date(2026, 5, 5)]
    assert next(days and days.last for days in days_of_names(names, "mdy").values()) == date(2026, 5, 4)
    assert next(days and days.last for days in days_of_names(names, "dmy").values()) == date(2026, 4, 5)
    assert days_of_names(["05.04.2026"], None)["05.04.2026"] is not None


def test_a_period_that_is_not_over_speaks_for_today() -> None:
    found = days_of_name("plan-2026-11.csv")
    assert found is not None
    assert reported_day(found, date(2026, 11, 20)) == date(2026, 11, 20)
    assert reported_day(found, date(2026, 10, 20)) == date(2026, 11, 30)
    assert reported_day(found, date(2027, 10, 20)) == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("names", "common"),
    [
        (("plan-2026-01", "plan-2026-02"), "plan"),
        (("Status Oktober 2026", "Status November 2026"), "Status"),
        (("2026-01 House plan v1", "2026-02 House plan v2"), "House plan"),
        (("2026-01-31", "2026-02-28"), ""),
        (("ACME_202601_final", "acme_202602"), "ACME"),
        (("North 2026-01", "South 2026-02"), ""),
    ],
)
def test_names_have_something_in_common(names: tuple[str, ...], common: str) -> None:
    assert common_name([days.rest for name in names if (days := days_of_name(name))]) == common


@given(st.dates(date(1950, 1, 1), date(2199, 12, 31)), st.sampled_from(["", "plan ", "Plan_", "status-", "Stand v2 "]))
def test_every_day_is_read_back_from_its_usual_spellings(day: date, before: str) -> None:
    long, short = MONTH_NAMES[day.month - 1], MONTHS[day.month - 1]
    for text in (
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day:%d.%m.%Y}",
        f"{day.day} {long} {day.year}",
        f"{short} {day.day}, {day.year}",
        f"{day.day}{short}{day.year}",
    ):
        found = days_of_name(f"{before}{text}.csv")
        assert found is not None and (found.first, found.last) == (day, day), text


@given(st.text(alphabet="0123456789-._ /KWq3Oktobermay()", max_size=24))
def test_no_name_raises(name: str) -> None:
    days_of_name(name)
    days_of_names([name], None)
