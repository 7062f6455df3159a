"""The dates that people and programs write into tables, in eight languages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import field_sample

from milestone_tui.exchange.tables.dates import (
    ORDERS,
    DayCell,
    is_ambiguous,
    is_day_number,
    looks_like_day,
    orders_of,
    read_day,
)
from milestone_tui.exchange.tables.reading import open_tables

FRIDAY = date(2026, 12, 18)

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
}
WEEKDAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "pl": "poniedziałek wtorek środa czwartek piątek sobota niedziela",
}
SHORT_WEEKDAYS = {
    "en": "Mon Tue Wed Thu Fri Sat Sun",
    "de": "Mo Di Mi Do Fr Sa So",
    "fr": "lun. mar. mer. jeu. ven. sam. dim.",
    "es": "lun mar mié jue vie sáb dom",
    "it": "lun mar mer gio ven sab dom",
    "pt": "seg ter qua qui sex sáb dom",
    "nl": "ma di wo do vr za zo",
    "pl": "pon. wt. śr. czw. pt. sob. niedz.",
}
STYLES = (
    "{day} {month} {year}",
    "{day}. {month} {year}",
    "{weekday}, {day} {month} {year}",
    "{short} {day} {month} {year}",
    "{day} {month} {year} ({weekday})",
    "{month} {day}, {year}",
    "{day}-{month}-{year}",
    "{day} de {month} de {year}",
    "{day} {month} {year} 17:00",
    "{short} {day:02}.{number:02}.{year}",
    "{weekday} {day:02}/{number:02}/{year}",
    "{year}-{number:02}-{day:02} {short}",
    "{day:02}.{number:02}.{two} ({short})",
)


@given(
    st.dates(date(1971, 1, 1), date(2068, 12, 31)), st.sampled_from(sorted(MONTHS)), st.sampled_from(STYLES), st.data()
)
def test_a_date_in_each_style_of_each_language_comes_back(
    day: date, tongue: str, style: str, data: st.DataObject
) -> None:
    text = style.format(
        day=day.day,
        number=day.month,
        year=day.year,
        two=f"{day.year % 100:02}",
        month=MONTHS[tongue].split()[day.month - 1],
        weekday=WEEKDAYS[tongue].split()[day.weekday()],
        short=SHORT_WEEKDAYS[tongue].split()[day.weekday()],
    )
    text = data.draw(st.sampled_from([text, text.upper(), text.lower(), f" {text} ", text.replace(" ", "\xa0")]))
    cell = read_day(text, "dmy")
    assert cell is not None and (cell.day, cell.is_done, cell.span, cell.note, cell.no_date) == (day, False, "", "", "")
    assert looks_like_day(text)
    if day not in (date(1980, 1, 1), date(1984, 1, 1), date(2049, 12, 31)):
        assert not cell.doubt or "1999" in cell.doubt


@pytest.mark.parametrize(
    "text",
    [
        *("18.12.2026", "18.12.26", "18. 12. 2026", "18-Dec-26", "18-dic-26", "18/dez/2026", "18.Dez.2026"),
        *("2026-12-18T00:00:00Z", "2026-12-18T17:00:00+01:00", "2026-12-18 17:00:00.000", "20261218", "2026/12/18"),
        *("18.12.2026 17:00", "18.12.2026 17:00 Uhr", "18/12/2026 17h00", "18/12/2026 à 17h", "18/12/2026 5:00 PM"),
        *("12/18/26 5:00 p.m.", "Fr 18.12.26", "Fri 12/18/26", "vie. 18/12/2026", "18 Dec '26", "18 déc. 2026"),
        *("den 18. Dezember 2026", "le 18 décembre 2026", "el 18 de diciembre del 2026", "bis 18.12.2026"),
        *("18 grudnia 2026 r.", "18 XII 2026", "the 18th of December, 2026", "December 18th, 2026"),
        *("18º de dezembro de 2026", "18° dicembre 2026", "18e december 2026", "2026 Dec 18", "2026-W51-5"),
        *("2026年12月18日", "2026년 12월 18일", "ca. 18.12.2026", "~18.12.2026", "2026-12-18 (Fri)", "18.12.2026*"),
        "Fri Dec 18 2026 00:00:00 GMT+0100 (Central European Standard Time)",
        "Fri Dec 18 17:00:00 2026",
    ],
)
def test_a_day_is_read_in_any_spelling(text: str) -> None:
    found = next(cell for order in ORDERS if (cell := read_day(text, order)) and cell.day == FRIDAY)
    assert found == DayCell(FRIDAY) and looks_like_day(text)


@pytest.mark.parametrize("text", ["18-Dec-26 A", "18-Dec-26 17:00 A", "18.12.2026 A", "2026-12-18 A", "18-Dec-26 A*"])
def test_an_actual_day_of_p6_is_done(text: str) -> None:
    assert read_day(text, "dmy") == DayCell(FRIDAY, is_done=True)


WEEK: tuple[str, ...] = (
    "2026-W50",
    "2026W50",
    "W50 2026",
    "KW 50/2026",
    "KW50 2026",
    "50. KW 2026",
    "CW50 2026",
    "week 50, 2026",
)
WEEK += ("wk 50 2026", "semaine 50 2026", "S50 2026", "sem. 50/2026", "semana 50 de 2026", "settimana 50 2026")
WEEK += ("tydzień 50 2026", "W50'26", "2026 KW 50")
WEEK += (
    "w/c 07/12/2026",
    "W/C Mon 7 Dec 2026",
    "wc: 7.12.2026",
    "week of 9 Dec 2026",
    "w/c 2026-12-07",
    "w/c w50 2026",
)
WEEK += ("Woche vom 7. Dezember 2026", "KW ab 07.12.2026", "semaine du 7 décembre 2026", "tydzień od 7 grudnia 2026")
MONTH: tuple[str, ...] = (
    "Dec 2026",
    "Dezember 2026",
    "Dec-26",
    "Dec '26",
    "2026-12",
    "12/2026",
    "12.2026",
    "2026/12",
    "déc. 2026",
)
MONTH += (
    "diciembre de 2026",
    "grudzień 2026",
    "2026 Dec",
    "dez/26",
    "2026年12月",
    "end of December 2026",
    "Ende Dez 2026",
)
MONTH += ("fin décembre 2026", "finales de diciembre de 2026", "fine dicembre 2026", "koniec grudnia 2026")
QUARTER: tuple[str, ...] = (
    "Q1 2027",
    "2027 Q1",
    "2027-Q1",
    "Q1/27",
    "1Q27",
    "1. Quartal 2027",
    "Quartal 1/2027",
    "I. Quartal 2027",
)
QUARTER += ("T1 2027", "1er trimestre 2027", "1º trimestre de 2027", "1° trimestre 2027", "1e kwartaal 2027")
QUARTER += ("I kwartał 2027", "I kw. 2027", "1 kw. 2027", "first quarter 2027", "end of Q1 2027", "Ende Q1 2027")
HALF: tuple[str, ...] = (
    "H1 2027",
    "2027 H1",
    "1H27",
    "1. Halbjahr 2027",
    "1er semestre 2027",
    "S1 2027",
    "I półrocze 2027",
)
HALF += ("Mitte 2027", "mid 2027")
MIDDLE: tuple[str, ...] = (
    "mid Jan 2027",
    "Mitte Januar 2027",
    "mid-January 2027",
    "mi-janvier 2027",
    "mediados de enero de 2027",
)
MIDDLE += ("metà gennaio 2027", "meados de janeiro de 2027", "half januari 2027", "połowa stycznia 2027")


@pytest.mark.parametrize(
    ("texts", "day", "span"),
    [
        (WEEK, date(2026, 12, 11), "week"),
        (MONTH, date(2026, 12, 31), "month"),
        (QUARTER, date(2027, 3, 31), "quarter"),
        (HALF, date(2027, 6, 30), "half year"),
        (("2027", "end of 2027", "Ende 2027"), date(2027, 12, 31), "year"),
        (MIDDLE, date(2027, 1, 15), "first half of the month"),
        (("early Jan 2027", "Anfang Januar 2027", "début janvier 2027"), date(2027, 1, 8), "first third of the month"),
    ],
)
def test_a_span_is_its_last_working_day(texts: tuple[str, ...], day: date, span: str) -> None:
    assert {text: read_day(text, "dmy") for text in texts} == dict.fromkeys(texts, DayCell(day, span=span))
    assert all(looks_like_day(text) for text in texts if text != "2027")


@pytest.mark.parametrize("text", ["w/e 18/12/2026", "week ending Fri 18 Dec 2026", "Woche bis zum 18.12.2026"])
def test_the_end_of_a_week_is_its_day(text: str) -> None:
    assert read_day(text, "dmy") == DayCell(FRIDAY) and looks_like_day(text)


@pytest.mark.parametrize("text", ["w/c 31/02/2026", "w/c soon", "w/c", "week of", "w/c 7", "w/cat 7 Dec 2026"])
def test_a_week_of_no_day_is_no_date(text: str) -> None:
    assert read_day(text, "dmy") is None


def test_the_order_of_a_file_counts_for_weeks_too() -> None:
    assert orders_of(["w/c 12/07/2026", "w/c 12/21/2026"]).possible == {"mdy"}
    assert read_day("w/c 12/07/2026", "mdy") == DayCell(date(2026, 12, 11), span="week")


@pytest.mark.parametrize(
    "text",
    [
        *("18 Dec", "18. Dez", "26.12.", "KW 50", "W50", "50. KW", "Q1", "mid Jan", "Dezember", "Dec 26", "12/26"),
        *("w/c 7 Dec", "week ending 11 Dec", "Woche vom 7.12."),
        *("spring 2027", "Frühjahr 2027", "Anfang 2027", "FY27", "primavera 2027"),
    ],
)
def test_a_time_without_a_year_goes_to_the_notes(text: str) -> None:
    assert read_day(text, "dmy") == DayCell(note=text)


@pytest.mark.parametrize(
    "text",
    [
        *("30.12.1899", "31/12/1899", "12/30/1899", "1.1.1900", "00.01.1900", "1/0/1900", "01/00/00", "00.00.0000"),
        *("0000-00-00", "0000-00-00 00:00:00", "1900-01-00", "01.01.1753", "01.01.0001", "0001-01-01T00:00:00"),
        *("9999-12-31", "31.12.9999", "1.1.1904", "0", "00:00:00", "30 Dec 1899", "30. Dezember 1899"),
        *(
            "TBD",
            "tbd.",
            "t.b.a.",
            "ASAP",
            "n/a",
            "NA",
            "?",
            "k.A.",
            "offen",
            "à définir",
            "A DÉFINIR",
            "por definir",
            "brak",
            "#REF!",
        ),
    ],
)
def test_no_date_is_known_as_such(text: str) -> None:
    assert read_day(text, "dmy") == DayCell(no_date=text)


def test_a_dash_is_an_empty_cell() -> None:
    assert [read_day(text, "dmy") for text in ("-", "–", "—", "...")] == [DayCell()] * 4


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("Mon 18.12.2026", "18 Dec 2026 is a Friday"),
        ("lunedì 18 dicembre 2026", "18 Dec 2026 is a Friday"),
        ("1970-01-01", "programs write 1 Jan 1970 for no date"),
        ("31.12.99", "programs write 31 Dec 1999 for no date"),
    ],
)
def test_an_odd_day_is_read_and_doubted(text: str, doubt: str) -> None:
    cell = read_day(text, "dmy")
    assert cell is not None and cell.day is not None and cell.doubt == doubt


@pytest.mark.parametrize(
    "text",
    [
        *("soon", "46000", "46000.5", "0.45", "1.5", "12", "12345678", "31 Feb 2026", "31.02.2026", "W53 2027"),
        *("13/2026", "Q5 2027", "Mon", "v1.2.3", "10.0.0.1", "A1000", "Phase 1", "Sprint 3 2026", "2 weeks", "5 d"),
        *("3 w", "5 h", "45%", "EUR 1,200", "32/12/2026", "1/2/026", "1 Foo 2026", "", "x" * 5_000, "Dec" * 40),
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert [read_day(text, order) for order in ORDERS] == [None] * 3
    assert not looks_like_day(text)


@pytest.mark.parametrize("text", ["T1", "S2", "Q1", "W3", "5/6", "2027", "May", "TBD", "-", "0", "00:00"])
def test_what_may_be_an_id_or_a_number_makes_no_column_of_dates(text: str) -> None:
    assert not looks_like_day(text)


def test_a_weekday_decides_between_two_readings() -> None:
    assert orders_of(["Fr 11/12/2026", "01/02/2027"]).possible == {"dmy"}
    assert orders_of(["Fri 12/11/2026", "01/02/2027"]).possible == {"mdy"}
    assert not is_ambiguous("Fri 12/11/2026") and is_ambiguous("12/11/2026")
    assert orders_of(["So 03/04/2026"]).possible == {"dmy", "mdy"}  # neither is a Sunday


def test_a_spreadsheets_number_of_a_day_is_known() -> None:
    assert is_day_number("46000") and is_day_number("46000,5")
    assert not is_day_number("12345") and not is_day_number("460000")


@given(st.text(max_size=60) | st.text("0123456789./-: AQKWTHh*年de", max_size=24))
def test_any_text_is_read_or_none(text: str) -> None:
    for order in ORDERS:
        read_day(text, order)
    looks_like_day(text)
    is_ambiguous(text)


@given(st.dates(date(1950, 1, 1), date(2199, 12, 31)))
def test_a_week_of_any_day_ends_with_a_working_day_of_it(day: date) -> None:
    year, week, _ = day.isocalendar()
    cell = read_day(f"KW {week}/{year}", "dmy")
    assert cell is not None and cell.day == day - timedelta(day.weekday()) + timedelta(4)


@pytest.mark.parametrize(
    ("name", "column", "cells"),
    [
        ("k7-p6.csv", 3, [DayCell(date(2026, 9, 1), is_done=True), DayCell(date(2026, 12, 4)), DayCell(FRIDAY)]),
        ("k7-weekday-month-de.csv", 1, [DayCell(FRIDAY), DayCell(date(2026, 12, 11))]),
        ("k2-nothing-1899.csv", 2, [DayCell(no_date="30.12.1899"), DayCell(no_date="00.01.1900")]),
    ],
)
def test_the_dates_of_shared_files(name: str, column: int, cells: list[DayCell]) -> None:
    (table,) = open_tables(field_sample(name).read_bytes()).tables
    assert [read_day(row.cells[column], "dmy") for row in list(table.rows())[1:]] == cells
