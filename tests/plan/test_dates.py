from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.date_order import DateOrder
from milestone_tui.plan.language.date_reader import AmbiguousDay
from milestone_tui.plan.language.dates import explain_date, parse_date
from milestone_tui.plan.language.wording import due_words

SUNDAY = date(2026, 11, 22)
FRIDAY = date(2026, 11, 27)
DAYS = st.dates(date(1901, 1, 1), date(2190, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-01", (2026, 12, 1)),
        (" 2026-12-1 ", (2026, 12, 1)),
        ("2026/12/01", (2026, 12, 1)),
        ("1 dec", (2026, 12, 1)),
        ("1 Dec 2027", (2027, 12, 1)),
        ("1 dec 27", (2027, 12, 1)),
        ("1st of December, 2027", (2027, 12, 1)),
        ("1-dec-2026", (2026, 12, 1)),
        ("1dec", (2026, 12, 1)),
        ("dec 1", (2026, 12, 1)),
        ("DEC 1, 2027", (2027, 12, 1)),
        ("sept. 30th", (2027, 9, 30)),
        ("1.12.", (2026, 12, 1)),
        ("1.12", (2026, 12, 1)),
        ("01.12.2026", (2026, 12, 1)),
        ("1. 12. 26", (2026, 12, 1)),
        ("31/12/2026", (2026, 12, 31)),
        ("12/31/2026", (2026, 12, 31)),
        ("31-12-2026", (2026, 12, 31)),
        ("12-31-2026", (2026, 12, 31)),
        ("2026/12/31", (2026, 12, 31)),
        ("31.12.26", (2026, 12, 31)),
        ("31/12/26", (2026, 12, 31)),
        ("31-12-26", (2026, 12, 31)),
        ("31 12 2026", (2026, 12, 31)),
        ("12 31 2026", (2026, 12, 31)),
        ("20261231", (2026, 12, 31)),
        ("31122026", (2026, 12, 31)),
        ("31/12", (2026, 12, 31)),
        ("12/31", (2026, 12, 31)),
        ("21/11", (2027, 11, 21)),
        ("3/3/2027", (2027, 3, 3)),
        ("thu 31/12/2026", (2026, 12, 31)),
        ("fri 3/4/2026", (2026, 4, 3)),
        ("wed 3/4/2026", (2026, 3, 4)),
        ("22 nov", (2026, 11, 22)),
        ("21 nov", (2027, 11, 21)),
        ("29 feb", (2028, 2, 29)),
        ("fri", (2026, 11, 27)),
        ("Friday", (2026, 11, 27)),
        ("sun", (2026, 11, 29)),
        ("mon", (2026, 11, 23)),
        ("this sat", (2026, 11, 21)),
        ("next fri", (2026, 11, 27)),
        ("last fri", (2026, 11, 20)),
        ("last sunday", (2026, 11, 15)),
        ("Tue 1 Dec", (2026, 12, 1)),
        ("tue, 1 dec 2026", (2026, 12, 1)),
        ("today", (2026, 11, 22)),
        ("=today", (2026, 11, 22)),
        ("tomorrow", (2026, 11, 23)),
        ("yesterday", (2026, 11, 21)),
        ("=baseline", (2026, 10, 31)),
        ("+2w", (2026, 12, 6)),
        ("2w", (2026, 12, 6)),
        ("+ 2 weeks", (2026, 12, 6)),
        ("in 2 weeks", (2026, 12, 6)),
        ("in a week", (2026, 11, 29)),
        ("2 weeks ago", (2026, 11, 8)),
        ("-3d", (2026, 11, 19)),
        ("−3 d", (2026, 11, 19)),
        ("+0d", (2026, 11, 22)),
        ("+1m", (2026, 12, 22)),
        ("+1q", (2027, 2, 22)),
        ("+1y", (2027, 11, 22)),
        ("-11m", (2025, 12, 22)),
        ("+1wd", (2026, 11, 23)),
        ("+10wd", (2026, 12, 4)),
        ("-1wd", (2026, 11, 20)),
        ("+3 working days", (2026, 11, 25)),
        ("eow", (2026, 11, 27)),
        ("eom", (2026, 11, 30)),
        ("eoq", (2026, 12, 31)),
        ("eoy", (2026, 12, 31)),
        ("end of week", (2026, 11, 27)),
        ("end of next week", (2026, 11, 27)),
        ("start of next week", (2026, 11, 23)),
        ("end of the month", (2026, 11, 30)),
        ("end of next month", (2026, 12, 31)),
        ("end of last month", (2026, 10, 30)),
        ("start of next year", (2027, 1, 1)),
        ("start of next quarter", (2027, 1, 1)),
        ("end of march", (2027, 3, 31)),
        ("end feb 2028", (2028, 2, 29)),
        ("start of dec", (2026, 12, 1)),
        ("mid march", (2027, 3, 15)),
        ("mid-nov", (2027, 11, 15)),
        ("end of q1", (2027, 3, 31)),
        ("start of q4 2026", (2026, 10, 1)),
    ],
)
def test_what_a_person_types(text: str, day: tuple[int, int, int]) -> None:
    assert parse_date(text, SUNDAY, baseline=date(2026, 10, 31)) == date(*day)


