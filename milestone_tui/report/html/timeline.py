"""The timeline as a picture: a row for each milestone, with its title, its marks over time, and its slip."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from xml.etree.ElementTree import Element

from milestone_tui.report.blocks import Bar, Mark, Timeline
from milestone_tui.report.html.elements import classes, element, plain, toned
from milestone_tui.report.html.scale import Scale, percent, tick_labels, upright

_SHAPES = {
    Mark.OPEN: "M0-7 7 0 0 7-7 0z",
    Mark.GATE: "M-5.5-5.5h11v11h-11z",
    Mark.DONE: "M0-7 7 0 0 7-7 0z",
}
_TICK = "M-2.6.2-.7 2.1 2.7-1.7"
"""On what is done, so that it is seen without colour."""
_NEAR_THE_END = 86
"""From which percent on there may be no room for a word to the right."""
_MARK, _LETTER = 2.0, 1.1
"""How wide half a mark and a letter are, in percent of a picture that is not very wide."""
_WHOLE = 100
_LONG_SLIP = 16
"""More characters than these need a wide column."""
_TALL = 30
"""Rows from which on the months are named below, too, and paper may part them."""


def timeline(of: Timeline) -> Element:
    """Return the picture, with its description."""
    scale = Scale(of.first.toordinal(), of.last.toordinal())
    lines = (_months(of, scale), _lines(of, scale))
    is_wordy = any(len(plain(bar.slip)) > _LONG_SLIP for bar in of.bars)
    is_tall = len(of.bars) >= _TALL
    look = classes("timeline", "wordy" if is_wordy else "", "tall" if is_tall else "")
    made = element("div", *lines, class_=look, role="img", aria_label=of.description)
    for bar in of.bars:
        made.append(_row(bar, scale))
    made.append(_today(of, scale))
    if is_tall:
        made.append(_months(of, scale))
    return made


def _months(of: Timeline, scale: Scale) -> Element:
    return element("div", element("svg", *tick_labels(scale, of.months)), class_="axis")


def _lines(of: Timeline, scale: Scale) -> Element:
    """Return what lies behind all rows: the beginnings of months, and today."""
    lines = [upright(scale, tick.at) for tick in of.months if scale.first <= tick.at <= scale.last]
    return element("svg", *lines, upright(scale, of.today, "today"), class_="grid")


def _today(of: Timeline, scale: Scale) -> Element:
    place = scale.at(of.today)
    anchor = "" if place <= _NEAR_THE_END else "before"
    return element(
        "div", element("svg", element("text", of.today_label, x=percent(place), class_=anchor)), class_="axis"
    )


def _row(bar: Bar, scale: Scale) -> Element:
    row = element("div", element("span", bar.title), class_="phase" if bar.is_phase else "bar")
    if bar.on is not None or bar.baseline_on is not None or bar.day:
        row.append(element("svg", *_marks(bar, scale)))
    if bar.slip:
        row.append(element("span", bar.slip, class_=classes("slip", toned(bar.slip_tone))))
    return row


def _marks(bar: Bar, scale: Scale) -> Iterator[Element]:
    """Yield the line from the baseline date to the date, both marks, and the date in words."""
    look = "done" if bar.mark is Mark.DONE else toned(bar.tone)
    ends = [scale.at(day) for day in (bar.baseline_on, bar.on) if day is not None]
    if bar.baseline_on is not None and bar.on is not None and bar.baseline_on != bar.on:
        yield element("line", x1=percent(ends[0]), x2=percent(ends[1]), y1="50%", y2="50%", class_=look)
        yield _mark(bar.baseline_on, scale, Mark.GATE if bar.mark is Mark.GATE else Mark.OPEN, "baseline")
    if bar.on is not None:
        yield _mark(bar.on, scale, bar.mark, look)
    elif bar.baseline_on is not None:
        yield _mark(bar.baseline_on, scale, Mark.OPEN, "baseline")
    if bar.day:
        yield _day(bar.day, ends or [0.0])


def _mark(day: date, scale: Scale, mark: Mark, class_: str) -> Element:
    place = element("svg", element("path", d=_SHAPES[mark], class_=class_), x=percent(scale.at(day)), y="50%")
    if mark is Mark.DONE:
        place.append(element("path", d=_TICK, class_="tick"))
    return place


def _day(words: str, ends: list[float]) -> Element:
    """Return the date where there is room: right of both marks, else left of them, else left of the later one."""
    room = _MARK + _LETTER * len(plain(words))
    if max(ends) + room <= _WHOLE:
        return element("text", words, x=percent(max(ends)), y="50%")
    place = min(ends) if min(ends) >= 2 * room else max(ends)
    return element("text", words, x=percent(place), y="50%", class_="before")
