"""Reading holidays out of calendar files."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from read_plans import reasons
from samples import sample

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.ics import recurrences
from milestone_tui.exchange.ics.events import unfold
from milestone_tui.exchange.ics.reader import read_ics

YEARS = range(2026, 2029)


def event(*lines: str, start: str = "DTSTART;VALUE=DATE:20260501", name: str = "Labour Day") -> str:
    return "\r\n".join(("BEGIN:VEVENT", f"SUMMARY:{name}", start, *lines, "END:VEVENT", ""))


def calendar(*events: str) -> bytes:
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "".join(events) + "END:VCALENDAR\r\n").encode()


def days(*events: str) -> list[str]:
    """The days off of these events, as text."""
    return [f"{holiday.day}" for holiday in read_ics(calendar(*events), YEARS).holidays]


def test_an_all_day_event_is_a_day_off() -> None:
    (found,) = read_ics(calendar(event(name="Hanukkah\\, the first\\nday\\; ✡")), YEARS).holidays
    assert (found.day, found.name) == (date(2026, 5, 1), "Hanukkah, the first day; ✡")


def test_the_end_is_the_day_after_the_last() -> None:
    assert days(event("DTEND;VALUE=DATE:20260503")) == ["2026-05-01", "2026-05-02"]
    assert days(event("DTEND;VALUE=DATE:20260501")) == ["2026-05-01"], "an end that is none"
    assert days(event("DURATION:P1W")) == [f"2026-05-0{n}" for n in range(1, 8)]
    assert days(event("DURATION:P2DT0H")) == ["2026-05-01", "2026-05-02"]


def test_what_returns_each_year_is_told_for_the_years_that_are_asked_for() -> None:
    assert days(event("RRULE:FREQ=YEARLY", start="DTSTART;VALUE=DATE:20200501")) == [
        "2026-05-01",
        "2027-05-01",
        "2028-05-01",
    ]
    assert days(event("RRULE:FREQ=YEARLY;UNTIL=20270501")) == ["2026-05-01", "2027-05-01"]
    assert days(event("RRULE:FREQ=YEARLY;UNTIL=20270501T000000Z")) == ["2026-05-01", "2027-05-01"]
    assert days(event("RRULE:freq=yearly;count=2", start="DTSTART;VALUE=DATE:20250501")) == ["2026-05-01"]
    assert days(event("RRULE:FREQ=YEARLY;INTERVAL=2")) == ["2026-05-01", "2028-05-01"]
    assert days(event("RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", start="DTSTART;VALUE=DATE:20251127")) == [
        "2026-11-26",
        "2027-11-25",
        "2028-11-23",
    ]
    assert days(event("RRULE:FREQ=YEARLY", start="DTSTART;VALUE=DATE:20240229")) == ["2028-02-29"]
    assert days(event("RRULE:FREQ=YEARLY;BYHOUR=0,1,2,3")) == ["2026-05-01", "2027-05-01", "2028-05-01"]


def test_days_are_left_away_from_what_recurs_added_and_moved() -> None:
    rule = ("UID:1", "RRULE:FREQ=YEARLY")
    assert days(event(*rule, "EXDATE;VALUE=DATE:20270501,20280501")) == ["2026-05-01"]
    assert days(event(*rule, "EXDATE:20270501T000000Z", "RDATE;VALUE=DATE:20260502")) == [
        "2026-05-01",
        "2026-05-02",
        "2028-05-01",
    ]
    instead = event("UID:1", "RECURRENCE-ID;VALUE=DATE:20270501", start="DTSTART;VALUE=DATE:20270503")
    assert days(event(*rule), instead) == ["2026-05-01", "2027-05-03", "2028-05-01"]


def test_one_of_what_recurs_that_stays_on_its_day_but_takes_longer_is_taken_once() -> None:
    always = event("UID:1", "RRULE:FREQ=YEARLY")
    longer = event("UID:1", "RECURRENCE-ID;VALUE=DATE:20270501", "DURATION:P2D", start="DTSTART;VALUE=DATE:20270501")
    assert days(always, longer) == ["2026-05-01", "2027-05-01", "2027-05-02", "2028-05-01"]


@pytest.mark.parametrize(("begin", "end"), [("T000000", "T120000"), ("T093000", "T000000"), ("T093000", "T120000")])
def test_what_begins_or_ends_within_a_day_is_no_day_off(begin: str, end: str) -> None:
    found = read_ics(calendar(event(f"DTEND:20260502{end}", start=f"DTSTART:20260501{begin}")), YEARS)
    assert reasons(found) == ["line 3: Labour Day: it has a time of day, so it is not a day off"]


def test_a_whole_day_written_as_a_time_is_a_day_and_others_are_none() -> None:
    midnight = "DTSTART:20260501T000000"
    assert days(event("DTEND:20260502T000000", start=midnight)) == ["2026-05-01"]
    assert days(event("X-MICROSOFT-CDO-ALLDAYEVENT:TRUE", start=midnight)) == ["2026-05-01"]
    found = read_ics(
        calendar(
            event("DTEND:20260501T100000Z", start="DTSTART:20260501T090000Z", name="Meeting"),
            event("DTEND:20260502T100000Z", start="DTSTART:20260501T100000Z", name="Elsewhere"),
        ),
        YEARS,
    )
    assert reasons(found) == [
        "line 3: Meeting: it has a time of day, so it is not a day off",
        "line 8: Elsewhere: it has a time of day, so it is not a day off",
    ]


def test_what_is_no_holiday_is_told_with_its_line() -> None:
    found = read_ics(
        calendar(
            event("STATUS:CANCELLED"),
            event(start="DTSTART;VALUE=DATE:20260231"),
            event(start="X-NONE:1", name=""),
            event("DTEND;VALUE=DATE:20290101"),
            event("RRULE:FREQ=HOURLY"),
            event("RRULE:FREQ=WEEKLY;BYDAY=1MO"),
            event("RRULE:FREQ=FORTNIGHTLY"),
            event("RRULE:COUNT=3"),
            event("RRULE:FREQ=YEARLY;INTERVAL=0"),
            event("RRULE:FREQ=YEARLY;BYDAY=XX"),
            event("RRULE:FREQ=YEARLY", start="DTSTART;VALUE=DATE:16010101"),
            event(start="DTSTART;VALUE=DATE:99991231"),
            event("RDATE:99991231", "DURATION:P3D"),
        ),
        YEARS,
    )
    assert not found.holidays
    assert [reason.partition(": ")[2] for reason in reasons(found)] == [
        "Labour Day: it is cancelled",
        'Labour Day: its date "20260231" is not a date',
        'an event: its date "" is not a date',
        "Labour Day: it lasts 976 days; a day off lasts at most 366",
        "Labour Day: it recurs within a day, so it is not a day off",
        'Labour Day: its recurrence "FREQ=WEEKLY;BYDAY=1MO" cannot be read',
        'Labour Day: its recurrence "FREQ=FORTNIGHTLY" cannot be read',
        'Labour Day: its recurrence "COUNT=3" cannot be read',
        'Labour Day: its recurrence "FREQ=YEARLY;INTERVAL=0" cannot be read',
        'Labour Day: its recurrence "FREQ=YEARLY;BYDAY=XX" cannot be read',
        "Labour Day: 16010101 is out of range, dates go from 1900 to 2199",
        "Labour Day: 99991231 is out of range, dates go from 1900 to 2199",
        "Labour Day: it ends after the last possible date",
    ]


def test_a_day_that_never_comes_is_not_looked_for_for_ever() -> None:
    assert days(event("RRULE:FREQ=YEARLY;COUNT=5;BYMONTH=2;BYMONTHDAY=30")) == []


def test_lines_that_say_nothing_other_line_ends_and_alarms_do_no_harm() -> None:
    alarm = "BEGIN:VALARM\r\nSUMMARY:Wake\r\nDTSTART:20260101\r\nEND:VALARM"
    text = calendar(event(alarm, "garbage"), "\r\n\r\nmore garbage\r\n", event(start="dtstart:20260502")).decode()
    for breaks in ("\r\n", "\n", "\r"):
        found = read_ics(b"\xef\xbb\xbf" + text.replace("\r\n", breaks).encode(), YEARS)
        assert [(holiday.day.day, holiday.name) for holiday in found.holidays] == [(1, "Labour Day"), (2, "Labour Day")]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is cut off"),
        (b"\r\n \r\n", "is cut off"),
        (b"title,due\n", "does not start with BEGIN:VCALENDAR"),
        (b"<html/>", "does not start with BEGIN:VCALENDAR"),
        (b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", "does not start with BEGIN:VCALENDAR"),
        (calendar(event())[:-15], "is cut off"),
        (calendar(event())[:60], "is cut off"),
        (calendar("END:VEVENT\r\n"), "line 3 has an END without a BEGIN"),
        (calendar(event() * 20_001), "has more than 20,000 days off or events"),
        (calendar(event("RRULE:FREQ=YEARLY", "DURATION:P366D") * 60), "has more than 20,000 days off or events"),
    ],
)
def test_a_broken_or_foreign_file_is_refused_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(ImportRefused, match=sentence):
        read_ics(data, YEARS)


printable = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=200)


@settings(max_examples=100, deadline=None)
@given(st.lists(printable, max_size=6), st.integers(1, 75), st.sampled_from(["\r\n", "\n", "\r"]))
def test_lines_are_joined_wherever_they_were_folded(lines: list[str], width: int, breaks: str) -> None:
    """Folded at any number of bytes, also within a character, each line comes back as it was."""
    folded = []
    for line in lines:
        data = line.encode()
        pieces = [data[at : at + width] for at in range(0, len(data), width)]
        folded.append((breaks.encode() + b" ").join(pieces))
    assert [line for _, line in unfold(breaks.encode().join(folded))] == lines


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: calendar(event(text, f"RRULE:{text}"))))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read_ics(data, YEARS)
    except ImportRefused as refusal:
        assert str(refusal).endswith(".")


rules = st.lists(
    st.tuples(
        st.sampled_from(["INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "BYWEEKNO"]),
        st.sampled_from(["", "0", "1", "-1", "2", "13", "53", "MO", "-1SU", "20270101", "1,2", "x", "9" * 20]),
    ),
    max_size=4,
)


@settings(max_examples=100, deadline=None)
@given(rules)
def test_any_yearly_rule_is_read_or_told(rule: list[tuple[str, str]]) -> None:
    text = ";".join(("FREQ=YEARLY", *(f"{name}={value}" for name, value in rule)))
    found = read_ics(calendar(event(f"RRULE:{text}")), YEARS)
    assert found.remarks or all(holiday.day.year in YEARS for holiday in found.holidays)


def test_the_sample_with_folded_lines() -> None:
    path = sample("ganttproject_hebcal_test.ics")
    (found,) = read_ics(path.read_bytes(), YEARS).holidays
    assert (found.day, found.name) == (date(2023, 12, 7), "Chanukah: 1 Candle")


def test_a_rule_without_end_is_looked_up_in_the_years_that_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recurrences, "MOST_RECURRENCES", 20 * len(YEARS))
    never = event("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31", start="DTSTART;VALUE=DATE:19000101")
    found = read_ics(calendar(*[never] * 20, event()), YEARS)
    assert [holiday.name for holiday in found.holidays] == ["Labour Day"]


@pytest.mark.parametrize("interval", [1, 2, 3, 4, 7, 100])
@pytest.mark.parametrize("first", [1900, 1999, YEARS[0], YEARS[-1], YEARS[-1] + 1])
def test_the_years_between_are_left_out(first: int, interval: int) -> None:
    rule = event(f"RRULE:FREQ=YEARLY;INTERVAL={interval}", start=f"DTSTART;VALUE=DATE:{first}0501")
    found = read_ics(calendar(rule), YEARS)
    years = [year for year in YEARS if year >= first and (year - first) % interval == 0]
    assert [holiday.day.year for holiday in found.holidays] == years


def test_events_that_have_to_be_followed_too_far_are_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recurrences, "MOST_RECURRENCES", 300)
    counted = event("RRULE:FREQ=YEARLY;COUNT=9999;BYMONTH=2;BYMONTHDAY=31", start="DTSTART;VALUE=DATE:19000101")
    assert not read_ics(calendar(counted), YEARS).holidays
    with pytest.raises(ImportRefused, match="the events recur in more than 300 years in total"):
        read_ics(calendar(*[counted] * 10), YEARS)


def test_more_days_than_any_calendar_has_are_refused_by_name() -> None:
    for many in ([event()] * 20_001, [event("DURATION:P366D")] * 60):
        with pytest.raises(ImportRefused, match="this file has more than 20,000 days off or events"):
            read_ics(calendar(*many), YEARS)


def test_very_many_lines_in_one_event_are_one_event() -> None:
    found = read_ics(calendar(event(*[f"X-{n}:1" for n in range(50_000)], "X-LONG:1", *[" folded"] * 50_000)), YEARS)
    assert len(found.holidays) == 1