@pytest.mark.parametrize(
    ("text", "dmy", "mdy", "ymd"),
    [
        ("5/12", (2026, 12, 5), (2027, 5, 12), (2027, 5, 12)),
        ("5/12/2027", (2027, 12, 5), (2027, 5, 12), None),
        ("5-12-27", (2027, 12, 5), (2027, 5, 12), None),
        ("27/5/12", (2012, 5, 27), (2012, 5, 27), (2027, 5, 12)),
        ("31/12", (2026, 12, 31), (2026, 12, 31), (2026, 12, 31)),
        ("12/31", (2026, 12, 31), (2026, 12, 31), (2026, 12, 31)),
        ("5.12.", (2026, 12, 5), (2026, 12, 5), (2026, 12, 5)),
        ("fri 3/4/2026", (2026, 4, 3), (2026, 4, 3), (2026, 4, 3)),
        ("05122026", (2026, 12, 5), (2026, 5, 12), None),
    ],
)
def test_the_order_decides_what_can_be_two_days(
    text: str, dmy: tuple[int, int, int], mdy: tuple[int, int, int], ymd: tuple[int, int, int] | None
) -> None:
    for order, day in ((DateOrder.DMY, dmy), (DateOrder.MDY, mdy), (DateOrder.YMD, ymd)):
        if day is not None:
            assert parse_date(text, SUNDAY, order=order) == date(*day), order
        else:
            with pytest.raises(AmbiguousDay):
                parse_date(text, SUNDAY, order=order)


def test_without_an_order_the_choices_are_named_and_each_is_one_of_them() -> None:
    with pytest.raises(AmbiguousDay) as refused:
        parse_date("5/12", SUNDAY)
    assert refused.value.choices == ("5 dec", "12 may")
    assert [parse_date(choice, SUNDAY) for choice in refused.value.choices] == [date(2026, 12, 5), date(2027, 5, 12)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("fri", (2026, 12, 4)),
        ("this fri", (2026, 11, 27)),
        ("next fri", (2026, 12, 4)),
        ("next mon", (2026, 11, 30)),
        ("last fri", (2026, 11, 20)),
        ("thu", (2026, 12, 3)),
        ("eow", (2026, 11, 27)),
        ("end of next week", (2026, 12, 4)),
    ],
)
def test_a_weekday_is_never_today_itself(text: str, day: tuple[int, int, int]) -> None:
    assert parse_date(text, FRIDAY) == date(*day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20 nov", (2026, 11, 20)),
        ("22 nov", (2026, 11, 22)),
        ("1 dec", (2025, 12, 1)),
        ("29 feb", (2024, 2, 29)),
        ("fri", (2026, 11, 20)),
        ("sun", (2026, 11, 15)),
        ("end of march", (2026, 3, 31)),
        ("eow", (2026, 11, 20)),
        ("1 dec 2026", (2026, 12, 1)),
        ("+1d", (2026, 11, 23)),
    ],
)
def test_for_what_has_happened_the_last_such_day_is_meant(text: str, day: tuple[int, int, int]) -> None:
    assert parse_date(text, SUNDAY, past=True) == date(*day)


