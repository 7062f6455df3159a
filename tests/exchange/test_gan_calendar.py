"""Reading GanttProject's files of holidays."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import sample

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.ganttproject.xml import read_calendar
from milestone_tui.plan.imported import IncomingHoliday


def calendar(dates: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<calendar id="x" name="X" type="country">{dates}</calendar >'.encode()
    )


def test_holidays_of_one_year_and_of_every_year() -> None:
    data = calendar(
        '<!-- all --><date year="" month="12" date="25" type="HOLIDAY"><![CDATA[Christmas Day ]]></date>'
        '<date year="2026" month="4" date="3"><![CDATA[Good Friday]]></date>'
        '<date year="" month="2" date="29" type="HOLIDAY">Leap</date>'
        '<date year="2026" month="3" date="1" type="NEUTRAL"><![CDATA[St David]]></date>'
    )
    found = read_calendar(data, range(2026, 2029))
    assert found.holidays == (
        IncomingHoliday(date(2026, 4, 3), "Good Friday"),
        IncomingHoliday(date(2026, 12, 25), "Christmas Day"),
        IncomingHoliday(date(2027, 12, 25), "Christmas Day"),
        IncomingHoliday(date(2028, 2, 29), "Leap"),
        IncomingHoliday(date(2028, 12, 25), "Christmas Day"),
    )
    assert [(left.where, left.what, left.reason) for left in found.remarks] == [
        ("line 2", "St David", "it is not a day off")
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is"),
        (b"<calendar><date", "This file is"),
        (b"<project/>", "starts with <project>"),
        (b'<!DOCTYPE p [<!ENTITY a "aaaa">]><calendar>&a;</calendar>', "has a DOCTYPE"),
        (b'<?xml version="1.0" encoding="no-such"?><calendar>\xff</calendar>', "unknown encoding"),
    ],
)
def test_a_broken_or_foreign_file_is_refused_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(ImportRefused, match=sentence):
        read_calendar(data, range(2026, 2027))


values = st.sampled_from(["", "0", "1", "31", "2026", "9" * 20, "-1", "x"])


@settings(max_examples=100, deadline=None)
@given(values, values, values)
def test_any_values_are_a_day_or_told(year: str, month: str, day: str) -> None:
    found = read_calendar(calendar(f'<date year="{year}" month="{month}" date="{day}"/>'), range(2026, 2027))
    assert bool(found.holidays) != bool(found.remarks)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(calendar))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read_calendar(data, range(2026, 2028))
    except ImportRefused as refusal:
        assert str(refusal).endswith(".")


def test_the_sample_of_england() -> None:
    path = sample("ganttproject_uk_england.calendar")
    found = read_calendar(path.read_bytes(), range(2019, 2021))
    names = {holiday.day: holiday.name for holiday in found.holidays}
    assert names[date(2020, 5, 8)] == "Early May Bank Holiday (VE day)"
    assert names[date(2019, 12, 25)] == "Christmas Day"
    assert [day.year for day in names].count(2020) == 9
    assert {left.reason for left in found.remarks} == {"it is not a day off"}
