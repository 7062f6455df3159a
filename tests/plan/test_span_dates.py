"""Weeks, months, quarters and halves as dates, and dates in other languages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.calendar.workdays import OFFICE_DAYS, WorkCalendar
from milestone_tui.plan.language.date_reader import AmbiguousDay
from milestone_tui.plan.language.date_translation import in_english
from milestone_tui.plan.language.dates import explain_typed, parse_date, read_day
from milestone_tui.plan.language.days_off import days_off_words, parse_days_off
from milestone_tui.plan.language.filter import Facts, parse_filter
from milestone_tui.plan.language.moments import explain_moment
from milestone_tui.plan.language.periods import period_words, read_period
from milestone_tui.plan.language.quick_add import parse_quick_add
from milestone_tui.plan.language.quick_risk import parse_quick_risk
from milestone_tui.plan.language.span_reader import Span, SpanKind, read_span
from milestone_tui.plan.language.spent import read_spent

TODAY = date(2026, 11, 29)
"""A Sunday, in week 48."""
DAYS = st.dates(date(1901, 1, 1), date(2190, 12, 31))
CHRISTMAS = WorkCalendar(31, [date(2026, 12, 24) + timedelta(n) for n in range(8)])


@pytest.mark.parametrize(
    ("texts", "day"),
    [
        (("w50", "W 50", "wk50", "week 50", "kw 50", "KW50", "50. KW", "semaine 50", "tydz. 50"), (2026, 12, 11)),
        (("2026-W50", "2026W50", "w50 2026", "w50/26", "kw 50/2026", "w50-2026", "week 50 of 2026"), (2026, 12, 11)),
        (("w50 2027", "2027-w50", "in w50 2027"), (2027, 12, 17)),
        (("w48",), (2026, 11, 27)),  # not over on its Sunday
        (("w47",), (2027, 11, 26)),
        (("w53",), (2027, 1, 1)),
        (("dec", "December", "dec.", "dec 2026", "Dec '26", "dezember 2026", "décembre", "2026-12"), (2026, 12, 31)),
        (("12/2026", "12.2026", "2026 dec", "dec/2026", "grudzień 2026", "diciembre de 2026"), (2026, 12, 31)),
        (("may", "mai", "maggio", "maj 2027"), (2027, 5, 31)),
        (("q1", "Q1 2027", "q1/27", "2027-q1", "2027q1", "1q 2027", "1. Quartal 2027", "in q1"), (2027, 3, 31)),
        (("h1", "h1 2027", "2027-h1", "1. Halbjahr 2027", "1st half 2027"), (2027, 6, 30)),
        (("mid jan", "mid jan 2027", "mid-jan", "middle of january"), (2027, 1, 15)),
        (("mid nov 2026",), (2026, 11, 13)),
        (("early jan", "early january 2027"), (2027, 1, 8)),
        (("end of jan", "end jan", "end-jan 2027", "late jan", "jan 2027"), (2027, 1, 29)),
        (("end of q1", "end q1 2027"), (2027, 3, 31)),
        (("end of w50",), (2026, 12, 11)),
        (("start of w50", "2026-W50-1", "2026W501"), (2026, 12, 7)),
        (("w/c 7 dec", "W/C 07.12.2026", "week of 9 dec", "week commencing mon 7 dec", "w/e 11 dec"), (2026, 12, 11)),
        (("week ending fri 11 december", "week starting 2026-12-07", "w/c +10d"), (2026, 12, 11)),
        (("end of 2027", "end 2027", "end of h2 2027"), (2027, 12, 31)),
    ],
)
def test_a_span_is_its_last_working_day(texts: tuple[str, ...], day: tuple[int, int, int]) -> None:
    assert {text: parse_date(text, TODAY) for text in texts} == dict.fromkeys(texts, date(*day))


@pytest.mark.parametrize(
    ("text", "day"),
    [("dec 2026", (2026, 12, 23)), ("w52", (2026, 12, 23)), ("q4", (2026, 12, 23)), ("eom", (2026, 11, 30))],
)
def test_days_off_of_the_project_count(text: str, day: tuple[int, int, int]) -> None:
    assert parse_date(text, TODAY, calendar=CHRISTMAS) == date(*day)
    assert parse_date("w50", TODAY, calendar=WorkCalendar(0b1001111)) == date(2026, 12, 13)  # Sunday is worked
    assert parse_date("w50", TODAY, calendar=WorkCalendar(31, worked=[date(2026, 12, 12)])) == date(2026, 12, 12)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("w50", "Fri 11 Dec 2026, last working day of week 50 · in 12 days"),
        ("dec 2026", "Thu 31 Dec 2026, last working day of December · in 5 weeks"),
        ("q1", "Wed 31 Mar 2027, last working day of Q1 · in 4 months"),
        ("h1 2027", "Wed 30 Jun 2027, last working day of H1 · in 7 months"),
        ("mid jan", "Fri 15 Jan 2027, last working day up to 15 Jan · in 7 weeks"),
        ("eoy", "Thu 31 Dec 2026, last working day of 2026 · in 5 weeks"),
        ("w/c 7 dec", "Fri 11 Dec 2026, last working day of week 50 · in 12 days"),
        ("start of w50", "Mon 7 Dec 2026 · in 8 days · working day"),
        ("Fr 11.12.26", "Fri 11 Dec 2026 · in 12 days · working day"),
    ],
)
def test_the_echo_says_which_day_of_the_span_it_is(text: str, words: str) -> None:
    assert explain_typed(read_day(text, TODAY), TODAY) == words


def test_a_week_by_a_day_that_can_be_two_offers_both_weeks() -> None:
    with pytest.raises(AmbiguousDay) as caught:
        parse_date("w/c 7/12/2026", TODAY)
    assert caught.value.choices == ("w/c 7 dec 2026", "w/c 12 jul 2026")
    assert parse_date(caught.value.choices[0], TODAY) == date(2026, 12, 11)


@pytest.mark.parametrize("text", ["w/c dec", "week of w50", "w/c", "week of launch"])
def test_a_week_needs_a_day(text: str) -> None:
    with pytest.raises(InvalidInput, match="is not a date"):
        parse_date(text, TODAY)


def test_a_span_without_a_working_day_is_its_last_day_and_says_so() -> None:
    closed = WorkCalendar(31, [date(2026, 12, 7) + timedelta(n) for n in range(5)])
    typed = read_day("w50", TODAY, calendar=closed)
    assert typed.day == date(2026, 12, 13)
    assert (
        explain_typed(typed, TODAY, closed) == "Sun 13 Dec 2026 · in 14 days · non-working, week 50 has no working day"
    )


@pytest.mark.parametrize(
    ("text", "today", "day", "so_far"),
    [
        ("w48", (2026, 11, 25), (2026, 11, 25), True),
        ("w/c 23 nov", (2026, 11, 25), (2026, 11, 25), True),
        ("nov", (2026, 11, 29), (2026, 11, 27), True),
        ("nov 2026", (2026, 11, 29), (2026, 11, 27), True),
        ("aug", (2026, 8, 1), (2026, 8, 1), True),  # a Saturday: none was worked so far
        ("oct", (2026, 11, 29), (2026, 10, 30), False),
        ("dec", (2026, 11, 29), (2025, 12, 31), False),
        ("q3 2026", (2026, 11, 29), (2026, 9, 30), False),
        ("end of nov", (2026, 11, 25), (2025, 11, 28), False),
        ("mid nov", (2026, 11, 29), (2026, 11, 13), False),
        ("dec 2026", (2026, 11, 29), (2026, 12, 31), False),
    ],
)
def test_for_what_has_happened_it_is_the_last_such_span_by_today(
    text: str, today: tuple[int, int, int], day: tuple[int, int, int], so_far: bool
) -> None:
    typed = read_day(text, date(*today), past=True)
    assert (typed.day, typed.so_far) == (date(*day), so_far)


def test_the_echo_of_a_span_that_goes_on() -> None:
    today = date(2026, 11, 25)
    assert explain_moment("nov", today) == "Wed 25 Nov 2026, last working day of November so far · today"
    assert explain_moment("oct 2026", today) == "Fri 30 Oct 2026, last working day of October · 26 days ago"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("18. Dezember 2026", (2026, 12, 18)),
        ("18. Dez", (2026, 12, 18)),
        ("18.Dez.2026", (2026, 12, 18)),
        ("Fr 11.12.26", (2026, 12, 11)),
        ("Fr., 11.12.2026", (2026, 12, 11)),
        ("So 13.12.26", (2026, 12, 13)),
        ("18 décembre 2026", (2026, 12, 18)),
        ("le 18 déc.", (2026, 12, 18)),
        ("ven 11 déc 2026", (2026, 12, 11)),
        ("mar 15 déc 2026", (2026, 12, 15)),
        ("1er janvier 2027", (2027, 1, 1)),
        ("18 de diciembre de 2026", (2026, 12, 18)),
        ("mié 9 dic", (2026, 12, 9)),
        ("18 dicembre", (2026, 12, 18)),
        ("lun 14/12/2026", (2026, 12, 14)),
        ("1º de janeiro de 2027", (2027, 1, 1)),
        ("sexta-feira, 11 de dezembro de 2026", (2026, 12, 11)),
        ("vr 11-12-2026", (2026, 12, 11)),
        ("18 mei 2027", (2027, 5, 18)),
        ("18 grudnia 2026 r.", (2026, 12, 18)),
        ("pt 11.12.2026", (2026, 12, 11)),
        ("śr 9 gru", (2026, 12, 9)),
        ("11-dic-2026", (2026, 12, 11)),
        ("Freitag", (2026, 12, 4)),
        ("mar 3", (2027, 3, 3)),  # English comes first
    ],
)
def test_dates_in_other_languages(text: str, day: tuple[int, int, int]) -> None:
    assert parse_date(text, TODAY) == date(*day)


@pytest.mark.parametrize("text", ["", "soon", "fr", "sam", "18 floreal 2026", "11.12.2026", "3 weeks"])
def test_what_is_in_no_language(text: str) -> None:
    assert in_english(text) is None


@pytest.mark.parametrize(
    ("text", "title", "due_on"),
    [
        ("Beta w50 @Ana", "Beta", (2026, 12, 11)),
        ("Beta KW 50", "Beta", (2026, 12, 11)),
        ("Beta 2026-W50", "Beta", (2026, 12, 11)),
        ("Beta week 50 2027", "Beta", (2027, 12, 17)),
        ("Beta dec 2026", "Beta", (2026, 12, 31)),
        ("Beta Q1 2027 @ana", "Beta", (2027, 3, 31)),
        ("Release h1 2027", "Release", (2027, 6, 30)),
        ("Beta mid jan", "Beta", (2027, 1, 15)),
        ("Beta end jan #Build", "Beta", (2027, 1, 29)),
        ("Beta by may", "Beta", (2027, 5, 31)),
        ("Beta due q1", "Beta", (2027, 3, 31)),
        ("Go-live in May", "Go-live", (2027, 5, 31)),
        ("due:q1 Beta", "Beta", (2027, 3, 31)),
        ("due:week 50 Beta", "Beta", (2026, 12, 11)),
        ("due:dec release", "release", (2026, 12, 31)),
        ("Phase 2 q1 2027", "Phase 2", (2027, 3, 31)),
        ("Abnahme 18. Dezember 2026", "Abnahme", (2026, 12, 18)),
        ("Abnahme 18 dezember @ana", "Abnahme", (2026, 12, 18)),
        ("Abnahme Fr 11.12.26", "Abnahme", (2026, 12, 11)),
        ("Abnahme Do 10.12.26", "Abnahme", (2026, 12, 10)),
        ("Recette 18 décembre", "Recette", (2026, 12, 18)),
        ("Recette 18 mars @ana", "Recette", (2027, 3, 18)),
        ("Entrega 18 de diciembre de 2026", "Entrega", (2026, 12, 18)),
        ("Odbiór pt 18 grudnia", "Odbiór", (2026, 12, 18)),
        ("Meet mar 3", "Meet", (2027, 3, 3)),
        ("Q1 report", "Q1 report", None),
        ("May release", "May release", None),
        ("H1 audit", "H1 audit", None),
        ("Report Q1", "Report Q1", None),
        ("Audit H1", "Audit H1", None),
        ("Review May", "Review May", None),
        ("Launch mar", "Launch mar", None),
        ("Report on Q1", "Report on Q1", None),
        ("Training week 2", "Training week 2", None),
        ("Review in week 2", "Review in week 2", None),
        ("Budget 2026-12", "Budget 2026-12", None),
        ("Invoice 12/2026", "Invoice 12/2026", None),
        ("Plan for 2027", "Plan for 2027", None),
        ("Room w99", "Room w99", None),
        ("Things to do 10.12.2026", "Things to do", (2026, 12, 10)),
        ("Test sab 12.12.2026", "Test sab", (2026, 12, 12)),
        ("Interview Sam 12.12.2026", "Interview Sam", (2026, 12, 12)),
        ("So what", "So what", None),
        ("Sold 3 out", "Sold 3 out", None),
        ("Play by Domingo", "Play by Domingo", None),
        ("Beta freitag", "Beta freitag", None),
        ("December", "December", None),
        ('"Report Q1 2027" w50', "Report Q1 2027", (2026, 12, 11)),
    ],
)
def test_what_is_a_date_and_what_stays_in_the_title(text: str, title: str, due_on: tuple[int, int, int] | None) -> None:
    added = parse_quick_add(text, TODAY, ("Ana",), ("Build",), ())
    assert (added.title, added.due_on, added.problems) == (title, date(*due_on) if due_on else None, ())


def test_a_week_that_cannot_be_is_a_mistake_in_a_quick_add() -> None:
    (problem,) = parse_quick_add("Beta 2026-W60", TODAY, (), (), ()).problems
    assert problem.message == '"2026-w60" is not a week: weeks go from 1 to 53.'


def test_a_quick_add_goes_by_the_calendar_of_the_project_and_shows_it() -> None:
    added = parse_quick_add("Beta dec 2026", TODAY, (), (), (), calendar=CHRISTMAS)
    assert added.due_on == date(2026, 12, 23)
    (due,) = (part.text for part in added.understood if part.label == "due")
    assert due == "Wed 23 Dec 2026, last working day of December · in 24 days"


def test_the_review_of_a_risk_goes_by_the_calendar_of_the_project() -> None:
    risk = parse_quick_risk("Late data review:dec 2026 @ana", TODAY, (), (), calendar=CHRISTMAS)
    assert (risk.title, risk.review_on, risk.problems) == ("Late data", date(2026, 12, 23), ())


@pytest.mark.parametrize(
    ("line", "day", "note"),
    [
        ("1200 w47 licences", (2026, 11, 20), "licences"),
        ("1200 oct 2026 licences", (2026, 10, 30), "licences"),
        ("1200 March invoice", (2026, 11, 29), "March invoice"),
        ("1200 Q3 invoice", (2026, 11, 29), "Q3 invoice"),
        ("1200 3 set chairs", (2026, 11, 29), "3 set chairs"),
        ("1200 2. November Lizenzen", (2026, 11, 2), "Lizenzen"),
    ],
)
def test_what_was_spent_in_a_week(line: str, day: tuple[int, int, int], note: str) -> None:
    spent = read_spent(line, TODAY, "EUR")
    assert (spent.day, spent.note) == (date(*day), note)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("w52 Shutdown", "Mon 21 Dec → Sun 27 Dec 2026, 7 days, Shutdown"),
        ("w52 - w53 Shutdown", "Mon 21 Dec → Sun 3 Jan 2027, 14 days, Shutdown"),
        ("dec 2026", "Tue 1 Dec → Thu 31 Dec 2026, 31 days"),
        ("24. Dezember - 2. Januar Betriebsruhe", "Thu 24 Dec → Sat 2 Jan 2027, 10 days, Betriebsruhe"),
        ("25 décembre Noël", "Fri 25 Dec 2026, Noël"),
        ("eoy Stocktaking", "Thu 31 Dec 2026, Stocktaking"),
    ],
)
def test_a_week_off_is_all_of_its_days(text: str, words: str) -> None:
    assert days_off_words(parse_days_off(text, TODAY)) == words


@pytest.mark.parametrize("text", ["May Day", "Q1 break", "March"])
def test_a_name_does_not_begin_with_days_off(text: str) -> None:
    with pytest.raises(InvalidInput, match="does not start with a date"):
        parse_days_off(text, TODAY)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("due:w50", (2026, 12, 7), (2026, 12, 13)),
        ("due=w50", (2026, 12, 7), (2026, 12, 13)),
        ("due<w50", (1900, 1, 1), (2026, 12, 6)),
        ("due<=w50", (1900, 1, 1), (2026, 12, 13)),
        ("due>w50", (2026, 12, 14), (2199, 12, 31)),
        ("due>=w50", (2026, 12, 7), (2199, 12, 31)),
        ("due:q1", (2027, 1, 1), (2027, 3, 31)),
        ("due:dec 2026", (2026, 12, 1), (2026, 12, 31)),
        ("due=Dezember 2026", (2026, 12, 1), (2026, 12, 31)),
        ("due<=end of jan", (1900, 1, 1), (2027, 1, 31)),
        ("due>end of jan", (2027, 2, 1), (2199, 12, 31)),
        ("due:eow", (2026, 11, 29), (2026, 12, 6)),
        ("due<18. Dezember 2026", (1900, 1, 1), (2026, 12, 17)),
    ],
)
def test_a_filter_compares_with_the_whole_span(
    text: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    chosen = parse_filter(text, TODAY)
    begin, end = date(*first), date(*last)
    days = {begin, end, begin + timedelta(1), end - timedelta(1)}
    assert all(chosen.matches(Facts(due_on=day, open=False)) for day in days)
    outside = {begin - timedelta(1)} if begin.year > 1900 else set()
    outside |= {end + timedelta(1)} if end.year < 2199 else set()
    assert not any(chosen.matches(Facts(due_on=day, open=False)) for day in outside)


def test_done_within_a_quarter() -> None:
    chosen = parse_filter("done:q3", TODAY)
    days = [date(2026, 6, 30), date(2026, 7, 1), date(2026, 9, 30), date(2026, 10, 1)]
    assert [chosen.matches(Facts(done_on=day)) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("w47", "16 Nov – 22 Nov 2026"),
        ("kw 47 2026", "16 Nov – 22 Nov 2026"),
        ("oktober 2026", "October 2026"),
        ("h1", "1 Jan – 30 Jun 2026"),
        ("q3/26", "Q3 2026"),
        ("w45 - w47", "2 Nov – 22 Nov 2026"),
        ("since w47", "23 Nov – 29 Nov 2026"),
        ("since end of oct", "1 Nov – 29 Nov 2026"),
    ],
)
def test_a_period_is_read_by_the_same_words(text: str, words: str) -> None:
    assert period_words(read_period(text, TODAY)) == words


SPANS = st.sampled_from(
    [
        *(f"w{week}" for week in range(1, 54)),
        *("jan", "february", "mars", "kwiecień", "dezember", "q1", "q2", "q3", "q4", "h1", "h2"),
        *("mid jan", "early feb", "end of may", "late q3", "mid-dezember"),
    ]
)
CALENDARS = st.builds(
    lambda mask, off, worked: WorkCalendar(mask, off, worked),
    st.integers(1, 127),
    st.lists(st.dates(date(2020, 1, 1), date(2032, 12, 31)), max_size=40),
    st.lists(st.dates(date(2020, 1, 1), date(2032, 12, 31)), max_size=10),
)


@given(SPANS, st.dates(date(2020, 1, 1), date(2030, 12, 31)), CALENDARS, st.booleans())
@settings(deadline=None)
def test_the_day_is_the_last_worked_one_of_its_span(text: str, today: date, calendar: WorkCalendar, past: bool) -> None:
    typed = read_day(text, today, calendar=calendar, past=past)
    span = typed.span
    assert span is not None
    assert span.first <= typed.day <= span.last
    end = today if typed.so_far else span.last
    days = [span.first + timedelta(n) for n in range((end - span.first).days + 1)]
    worked = [day for day in days if calendar.is_working(day)]
    assert typed.day == (worked[-1] if worked else end)
    assert typed.day <= today if past else span.last >= today
    assert parse_date(typed.day.isoformat(), today) == typed.day


@given(st.integers(1901, 2190), st.integers(1, 52), DAYS)
@settings(deadline=None)
def test_every_spelling_of_a_week_is_the_iso_week(year: int, week: int, today: date) -> None:
    friday = date.fromisocalendar(year, week, 5)
    spellings = (
        f"{year}-W{week:02}",
        f"w{week} {year}",
        f"KW {week}/{year}",
        f"{year}-W{week:02}-5",
        f"{week}. KW {year}",
    )
    assert {parse_date(text, today) for text in spellings} == {friday}


@given(st.sampled_from(SpanKind), DAYS)
@settings(deadline=None)
def test_a_span_has_its_first_and_last_day(kind: SpanKind, day: date) -> None:
    span = Span(kind, day.year, 1)
    assert span.first <= span.due(OFFICE_DAYS) <= span.last
    assert span.first.day == 1 or kind is SpanKind.WEEK
    named = read_span(f"2026-{span}" if kind is SpanKind.WEEK else str(span))
    assert named is None or named.number == 1


@given(SPANS | st.text(max_size=12), DAYS, st.booleans())
@settings(deadline=None)
def test_any_text_is_a_date_or_a_sentence(text: str, today: date, past: bool) -> None:
    try:
        day = parse_date(text, today, past=past)
    except InvalidInput as refused:
        assert str(refused).endswith(".")
    else:
        assert 1900 <= day.year <= 2199