def test_dates_go_from_the_first_day_of_1900_to_the_last_of_2199() -> None:
    for day, offset in ((date(1900, 1, 1), "-1"), (date(2199, 12, 31), "+1")):
        assert parse_date(day.isoformat(), SUNDAY) == day
        for unit in ("d", "w", "m", "q", "y"):
            with pytest.raises(InvalidInput, match="dates go from 1900 to 2199"):
                parse_date(f"{offset}{unit}", SUNDAY, base=day)
    assert parse_date("+1m", SUNDAY, base=date(2199, 11, 30)) == date(2199, 12, 30)
    assert parse_date("-1y", SUNDAY, base=date(1901, 5, 1)) == date(1900, 5, 1)


def test_offsets_count_from_the_present_value_and_in_from_today() -> None:
    base = date(2027, 1, 31)
    assert parse_date("+1m", SUNDAY, base=base) == date(2027, 2, 28)
    assert parse_date("-1d", SUNDAY, base=base) == date(2027, 1, 30)
    assert parse_date("+1wd", SUNDAY, base=base, calendar=WorkCalendar(0b0100000)) == date(2027, 2, 6)
    assert parse_date("in 1 month", SUNDAY, base=base) == date(2026, 12, 22)
    assert parse_date("fri", SUNDAY, base=base) == FRIDAY


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("31 feb", '"31 feb" is not a date: February 2027 has 28 days.'),
        ("30 feb 2028", '"30 feb 2028" is not a date: February 2028 has 29 days.'),
        ("29 feb 2027", '"29 feb 2027" is not a date: February 2027 has 28 days.'),
        ("31 nov", '"31 nov" is not a date: November 2026 has 30 days.'),
        ("0.12.", '"0.12." is not a date: December 2026 has 31 days.'),
        ("2026-13-01", '"2026-13-01" is not a date: months go from 1 to 12.'),
        ("1.13.", '"1.13." is not a date: months go from 1 to 12.'),
        ("foo", '"foo" is not a date. Try 2026-12-01, 1 dec, fri, +2w or eom.'),
        ("f\x1b[2J", '"f␛[2j" is not a date. Try 2026-12-01, 1 dec, fri, +2w or eom.'),
        ("2", '"2" is not a date. Try 2026-12-01, 1 dec, fri, +2w or eom.'),
        ("", "Enter a date, such as 2026-12-01, 1 dec, fri, +2w or eom."),
        ("  ", "Enter a date, such as 2026-12-01, 1 dec, fri, +2w or eom."),
        ("1/2/2027", '"1/2/2027" is ambiguous. Enter 1 feb 2027 or 2 jan 2027.'),
        ("03-04-26", '"03-04-26" is ambiguous. Enter 3 apr 2026 or 4 mar 2026.'),
        ("03 04 2026", '"03 04 2026" is ambiguous. Enter 3 apr 2026 or 4 mar 2026.'),
        ("03042026", '"03042026" is ambiguous. Enter 3 apr 2026 or 4 mar 2026.'),
        ("3/4", '"3/4" is ambiguous. Enter 3 apr or 4 mar.'),
        ("31/13/2026", '"31/13/2026" is not a date: months go from 1 to 12.'),
        ("0/5/2026", '"0/5/2026" is not a date: months go from 1 to 12.'),
        ("31/02/2027", '"31/02/2027" is not a date: February 2027 has 28 days.'),
        ("02/30/2027", '"02/30/2027" is not a date: February 2027 has 28 days.'),
        ("31/12/9999", '"31/12/9999" is out of range: dates go from 1900 to 2199.'),
        ("12345678", '"12345678" is not a date. Try 2026-12-01, 1 dec, fri, +2w or eom.'),
        ("thu 3/4/2026", '"thu 3/4/2026" is not a date: 3 April 2026 is a Friday, not a Thursday.'),
        ("w54", '"w54" is not a week: weeks go from 1 to 53.'),
        ("w53 2027", '"w53 2027" is not a week: 2027 has 52 weeks.'),
        ("q5 2027", '"q5 2027" is not a quarter: quarters go from 1 to 4.'),
        ("h3", '"h3" is not a half: halves go from 1 to 2.'),
        ("2026-13", '"2026-13" is not a month: months go from 1 to 12.'),
        ("dec 2200", '"dec 2200" is out of range: dates go from 1900 to 2199.'),
        ("mid q1", '"mid q1" is not one day. Enter a date, or mid and a month.'),
        ("2027", '"2027" is not a date. Try 2026-12-01, 1 dec, fri, +2w or eom.'),
        ("31. Februar", '"31. februar" is not a date: February 2027 has 28 days.'),
        ("Fr 10.12.26", '"fr 10.12.26" is not a date: 10 December 2026 is a Thursday, not a Friday.'),
        ("fri 1 dec", '"fri 1 dec" is not a date: 1 December 2026 is a Tuesday, not a Friday.'),
        ("=baseline", "No baseline yet. Press B on the timeline to set one."),
        ("0026-12-01", '"0026-12-01" is out of range: dates go from 1900 to 2199.'),
        ("+999999999999999999y", '"+999999999999999999y" is out of range: dates go from 1900 to 2199.'),
        ("+99999999999999999999999999d", '"+99999999999999999999999999d" is out of range: dates go from 1900 to 2199.'),
        ("-3000000d", '"-3000000d" is out of range: dates go from 1900 to 2199.'),
        ("+99999999999999999999wd", "Too many working days from 22 Nov 2026: the date is out of range."),
        ("in 9999 w", '"in 9999 w" is out of range: dates go from 1900 to 2199.'),
        ("2026-00-10", '"2026-00-10" is not a date: months go from 1 to 12.'),
        ("1 dec 9999", '"1 dec 9999" is out of range: dates go from 1900 to 2199.'),
    ],
)
def test_a_mistake_is_answered_by_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_date(text, SUNDAY)
    assert str(refused.value) == sentence
    assert refused.value.field == ""


