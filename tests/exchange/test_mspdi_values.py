"""The values of Microsoft Project's XML."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestone_tui.exchange.mspdi.tasks import (
    Lag,
    LagKind,
    Moment,
    is_elapsed,
    parse_any_moment,
    parse_clock,
    parse_duration,
    parse_lag,
    parse_moment,
    parse_number,
    parse_whole,
)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2004-07-19T08:30:00", Moment(date(2004, 7, 19), 510)),
        ("2004-07-19T23:59:59.5+13:00", Moment(date(2004, 7, 19), 1_439)),
        ("2004-07-19T00:30:00Z", Moment(date(2004, 7, 19), 30)),
        ("2004-07-19", Moment(date(2004, 7, 19), 0)),
        ("NA", None),
        ("", None),
        ("2004-02-30T08:00:00", None),
        ("0000-01-01T08:00:00", None),
    ],
)
def test_a_moment_is_read_on_its_own_clock(text: str, read: Moment | None) -> None:
    assert parse_moment(text) == read


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("PT40H0M0S", 2_400),
        ("PT0H0M0S", 0),
        ("PT7H30M0S", 450),
        ("PT1.5H", 90),
        ("P2DT1H", 2_940),
        ("-PT8H0M0S", -480),
        ("PT0H0M30S", 0),
        ("PT0H0M31S", 1),
        ("P", None),
        ("PT", None),
        ("P1Y", None),
        ("40", None),
        ("", None),
        ("PT9999999999H", None),
    ],
)
def test_a_duration_is_read_in_minutes(text: str, minutes: int | None) -> None:
    assert parse_duration(text) == minutes


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 99_999), st.integers(0, 59), st.integers(0, 59))
def test_every_duration_as_it_is_written_is_read(hours: int, minutes: int, seconds: int) -> None:
    read = parse_duration(f"PT{hours}H{minutes}M{seconds}S")
    assert read is not None
    assert abs(read - (hours * 60 + minutes + seconds / 60)) <= 0.5
    assert parse_duration(f"-PT{hours}H{minutes}M{seconds}S") == -read


@pytest.mark.parametrize(
    ("amount", "unit", "lag"),
    [
        ("4800", "7", Lag(480, LagKind.WORKING)),
        ("-72000", "7", Lag(-7_200, LagKind.WORKING)),
        ("14400", "8", Lag(1_440, LagKind.ELAPSED)),
        ("24000", "39", Lag(2_400, LagKind.WORKING)),
        ("14400", "40", Lag(1_440, LagKind.ELAPSED)),
        ("50", "19", Lag(50, LagKind.PERCENT)),
        ("-50", "51", Lag(-50, LagKind.PERCENT)),
        ("25", "20", Lag(25, LagKind.ELAPSED_PERCENT)),
        ("25", "52", Lag(25, LagKind.ELAPSED_PERCENT)),
        ("", "", Lag(0, LagKind.WORKING)),
        ("4800.0", "21", Lag(480, LagKind.WORKING)),
        ("soon", "7", None),
        ("4800", "days", None),
        ("NaN", "7", None),
        ("999999999999", "7", Lag(144_000_000, LagKind.WORKING)),
    ],
)
def test_a_lag_is_read_in_its_format(amount: str, unit: str, lag: Lag | None) -> None:
    assert parse_lag(amount, unit) == lag


@settings(max_examples=100, deadline=None)
@given(st.integers(-1_000_000, 1_000_000), st.sampled_from(["3", "5", "7", "9", "11", "35", "37", "39", ""]))
def test_a_lag_of_working_time_is_tenths_of_a_minute_in_every_unit(tenths: int, unit: str) -> None:
    lag = parse_lag(str(tenths), unit)
    assert lag is not None
    assert lag.kind is LagKind.WORKING
    assert abs(lag.amount - tenths / 10) <= 0.5


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=30), st.text(max_size=10))
def test_no_text_raises(text: str, other: str) -> None:
    for parse in (parse_moment, parse_duration, parse_clock, parse_number, is_elapsed):
        parse(text)
    parse_lag(text, other)
    assert parse_whole(text, 7) == int(parse_number(text) or 0) or parse_number(text) is None


@settings(max_examples=100, deadline=None)
@given(st.datetimes())
def test_every_moment_that_is_written_is_read(moment: datetime) -> None:
    if not 1900 <= moment.year <= 2199:
        assert parse_moment(moment.isoformat()) is None
    assert parse_any_moment(moment.isoformat()) == Moment(moment.date(), moment.hour * 60 + moment.minute)


def test_times_of_a_day_and_numbers() -> None:
    assert (parse_clock("17:30:00"), parse_clock("24:00:00"), parse_clock("noon")) == (1_050, 1_440, None)
    assert (parse_number("12.5"), parse_number("Infinity"), parse_number("1e99")) == (Decimal("12.5"), None, None)
    assert (parse_whole("3.7", 0), parse_whole("x", 5)) == (3, 5)
    assert (is_elapsed("8"), is_elapsed("7"), is_elapsed("")) == (True, False, False)
