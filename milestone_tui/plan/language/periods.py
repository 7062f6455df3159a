"""Parser of the days that a report is about: "oct 2026", "last quarter", "1 oct - 15 oct", "since 6 nov".

- "oct", "w40", "q3", "h1" or "2026" is the last such month, week, quarter, half or year that has begun; "this month",
  "last week" (Monday to Sunday) and the like are read too. One that still goes on ends today.
- Two dates, months or quarters with "-", "..", "to" or "until" between them: both belong to the period. "1 oct" is the
  last one before the end; "1-15 oct" is read too.
- "since 6 nov" is what came after that day; "6 nov.." and "from 6 nov" begin with the day itself. Both end today.
- "7 days" and "2 weeks" end today; "last report" and "last review" begin where these ended.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.calendar.any_day import day_after, day_before
from milestone_tui.plan.date_order import DateOrder
from milestone_tui.plan.language.date_reader import parse_date, read_day
from milestone_tui.plan.language.span_reader import SpanKind, read_span, span_before, span_of
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import MONTHS, exact_day
from milestone_tui.plan.reporting import Beginning, Period

_EXAMPLES = "oct 2026, last quarter, 1 oct - 15 oct, since 6 nov or 7 days"
_LONGEST = 60

_BETWEEN = r"(.+?)(?: ?(?:\.\.+|…|–|—) ?| (?:-|to|until) )(.*)"
_DAYS_OF_MONTH = r"([0-9]{1,2}) ?[-–] ?([0-9]{1,2}\.? ?[a-z]+\.?(?: [0-9]{4})?)"
_COUNT = r"(?:the )?(?:last )?([1-9][0-9]{0,2}) ?(days?|d|weeks?|w)"
_SINCE = r"(since|after|from) (.+)"
_AUTOMATIC = r"(?:since )?(?:the )?last (report|review)"
_BY_NAME = r"(this|last) (week|month|quarter|year)"


class _Span(NamedTuple):
    """The first and the last day of a week, month, quarter or year."""

    first: date
    last: date


class _Asked(NamedTuple):
    """A text to read: lower case, single blanks."""

    text: str
    today: date
    order: DateOrder

    def day(self, text: str, near: date, *, past: bool = True) -> date:
        """Return the date that a text means, the last such one by `near`, or the next one."""
        if self.is_fixed(text):
            near = self.today
        return read_day(text, near, past=past, order=self.order).last

    def is_fixed(self, text: str) -> bool:
        """Return whether a text means one date only: with its year, or counted from today."""
        ends = (parse_date(text, self.today, past=past, order=self.order) for past in (True, False))
        return len(set(ends)) == 1

    def period(self, first: date, last: date) -> Period:
        """Return the period of these days; raise InvalidInput if it is not over by today, or runs backwards."""
        if (late := first if first > self.today else last) > self.today:
            raise InvalidInput(
                "",
                f"{exact_day(late)} is after the day of the report, {exact_day(self.today)}. Enter earlier days.",
            )
        if last < first:
            raise InvalidInput("", f"{exact_day(last)} is before {exact_day(first)}. Enter the earlier day first.")
        return Period(day_before(first), last)


def read_period(text: str, today: date, order: DateOrder = DateOrder.ASK) -> Period:
    """Return the days that `text` means in a report of `today`; raise InvalidInput with a hint.

    `order` is the person's order of dates in digits.
    """
    words = " ".join(text.replace("−", "-").replace(",", " ").lower().split())
    if not words:
        raise InvalidInput("", f"Enter a period, such as {_EXAMPLES}.")
    if len(words) > _LONGEST:
        raise _refuse(words)
    asked = _Asked(words, today, order)
    for read in (_read_automatic, _read_count, _read_span, _read_days_of_month, _read_two, _read_since):
        if (period := read(asked)) is not None:
            return period
    raise _refuse(words)


def period_words(period: Period) -> str:
    """Return a period as a person says it: `October 2026`, `1 Oct – 15 Oct 2026`, `since the last review`."""
    if period.since_on is None:
        return f"since the last {period.beginning.value}"
    first, last = day_after(period.since_on), period.until_on
    for kind in (SpanKind.MONTH, SpanKind.QUARTER, SpanKind.YEAR):
        span = span_of(kind, first)
        if (span.first, span.last) == (first, last):
            return str(span) if kind is SpanKind.YEAR else f"{span} {span.year}"
    if first == last:
        return exact_day(first)
    begins = f"{first.day} {MONTHS[first.month - 1]}" if first.year == last.year else exact_day(first)
    return f"{begins} – {exact_day(last)}"


def _read_automatic(asked: _Asked) -> Period | None:
    found = re.fullmatch(_AUTOMATIC, asked.text)
    return Period(None, asked.today, Beginning(found[1])) if found else None


def _read_count(asked: _Asked) -> Period | None:
    found = re.fullmatch(_COUNT, asked.text)
    if found is None:
        return None
    days = int(found[1]) * (7 if found[2].startswith("w") else 1)
    return asked.period(day_before(asked.today, days - 1), asked.today)


def _read_span(asked: _Asked) -> Period | None:
    span = _span(asked.text, asked.today, asked.today)
    return None if span is None else asked.period(span.first, min(span.last, max(span.first, asked.today)))


def _read_days_of_month(asked: _Asked) -> Period | None:
    found = re.fullmatch(_DAYS_OF_MONTH, asked.text.removeprefix("from "))
    if found is None:
        return None
    month = re.sub(r"^[0-9]+\.? ?", "", found[2])
    return _read_two(asked._replace(text=f"{found[1]} {month} - {found[2]}"))


def _read_two(asked: _Asked) -> Period | None:
    """Read two ends; without the second, the period ends today."""
    found = re.fullmatch(_BETWEEN, asked.text.removeprefix("from "))
    if found is None:
        return None
    first, last, today = found[1].strip(), found[2].strip(), asked.today
    span = _span(first, today, today)
    if not last:
        return asked.period(span.first if span else asked.day(first, today), today)
    if (last_span := _span(last, today, today)) is not None:
        end = min(last_span.last, max(last_span.first, today))
    elif asked.is_fixed(last):
        end = asked.day(last, today)
    else:  # the next such day after the beginning
        begins = span.first if span else asked.day(first, today)
        return asked.period(begins, asked.day(last, begins, past=False))
    span = _span(first, today, end)
    return asked.period(span.first if span else asked.day(first, end), end)


def _read_since(asked: _Asked) -> Period | None:
    found = re.fullmatch(_SINCE, asked.text)
    if found is None:
        return None
    span = _span(found[2], asked.today, asked.today)
    if found[1] == "from":
        return asked.period(span.first if span else asked.day(found[2], asked.today), asked.today)
    return asked.period(day_after(span.last if span else asked.day(found[2], asked.today)), asked.today)


def _span(text: str, today: date, near: date) -> _Span | None:
    """Return the month or the like that a text means, the last such one that has begun by `near`; None for others."""
    if (found := re.fullmatch(_BY_NAME, text)) is not None:
        return _by_name(found[2], today, goes_on=found[1] == "this")
    named = read_span(text)
    if named is None:
        return None
    span = named.near(near, past=True)
    return None if span is None else _Span(span.first, span.last)


def _by_name(name: str, today: date, *, goes_on: bool) -> _Span:
    """Return the present week, month, quarter or year, or the one before."""
    span = span_of(SpanKind(name), today)
    if not goes_on:
        span = span_before(span)
    return _Span(span.first, span.last)


def _refuse(words: str) -> InvalidInput:
    shown = visible(words)
    return InvalidInput(
        "",
        f'"{shown if len(shown) <= 30 else shown[:29] + "…"}" is not a period. Try {_EXAMPLES}.',
        "not a period: try oct, q3, 1 oct - 15 oct or 7 days.",
    )