@pytest.mark.parametrize(
    "text", ["ma", "fr", "end of qa", "am", "ad", "1 d ago ago", "+2x", "++2d", "٣ dec", "9" * 5000, "1 dec" * 99]
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_date(text, SUNDAY)


ATOMS = [
    "1",
    "31",
    "2026",
    "0",
    "99999999999",
    "dec",
    "feb",
    "may",
    "fri",
    "end",
    "of",
    "next",
    "last",
    "in",
    "w",
    "wd",
    "m",
]
SHAPED = st.lists(
    st.sampled_from([*ATOMS, "q3", "qa", "+", "-", ".", "/", " ", "week", "ago", "mid", "=", "today"]), max_size=8
)


@given(SHAPED.map("".join) | SHAPED.map(" ".join) | st.text(max_size=12), DAYS, DAYS, st.booleans())
@settings(deadline=None)
def test_any_text_is_a_date_or_a_sentence(text: str, today: date, base: date, past: bool) -> None:
    try:
        day = parse_date(text, today, base=base, past=past)
    except InvalidInput as refused:
        assert str(refused).endswith(".")
    else:
        assert 1900 <= day.year <= 2199


@given(DAYS, DAYS)
@settings(deadline=None)
def test_every_way_to_write_a_whole_date_is_read_back(day: date, today: date) -> None:
    for pattern in ("%Y-%m-%d", "%d %b %Y", "%B %d, %Y", "%d.%m.%Y", "%a %d %b %Y"):
        assert parse_date(day.strftime(pattern), today) == day


@given(DAYS, DAYS, st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%d %m %Y", "%d%m%Y", "%m%d%Y"]))
@settings(deadline=None)
def test_numbers_are_read_in_the_one_order_that_fits_or_both_readings_are_named(
    day: date, today: date, form: str
) -> None:
    text = day.strftime(form)
    if day.day > 12 or day.day == day.month:
        assert parse_date(text, today) == day
        return
    with pytest.raises(InvalidInput) as refused:
        parse_date(text, today)
    typed = str(refused.value).removesuffix(".").partition("Enter ")[2].split(" or ")
    assert {parse_date(way, today) for way in typed} == {day, date(day.year, day.day, day.month)}


@given(DAYS, st.integers(1, 12), st.integers(1, 28))
@settings(deadline=None)
def test_a_day_without_a_year_is_the_nearest_one(today: date, month: int, day: int) -> None:
    text = f"{day}.{month}."
    coming, gone = parse_date(text, today), parse_date(text, today, past=True)
    assert gone <= today <= coming
    assert coming == today or (coming - gone).days in (365, 366)


@given(DAYS, st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]))
@settings(deadline=None)
def test_a_weekday_is_within_the_week_after_or_before_today(today: date, name: str) -> None:
    assert 1 <= (parse_date(name, today) - today).days <= 7
    assert -7 <= (parse_date(f"last {name}", today) - today).days <= -1
    assert parse_date(f"next {name}", today) - parse_date(f"this {name}", today) == timedelta(7)


