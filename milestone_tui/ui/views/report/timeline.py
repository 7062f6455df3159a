"""The timeline of a report, with the signs that the view Timeline draws."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from milestone_tui.report.blocks import Bar, Mark, Timeline, table_of
from milestone_tui.ui.renderer import BASELINE, DONE, DUE_SIGN, GATE, SLIP, Line, cells, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.report.tables import table_lines
from milestone_tui.ui.views.report.wrapping import INKS, plain
from milestone_tui.ui.widgets.chart_paint import Canvas, draw_today

_SIGNS = {Mark.OPEN: DUE_SIGN, Mark.GATE: GATE, Mark.DONE: DONE}
_GAP = 2
_TITLE_MOST = 30
_CHART_LEAST = 24


class _Layout(NamedTuple):
    """The cells of each part of a row."""

    title: int
    chart: int
    day: int
    slip: int
    """0 where there is no room for it."""


def timeline_lines(block: Timeline, width: int) -> Iterator[Line]:
    """Yield months, milestones by phase, and the name of today's line; the table where there is no room."""
    if (layout := _laid_out(block, width)) is None:
        yield from table_lines(table_of(block), width)
        return
    before = (" " * (layout.title + _GAP), Ink.TEXT)
    today = _cell(block, block.today, layout.chart)
    months = Canvas(layout.chart)
    for tick in block.months:
        at, label = _cell(block, date.fromordinal(tick.at), layout.chart), plain(tick.label)
        stop = at + cells(label)
        if stop <= layout.chart and months.blank(max(0, at - 1), min(layout.chart, stop + 1)):
            months.write(at, label, Ink.DIM)
    yield (before, *months.line())
    for bar in block.bars:
        yield _row(bar, block, layout, today)
    if block.first <= block.today <= block.last:
        label = plain(block.today_label)
        at = max(0, min(today - cells(label) // 2, layout.chart - cells(label)))
        yield (before, (" " * at, Ink.TEXT), (label, Ink.DIM))


def _laid_out(block: Timeline, width: int) -> _Layout | None:
    title = min(_TITLE_MOST, max((cells(plain(bar.title)) for bar in block.bars), default=0) + 2)
    day = max((cells(plain(bar.day)) for bar in block.bars), default=0)
    slip = max((cells(plain(bar.slip)) for bar in block.bars), default=0)
    for shown in (slip, 0):
        chart = width - title - day - 2 * _GAP - (shown + _GAP if shown else 0)
        if chart >= _CHART_LEAST:
            return _Layout(title, chart, day, shown)
    return None


def _cell(block: Timeline, day: date, chart: int) -> int:
    days = max(1, (block.last - block.first).days)
    return (day - block.first).days * (chart - 1) // days


def _row(bar: Bar, block: Timeline, layout: _Layout, today: int) -> Line:
    canvas = Canvas(layout.chart)
    draw_today(canvas, today)
    if bar.is_phase:
        return ((fit(plain(bar.title), layout.title + _GAP), Ink.DIM), *canvas.line())
    ink = Ink.GOOD if bar.mark is Mark.DONE else INKS[bar.tone]
    ink = Ink.ACT if ink is Ink.TEXT else ink
    on, baseline = (None if day is None else _cell(block, day, layout.chart) for day in (bar.on, bar.baseline_on))
    if baseline is not None:
        if on is not None:
            late = on > baseline
            canvas.rule(min(on, baseline) + 1, max(on, baseline), SLIP, Ink.WARN if late else Ink.GOOD)
        canvas.put(baseline, BASELINE, Ink.DIM)
    if on is not None:
        canvas.put(on, GATE if bar.mark is Mark.GATE else DUE_SIGN, ink)
    after: list[tuple[str, Ink]] = [(" " * _GAP, Ink.TEXT), (fit(plain(bar.day), layout.day, right=True), Ink.TEXT)]
    if layout.slip:
        after += [(" " * _GAP, Ink.TEXT), (plain(bar.slip), _slip_ink(bar))]
    title = fit(plain(bar.title), layout.title - 2)
    return ((f"{_SIGNS[bar.mark]} ", ink), (title, Ink.TEXT), (" " * _GAP, Ink.TEXT), *canvas.line(), *after)


def _slip_ink(bar: Bar) -> Ink:
    """Return green for early, and for late the colour of what it means: of what is done, nothing any more."""
    days = bar.slip_days or 0
    if days <= 0:
        return Ink.GOOD if days else Ink.DIM
    return Ink.TEXT if bar.mark is Mark.DONE else INKS[bar.tone]
