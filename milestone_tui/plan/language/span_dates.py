"""Reads typed weeks, months, quarters and halves as a date, and the start, middle and end of one."""

from __future__ import annotations

import re
from datetime import date, timedelta

from milestone_tui.plan.language.asked_date import Asked, TypedDay
from milestone_tui.plan.language.span_reader import NamedSpan, SpanKind, read_span, span_before, span_of

_EDGE = r"(start|beginning|early|middle|mid|late|end)(?: of|-)? ?(?:the )?(this |next |last )?(.+)"
_SHORT_EDGES = {"eow": "week", "eom": "month", "eoq": "quarter", "eoy": "year"}
_PARTS = {"early": SpanKind.EARLY, "mid": SpanKind.MIDDLE, "middle": SpanKind.MIDDLE}


def read_whole_span(asked: Asked) -> TypedDay | None:
    """Read a week, month, quarter or half: its last working day."""
    named = read_span(asked.text.removeprefix("in "))
    if named is None or named.kind is SpanKind.YEAR:
        return None
    return _end_of(asked, named, is_end=False)


def week_with(asked: Asked, day: date) -> TypedDay:
    """Return the last working day of the week with this day in it."""
    week = span_of(SpanKind.WEEK, day)
    return _end_of(asked, NamedSpan(week.kind, week.number, week.year), is_end=False)


def _end_of(asked: Asked, named: NamedSpan, *, is_end: bool) -> TypedDay:
    """Return the last working day of a span, by today if it is of the past, goes on and its end was not asked for."""
    span = named.near(asked.today, past=asked.past, over=is_end)
    if span is None:
        raise asked.too_far()
    if asked.past and not is_end and span.first <= asked.today < span.last:
        last = asked.calendar.add(asked.today + timedelta(1), -1)
        return TypedDay(last if last >= span.first else asked.today, span, so_far=True)
    return TypedDay(asked.plausible(span.due(asked.calendar)), span, is_end)


def read_edge(asked: Asked) -> TypedDay | None:
    """Read the start, a part or the end of a span."""
    if asked.text in _SHORT_EDGES:
        return _edge_of_present(asked, "end", "", SpanKind(_SHORT_EDGES[asked.text]))
    found = re.fullmatch(_EDGE, asked.text)
    if found is None:
        return None
    edge, which, noun = found[1], (found[2] or "").strip(), found[3]
    is_start = edge in ("start", "beginning")
    if noun in _SHORT_EDGES.values() and (is_start or edge == "end"):
        return _edge_of_present(asked, "start" if is_start else "end", which, SpanKind(noun))
    named = None if which else read_span(noun)
    if named is None:
        return None
    if (part := _PARTS.get(edge)) is not None:
        if named.kind is not SpanKind.MONTH:
            raise asked.refuse("is not one day. Enter a date, or mid and a month.", "not one day: try mid jan.")
        return _end_of(asked, named._replace(kind=part), is_end=True)
    if not is_start:
        return _end_of(asked, named, is_end=True)
    if named.year is not None:
        first = named.near(asked.today)
        return None if first is None else TypedDay(asked.plausible(first.first))
    return TypedDay(asked.nearest(lambda year: span.first if (span := named.of(year)) else None))


def _edge_of_present(asked: Asked, edge: str, which: str, kind: SpanKind) -> TypedDay:
    """Return the first day, or the last working day, of the present, next or last week, month, quarter or year."""
    span = span_of(kind, asked.today)
    if which == "last":
        span = span_before(span)
    if which == "next" or (
        which != "last" and edge == "end" and not asked.past and span.due(asked.calendar) < asked.today
    ):
        span = span_of(kind, asked.moved(span.last, 1))
    day = span.due(asked.calendar) if edge == "end" else span.first
    return TypedDay(asked.plausible(day), span if edge == "end" else None, is_end=edge == "end")