@given(DAYS, st.sampled_from([1, 16, 31, 96, 127]))
@settings(deadline=None)
def test_ends_are_today_or_later_and_the_last_of_their_kind(today: date, working_days: int) -> None:
    month, quarter, year = (parse_date(text, today) for text in ("eom", "eoq", "eoy"))
    assert today <= month <= quarter <= year
    assert monthrange(month.year, month.month)[1] - month.day <= 2
    assert today <= parse_date("eow", today, calendar=WorkCalendar(working_days)) <= today + timedelta(13)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ((2026, 12, 1), "Tue 1 Dec 2026 · in 9 days · working day"),
        ((2026, 11, 22), "Sun 22 Nov 2026 · today · non-working"),
        ((2026, 11, 23), "Mon 23 Nov 2026 · tomorrow · working day"),
        ((2026, 11, 21), "Sat 21 Nov 2026 · yesterday · non-working"),
        ((2026, 11, 2), "Mon 2 Nov 2026 · 20 days ago · working day"),
        ((2026, 12, 22), "Tue 22 Dec 2026 · in 30 days · working day"),
        ((2026, 12, 23), "Wed 23 Dec 2026 · in 4 weeks · working day"),
        ((2027, 1, 21), "Thu 21 Jan 2027 · in 9 weeks · working day"),
        ((2027, 2, 20), "Sat 20 Feb 2027 · in 3 months · non-working"),
        ((2027, 2, 22), "Mon 22 Feb 2027 · in 3 months · working day"),
        ((2027, 11, 22), "Mon 22 Nov 2027 · in 12 months · working day"),
        ((2028, 11, 22), "Wed 22 Nov 2028 · in 2 years · working day"),
        ((2016, 11, 22), "Tue 22 Nov 2016 · 10 years ago · working day"),
    ],
)
def test_explain_date(day: tuple[int, int, int], words: str) -> None:
    assert explain_date(date(*day), SUNDAY) == words


@given(st.integers(31, 4000))
def test_a_day_is_as_far_away_in_the_editor_as_in_the_tables(days: int) -> None:
    day = SUNDAY + timedelta(days)
    assert f" · {due_words(day, SUNDAY)} · " in explain_date(day, SUNDAY)


@given(st.integers(1900, 2199), st.integers(1, 12))
@settings(deadline=None)
def test_months_have_their_length(year: int, month: int) -> None:
    name = date(year, month, 1).strftime("%B").lower()
    every_day = WorkCalendar(127)
    assert parse_date(f"end of {name} {year}", SUNDAY, calendar=every_day).day == monthrange(year, month)[1]


ENDS = [date.min, date.max, date(1900, 1, 1), date(2199, 12, 31), SUNDAY]
WEEKS = [WorkCalendar(), WorkCalendar(64), WorkCalendar(31, [date.min, date(2199, 12, 31), date.max])]
RELATIVE = (
    *("+1d", "-1d", "+9999999w", "-99999wd", "+1wd", "-1wd", "+1m", "-1m", "+1q", "-3000y", "+99999999999999999999wd"),
    *("eow", "end of next week", "start of last week", "end of last month", "eom", "eoq", "eoy", "end of next year"),
    *("fri", "last fri", "this mon", "next sun", "29 feb", "31/12", "12/31", "mid feb", "end of march", "in 2 weeks"),
    *(
        "2 weeks ago",
        "yesterday",
        "tomorrow",
        "today",
        "=baseline",
        "in 99999999999999999 months",
        "+" + "9" * 40 + "q",
    ),
)


@given(
    *(st.sampled_from(RELATIVE), st.sampled_from(ENDS), st.sampled_from(ENDS)), st.booleans(), st.sampled_from(WEEKS)
)
@settings(deadline=None, max_examples=500)
def test_nothing_at_the_ends_of_the_calendar_is_more_than_a_sentence(
    text: str, today: date, base: date, past: bool, calendar: WorkCalendar
) -> None:
    try:
        day = parse_date(text, today, base=base, baseline=base, calendar=calendar, past=past)
    except InvalidInput as refused:
        assert str(refused).endswith(".")
    else:
        assert 1900 <= day.year <= 2199
