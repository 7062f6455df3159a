"""Recurring, all-day and observed events of calendar files, as other programs write them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from dateutil import rrule
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from read_plans import reasons
from samples import sample

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.days_off.formats import Holidays
from milestone_tui.exchange.ics.reader import read_ics
from milestone_tui.exchange.ics.recurrences import Recurrences
from milestone_tui.exchange.ics.whole_days import WholeDays
from milestone_tui.exchange.reading import read_holidays

YEARS = range(2026, 2029)
FEAST = "DTSTART;VALUE=DATE:20270505"


def read(*lines: str, start: str = "DTSTART;VALUE=DATE:20261224", end: str = "", years: range = YEARS) -> Holidays:
    event = ("BEGIN:VEVENT", "UID:a", "SUMMARY:Closed", start, *filter(None, (end,)), *lines, "END:VEVENT")
    return read_ics("\r\n".join(("BEGIN:VCALENDAR", *event, "END:VCALENDAR", "")).encode(), years)


def days(*lines: str, start: str = "DTSTART;VALUE=DATE:20261224", end: str = "") -> list[str]:
    found = read(*lines, start=start, end=end)
    assert not found.remarks
    return [f"{holiday.day:%d %b %y}" for holiday in found.holidays]


CHRISTMAS = ["24 Dec 26", "25 Dec 26", "26 Dec 26", "27 Dec 26", "28 Dec 26"]


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        ("FREQ=DAILY;COUNT=5", CHRISTMAS),
        ("FREQ=DAILY;UNTIL=20261228", CHRISTMAS),
        ("FREQ=DAILY;UNTIL=20261228T235959Z", CHRISTMAS),
        ("FREQ=DAILY;UNTIL=20261227T230000Z", CHRISTMAS),  # midnight of the 28th in Berlin
        ("FREQ=DAILY;UNTIL=20261228T225959Z", CHRISTMAS),  # the end of the 28th there
        ("FREQ=DAILY;UNTIL=20261228T050000Z", CHRISTMAS),  # midnight of the 28th in New York
        ("FREQ=DAILY;INTERVAL=2;COUNT=3", ["24 Dec 26", "26 Dec 26", "28 Dec 26"]),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=3", ["24 Dec 26", "25 Dec 26", "28 Dec 26"]),
        ("FREQ=WEEKLY;COUNT=2", ["24 Dec 26", "31 Dec 26"]),
        ("FREQ=WEEKLY;BYDAY=TH,FR;COUNT=3", ["24 Dec 26", "25 Dec 26", "31 Dec 26"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TH;WKST=MO;COUNT=3", ["24 Dec 26", "27 Dec 26", "07 Jan 27"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TH;WKST=SU;COUNT=3", ["24 Dec 26", "03 Jan 27", "07 Jan 27"]),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3", ["25 Dec 26", "01 Jan 27", "08 Jan 27"]),
        ("FREQ=MONTHLY;COUNT=3", ["24 Dec 26", "24 Jan 27", "24 Feb 27"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2", ["31 Dec 26", "31 Jan 27"]),
        ("FREQ=MONTHLY;BYDAY=2TU;COUNT=2", ["12 Jan 27", "09 Feb 27"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", ["31 Dec 26", "29 Jan 27"]),
        ("FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=24;COUNT=2", ["24 Dec 26", "24 Jun 27"]),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24,25;COUNT=3", ["24 Dec 26", "25 Dec 26", "24 Dec 27"]),
        ("FREQ=YEARLY;BYDAY=MO;BYWEEKNO=1;COUNT=1", ["04 Jan 27"]),
    ],
)
def test_each_frequency(rule: str, wanted: list[str]) -> None:
    assert days(f"RRULE:{rule}") == wanted


def test_a_rule_without_an_end_is_expanded_in_the_years_asked_for() -> None:
    found = read("RRULE:FREQ=WEEKLY;BYDAY=FR", start="DTSTART;VALUE=DATE:20100101", years=range(2026, 2027))
    fridays = [holiday.day for holiday in found.holidays]
    assert fridays == [date(2026, 1, 2) + timedelta(7 * n) for n in range(52)]


def test_days_are_left_out_and_added_in_the_spelling_of_the_event() -> None:
    berlin = "DTSTART:20261223T230000Z"
    marked = ("X-MICROSOFT-CDO-ALLDAYEVENT:TRUE", "RRULE:FREQ=DAILY;COUNT=5", "EXDATE:20261225T230000Z")
    assert days(*marked, start=berlin) == ["24 Dec 26", "25 Dec 26", "27 Dec 26", "28 Dec 26"]
    added = ("RDATE;VALUE=PERIOD:20261230T000000/20261231T000000", "RDATE;VALUE=DATE:20270102,20270103")
    assert days(*added) == ["24 Dec 26", "30 Dec 26", "02 Jan 27", "03 Jan 27"]


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [
        ("DTSTART;TZID=Europe/Berlin:20261224T000000", "DTEND;TZID=Europe/Berlin:20261226T235900", CHRISTMAS[:3]),
        ("DTSTART:20261224T000000", "DTEND:20261226T235959", CHRISTMAS[:3]),
        ("DTSTART;TZID=America/New_York:20261224T000000", "DTEND;TZID=America/New_York:20261225T000000", CHRISTMAS[:1]),
        ("DTSTART:20261224T000000Z", "DTEND:20261225T000000Z", CHRISTMAS[:1]),
        ("DTSTART:20261224T000000Z", "DTEND:20261224T235900Z", CHRISTMAS[:1]),
        ("DTSTART:20261224T000000", "DURATION:PT24H", CHRISTMAS[:1]),
        ("DTSTART:20261224T000000", "DURATION:P2D", CHRISTMAS[:2]),
        ("DTSTART:20261224T000000", "DURATION:PT1439M", CHRISTMAS[:1]),
        ("DTSTART;VALUE=DATE:20261224", "DURATION:P3D", CHRISTMAS[:3]),
        ("DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261226", CHRISTMAS[:2]),
        ("DTSTART:20261223T230000Z\r\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE", "DTEND:20261224T230000Z", CHRISTMAS[:1]),
        ("DTSTART:20261224T050000Z\r\nX-FUNAMBOL-ALLDAY:1", "DTEND:20261225T050000Z", CHRISTMAS[:1]),
        ("DTSTART:20261223T150000Z\r\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE", "DTEND:20261225T150000Z", CHRISTMAS[:2]),
        ("DTSTART:20261223T110000Z\r\nX-ALLDAY:TRUE", "DURATION:P1D", CHRISTMAS[:1]),
        ("DTSTART:20261224T000000\r\nX-MICROSOFT-MSNCALENDAR-ALLDAYEVENT:TRUE", "", CHRISTMAS[:1]),
    ],
)
def test_each_spelling_of_whole_days(start: str, end: str, wanted: list[str]) -> None:
    assert days(start=start, end=end) == wanted


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("DTSTART:20261224T000000", "DTEND:20261224T120000"),
        ("DTSTART:20261224T000000", "DTEND:20261224T233000"),
        ("DTSTART:20261224T080000", "DTEND:20261225T080000"),
        ("DTSTART:20261223T230000Z", "DTEND:20261224T230000Z"),
        ("DTSTART:20261224T000000", ""),
        ("DTSTART:20261224T000000", "DURATION:PT4H"),
        ("DTSTART:20261224T000000", "DTEND:20261223T000000"),
    ],
)
def test_what_has_a_time_of_day_is_no_day_off(start: str, end: str) -> None:
    assert reasons(read(start=start, end=end)) == ["line 2: Closed: it has a time of day, so it is not a day off"]


@pytest.mark.parametrize(
    "says",
    [
        r"DESCRIPTION:Observance\nTo hide observances\, go to Google Calendar Settings > Holidays in the United States",
        r"DESCRIPTION:Gedenktag\nWenn Sie diese ausblenden möchten\, rufen Sie Google Kalender auf > Feiertage",
        r"DESCRIPTION:Celebración\nPara ocultar las celebraciones\, ve a Configuración en Google Calendar > Festivos",
        r"DESCRIPTION:Ricorrenza\nPer nascondere le ricorrenze\, vai alle impostazioni di Google Calendar > Festività",
        r"DESCRIPTION:Data comemorativa\\nPara ocultar\\, acesse Configurações do Google Agenda > Feriados no Brasil",
        r"DESCRIPTION:祝典\n表示しないようにするには Google カレンダーの設定 > 日本の祝日",
        "DESCRIPTION:Observance",
        "DESCRIPTION:United Nations observance",
        "DESCRIPTION:Gedenktag",
        "DESCRIPTION:Kein gesetzlicher Feiertag",
        "DESCRIPTION:Journée commémorative",
        "DESCRIPTION:Conmemoración",
        "DESCRIPTION:Giornata commemorativa",
        "DESCRIPTION:Data comemorativa",
        "DESCRIPTION:Herdenkingsdag",
        "DESCRIPTION:Święto nieustawowe",
        "CATEGORIES:Holiday,Observance",
        "CATEGORIES:Gedenktag",
    ],
)
def test_an_observance_is_no_day_off_and_told(says: str) -> None:
    found = read(says, start=FEAST)
    assert not found.holidays
    assert reasons(found) == ["line 2: Closed: it is an observance, not a day off"]


@pytest.mark.parametrize(
    "says",
    [
        "DESCRIPTION:Public holiday",
        "DESCRIPTION:Gesetzlicher Feiertag",
        "DESCRIPTION:Jour férié",
        "DESCRIPTION:Día festivo",
        "DESCRIPTION:Día no laborable",
        "DESCRIPTION:Święto państwowe",
        r"DESCRIPTION:Public holiday\nTo be taken",
        "DESCRIPTION:National holiday\\, observance of Labour Day",
        "DESCRIPTION:In observance of the founder we close",
        "TRANSP:TRANSPARENT",
        "CATEGORIES:Holiday\r\nTRANSP:TRANSPARENT\r\nX-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "SUMMARY;LANGUAGE=en:New Year (observed)",
        r"DESCRIPTION:See https://calendar.google.com/ for more",
    ],
)
def test_a_public_holiday_is_a_day_off_whatever_stands_beside_it(says: str) -> None:
    assert days(says, start=FEAST) == ["05 May 27"]


def titled(title: str, *lines: str) -> Holidays:
    event = ("BEGIN:VEVENT", f"SUMMARY:{title}", FEAST, *lines, "END:VEVENT")
    return read_ics("\n".join(("BEGIN:VCALENDAR", *event, "END:VCALENDAR")).encode(), YEARS)


@pytest.mark.parametrize(
    "title",
    [
        "Working Saturday",
        "New Year (make-up day)",
        "Arbeitssamstag",
        "Sobota pracująca",
        "元旦 班",
        "Áthelyezett munkanap",
    ],
)
def test_an_event_that_is_called_worked_is_a_worked_day(title: str) -> None:
    found = titled(title)
    assert ([entry.name for entry in found.worked], found.holidays, found.remarks) == ([title], (), ())
    assert titled("Closed", "DESCRIPTION:Dia útil").worked


@pytest.mark.parametrize(
    "title",
    [
        "Special non-working day",
        "Kein Arbeitstag",
        "Día no laborable",
        "Jour non travaillé",
        "International Workers' Day",
        "Tag der Arbeit",
        "Public holiday\\, moved to a working day",
        "Munkaszüneti nap",
    ],
)
def test_an_event_that_is_not_called_worked_is_a_day_off(title: str) -> None:
    found = titled(title)
    assert ([entry.day for entry in found.holidays], found.worked) == ([date(2027, 5, 5)], ())


@pytest.mark.parametrize(
    "title", ["Christmas Eve (half day)", "Heiligabend ½", "Demi-journée", "Silvester 1/2", "pół dnia"]
)
def test_half_a_day_is_a_day_off_and_told(title: str) -> None:
    found = titled(title)
    assert len(found.holidays) == 1
    assert reasons(found) == [f"line 2: {title}: half a day: imported as a whole day off"]


def test_a_day_that_another_event_calls_worked_is_no_day_off() -> None:
    event = "BEGIN:VEVENT\nSUMMARY:{}\nDTSTART:{}\nDTEND:{}\nEND:VEVENT\n"
    events = event.format("Spring week", 20270503, 20270508) + event.format("Working day", 20270505, 20270506)
    found = read_ics(f"BEGIN:VCALENDAR\n{events}END:VCALENDAR".encode(), YEARS)
    assert [entry.day.day for entry in found.holidays] == [3, 4, 6, 7]
    assert [entry.day.day for entry in found.worked] == [5]


def test_a_yearly_event_over_the_new_year_has_its_part_in_the_first_year() -> None:
    found = days("RRULE:FREQ=YEARLY", start="DTSTART;VALUE=DATE:20201230", end="DTEND;VALUE=DATE:20210103")
    new_year = [f"{day} Jan" for day in ("01", "02")]
    assert [day[:6] for day in found] == [
        *new_year,
        *["30 Dec", "31 Dec", *new_year] * 2,
        "30 Dec",
        "31 Dec",
        *new_year,
    ]
    assert found[0].endswith("26")


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ("RDATE;VALUE=PERIOD:20261228T000000/20261231T000000", ["24", "28", "29", "30"]),
        ("RDATE;VALUE=PERIOD:20261228T000000/P2D,20270104T000000/PT24H", ["24", "28", "29", "04"]),
        ("RDATE:20261228T000000,20261230T000000", ["24", "28", "30"]),
        ("RDATE:20261228T000000/P2D\nEXDATE:20261224T000000", ["28", "29"]),
    ],
)
def test_an_added_period_has_its_own_length(more: str, wanted: list[str]) -> None:
    found = days(*more.split("\n"), start="DTSTART:20261224T000000", end="DTEND:20261225T000000")
    assert [day[:2] for day in found] == wanted


def test_dashes_and_two_bytes_for_a_character_are_read() -> None:
    assert days(start="DTSTART;VALUE=DATE:2026-12-24", end="DTEND:2026-12-26") == CHRISTMAS[:2]
    text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Été\nDTSTART:20270505\nEND:VEVENT\nEND:VCALENDAR"
    for codec in ("utf-16", "utf-8-sig"):
        assert [entry.name for entry in read_holidays(text.encode(codec), YEARS).holidays] == ["Été"]


@pytest.mark.parametrize(
    ("inside", "sentence"),
    [
        ("", "This calendar file has no events. Choose a file with days off."),
        (
            "BEGIN:VTODO\r\nDUE;VALUE=DATE:20261224\r\nEND:VTODO\r\n" * 2,
            "This calendar file has no events, only 2 tasks. Choose a file with days off.",
        ),
        (
            "BEGIN:VTIMEZONE\r\nTZID:x\r\nEND:VTIMEZONE\r\nBEGIN:VJOURNAL\r\nEND:VJOURNAL\r\n",
            "This calendar file has no events, only 1 note. Choose a file with days off.",
        ),
    ],
)
def test_a_calendar_without_events_is_refused_in_a_sentence(inside: str, sentence: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        read_ics(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{inside}END:VCALENDAR\r\n".encode(), YEARS)
    assert str(refused.value) == sentence


RULES = st.fixed_dictionaries(
    {"FREQ": st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])},
    optional={
        "INTERVAL": st.sampled_from(["1", "2", "3", "13"]),
        "BYMONTH": st.sampled_from(["1", "2,12", "6,7,8"]),
        "BYDAY": st.sampled_from(["MO", "FR,SA", "MO,TU,WE,TH,FR"]),
        "BYMONTHDAY": st.sampled_from(["1", "-1", "13,31"]),
        "COUNT": st.sampled_from(["1", "3", "50"]),
        "UNTIL": st.just("20270630"),
        "WKST": st.sampled_from(["SU", "TH"]),
    },
)


@given(RULES, st.dates(date(2024, 1, 1), date(2027, 3, 1)))
@settings(max_examples=100, deadline=None)
def test_rules_are_expanded_as_dateutil_does_without_a_bound(parts: dict[str, str], first: date) -> None:
    assume(not {"COUNT", "UNTIL"} <= parts.keys() and not (parts["FREQ"] == "WEEKLY" and "BYMONTHDAY" in parts))
    text = ";".join(map("=".join, parts.items()))
    ours = [day for day in Recurrences(YEARS).of(text, WholeDays(first, 1, False)) if day.year in YEARS]
    begin, end = (datetime.combine(date(year, 1, 1), time()) for year in (2026, 2029))
    found = rrule.rrulestr(text, dtstart=datetime.combine(first, time())).between(begin, end, inc=True)
    assert ours == [moment.date() for moment in found if moment < end]


HOSTILE = st.lists(
    st.tuples(
        st.sampled_from(
            ["INTERVAL", "COUNT", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "BYWEEKNO", "WKST", "UNTIL"]
        ),
        st.sampled_from(["", "0", "1", "-1", "13", "53", "MO", "-1SU", "99991231T235959Z", "x", "9" * 20, "2;"]),
    ),
    max_size=4,
)


@given(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "SECONDLY", ""]), HOSTILE)
@settings(max_examples=150, deadline=None)
def test_any_rule_is_expanded_or_told(frequency: str, parts: list[tuple[str, str]]) -> None:
    text = ";".join((f"FREQ={frequency}", *(f"{name}={value}" for name, value in parts)))
    found = read(f"RRULE:{text}", start="DTSTART;VALUE=DATE:19000101")
    assert found.remarks or all(holiday.day.year in YEARS for holiday in found.holidays)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("k12-daily.ics", CHRISTMAS),
        ("k12-to-2359.ics", CHRISTMAS[:3]),
        ("k12-allday-utc.ics", CHRISTMAS[:1]),
        ("k13-observance-en.ics", ["01 Jan 27"]),
    ],
)
def test_the_samples_of_the_field(name: str, wanted: list[str]) -> None:
    path = sample(f"field/{name}")
    found = read_ics(path.read_bytes(), YEARS)
    assert [f"{holiday.day:%d %b %y}" for holiday in found.holidays] == wanted
    assert len(found.remarks) == ("k13" in name)
