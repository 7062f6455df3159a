"""Reads the weeks, months, quarters, halves and years that people type: "w50", "kw 50", "dec 2026", "q1/27", "2027-h1".

Without a year, a span is the next one that is not over, or with `past` the last one that has begun.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.calendar import spans
from milestone_tui.plan.calendar.any_day import day_before
from milestone_tui.plan.calendar.workdays import OFFICE_DAYS, WorkCalendar
from milestone_tui.plan.date_limits import FIRST_YEAR, LAST_YEAR, LIMITS
from milestone_tui.plan.language.text import fold, visible
from milestone_tui.plan.language.wording import MONTH_NAMES, MONTHS

_YEAR_FIRST = r"([0-9]{4})[-/ ]?([a-z]+)\.?[ -]?([0-9]{1,2})"
_NUMBER_FIRST = r"([0-9]{1,2})(\.|st|nd|rd|th|er|e|o|a)? ?([a-z]+)\.?(?:(?: ?[-/] ?| )(?:of |de |del )?(.+))?"
_WORD_FIRST = r"([a-z]+)\.?[ -]?([0-9]{1,2})(?:(?: ?[-/] ?| )(?:of )?(.+)|('[0-9]{2}))?"
_MONTH = r"([a-z]+)\.?(?:[-/ ](?:of |de |del )?([0-9]{4})| ?('[0-9]{4}|'[0-9]{2}))?"
_MONTH_LAST = r"([0-9]{4})[-/ ]([a-z]+)\.?"
_MONTH_NUMBER = r"(?P<y>[0-9]{4})[-/. ](?P<m>[0-9]{1,2})|(?P<m2>[0-9]{1,2})[-/.](?P<y2>[0-9]{4})"
_YEAR = r"'?([0-9]{4}|[0-9]{2})"
_SHORT_WEEKS = frozenset(("w", "wk", "kw", "cw"))
"""Words of a week that nothing else is called by; "week 2" may be the second week of a training."""
_PARTS_OF_NAMES = frozenset(("t",))
"""Words that stand in names with a number and a year too: "Terminal T1 2027"; in French that is a quarter."""
_EVERY_DAY = WorkCalendar(127)


class SpanKind(StrEnum):
    """What a span is; the early part and the first half of a month have the number of the month."""

    WEEK = "week"
    EARLY = "early"
    MIDDLE = "mid"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


_MOST = {SpanKind.WEEK: 53, SpanKind.QUARTER: 4, SpanKind.HALF: 2, SpanKind.YEAR: 1}
_MONTHS_IN = {SpanKind.QUARTER: 3, SpanKind.HALF: 6, SpanKind.YEAR: 12}


class Span(NamedTuple):
    """A week, month, quarter or the like of one year."""

    kind: SpanKind
    year: int
    number: int

    @property
    def first(self) -> date:
        """Its first day."""
        if self.kind is SpanKind.WEEK:
            return date.fromisocalendar(self.year, self.number, 1)
        return date(self.year, (self.number - 1) * _MONTHS_IN.get(self.kind, 1) + 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.due(_EVERY_DAY)

    def due(self, calendar: WorkCalendar = OFFICE_DAYS) -> date:
        """Return its last working day, else its last day."""
        match self.kind:
            case SpanKind.WEEK:
                return spans.last_of_week(self.year, self.number, calendar)
            case SpanKind.EARLY:
                return spans.early_in_month(self.year, self.number, calendar)
            case SpanKind.MIDDLE:
                return spans.mid_month(self.year, self.number, calendar)
            case SpanKind.MONTH:
                return spans.last_of_month(self.year, self.number, calendar)
            case SpanKind.QUARTER:
                return spans.last_of_quarter(self.year, self.number, calendar)
            case SpanKind.HALF:
                return spans.last_of_half(self.year, self.number, calendar)
            case SpanKind.YEAR:
                return spans.last_of_year(self.year, calendar)

    def __str__(self) -> str:
        """Return `week 50`, `December`, `Q1`, `H1`, `2027`; an early part or half as its last day, `15 Jan`."""
        match self.kind:
            case SpanKind.WEEK:
                return f"week {self.number}"
            case SpanKind.MONTH:
                return MONTH_NAMES[self.number - 1]
            case SpanKind.QUARTER | SpanKind.HALF:
                return f"{self.kind[0].upper()}{self.number}"
            case SpanKind.YEAR:
                return str(self.year)
            case _:
                return f"{self.last.day} {MONTHS[self.number - 1]}"


class NamedSpan(NamedTuple):
    """A span as typed, perhaps without its year."""

    kind: SpanKind
    number: int
    year: int | None
    is_clear: bool = True
    """Whether it cannot be part of a name: "q1 2027" and "w50" cannot, "May", "Q1", "week 2" and "2026-12" can."""

    def of(self, year: int) -> Span | None:
        """Return the span in a year; None for a week that the year does not have, or a year beyond the limits."""
        if not FIRST_YEAR <= year <= LAST_YEAR or (self.kind is SpanKind.WEEK and self.number > weeks_of(year)):
            return None
        return Span(self.kind, year, self.number)

    def near(self, today: date, *, past: bool = False, over: bool = False) -> Span | None:
        """Return the span of its year; without one the next that is not over, with `past` the last that has begun.

        With `over`, one of the past is over. None where there is none.
        """
        if self.year is not None:
            return self.of(self.year)
        # The first days of a year may be in the last week of the year before; a week 53 may be seven years away.
        years = range(today.year + 1, today.year - 9, -1) if past else range(today.year - 1, today.year + 9)
        for span in filter(None, map(self.of, years)):
            if ((span.last if over else span.first) <= today) if past else (span.last >= today):
                return span
        return None


def read_span(text: str) -> NamedSpan | None:
    """Return the span that a text means; None for other texts.

    Raises InvalidInput for a number or a year that cannot be.
    """
    words = fold(" ".join(text.split()))
    for read in (_read_numbered, _read_month, _read_month_number, _read_year):
        if (found := read(words)) is not None:
            return _checked(found, text)
    return None


def span_of(kind: SpanKind, day: date) -> Span:
    """Return the week, month, quarter, half or year with this day in it."""
    if kind is SpanKind.WEEK:
        year, week, _ = day.isocalendar()
        return Span(kind, year, week)
    return Span(kind, day.year, (day.month - 1) // _MONTHS_IN.get(kind, 1) + 1)


def span_before(span: Span) -> Span:
    """Return the span of its kind before it."""
    return span_of(span.kind, day_before(span.first))


def weeks_of(year: int) -> int:
    """Return the number of ISO weeks of a year, 52 or 53."""
    return date(year, 12, 28).isocalendar().week


def month_named(word: str) -> int | None:
    """Return the month, 1 to 12, that a word or the first letters of an English one mean, at least three."""
    if len(word) >= 3:
        for month, name in enumerate(MONTH_NAMES, start=1):
            if name.lower().startswith(word):
                return month
    from milestone_tui.plan.language.date_names import month_of  # late: most dates are English or digits

    return month_of(word)


def _read_numbered(words: str) -> NamedSpan | None:
    """Read a word with a number: `w50`, `2026-W50`, `q1/27`, `1. Halbjahr 2027`."""
    if (found := re.fullmatch(_YEAR_FIRST, words)) is not None:
        return _numbered(found[2], found[3], found[1])
    if (found := re.fullmatch(_WORD_FIRST, words)) is not None:
        return _numbered(found[1], found[2], found[3] or found[4])
    found = re.fullmatch(_NUMBER_FIRST, words)
    if found is None or not (found[2] or (found[4] and len(found[3]) == 1)):
        return None  # "2w" and "3 weeks" are times from now
    return _numbered(found[3], found[1], found[4])


def _numbered(word: str, number: str, year: str | None) -> NamedSpan | None:
    from milestone_tui.plan.language.date_names import span_of as kind_of

    kind = kind_of(word)
    found = re.fullmatch(_YEAR, year or "")
    if kind is None or (year and found is None):
        return None
    is_clear = word in _SHORT_WEEKS or (found is not None and word not in _PARTS_OF_NAMES)
    return NamedSpan(SpanKind(kind), int(number), _full(found[1]) if found else None, is_clear)


def _read_month(words: str) -> NamedSpan | None:
    if (found := re.fullmatch(_MONTH_LAST, words)) is not None:
        word, year = found[2], found[1]
    elif (found := re.fullmatch(_MONTH, words)) is not None:
        word, year = found[1], (found[2] or found[3] or "").lstrip("'")
    else:
        return None
    month = month_named(word)
    if month is None:
        return None
    return NamedSpan(SpanKind.MONTH, month, _full(year) if year else None, is_clear=bool(year))


def _read_month_number(words: str) -> NamedSpan | None:
    if (found := re.fullmatch(_MONTH_NUMBER, words)) is None:
        return None
    return NamedSpan(SpanKind.MONTH, int(found["m"] or found["m2"]), int(found["y"] or found["y2"]), is_clear=False)


def _read_year(words: str) -> NamedSpan | None:
    return NamedSpan(SpanKind.YEAR, 1, int(words), is_clear=False) if re.fullmatch("[0-9]{4}", words) else None


def _full(year: str) -> int:
    return int(year) + (2000 if len(year) == 2 else 0)


def _checked(span: NamedSpan, text: str) -> NamedSpan:
    """Return the span; raise InvalidInput for a number or a year that cannot be."""
    shown = visible(text[:30])
    most = _MOST.get(span.kind, 12)
    if not 1 <= span.number <= most:
        raise InvalidInput("", f'"{shown}" is not a {span.kind}: {_plural(span.kind)} go from 1 to {most}.')
    if span.year is not None and not FIRST_YEAR <= span.year <= LAST_YEAR:
        raise InvalidInput("", f'"{shown}" is out of range: {LIMITS}.')
    if span.year is not None and span.of(span.year) is None:
        raise InvalidInput("", f'"{shown}" is not a week: {span.year} has {weeks_of(span.year)} weeks.')
    return span


def _plural(kind: SpanKind) -> str:
    return "halves" if kind is SpanKind.HALF else f"{kind}s"
