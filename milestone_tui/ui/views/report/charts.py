"""The charts of a report, drawn as the view Trend draws its own, each above its table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from milestone_tui.report.blocks import Chart, Tone, table_of
from milestone_tui.report.blocks import Line as ChartLine
from milestone_tui.ui.renderer import Line
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.report.tables import table_lines
from milestone_tui.ui.views.report.wrapping import INKS, plain
from milestone_tui.ui.widgets.plot_paint import Plot, Series, Shape, Tick, paint

_WIDTH_LEAST, _HEIGHT = 48, 14
_LETTERS = "*o+x#%&"
"""How lines differ in ASCII."""


def chart_lines(chart: Chart, width: int, *, ascii_only: bool = False) -> Iterator[Line]:
    """Yield the plot, where there is room for one, and the table that names its lines."""
    is_drawn = width >= _WIDTH_LEAST and bool(chart.heights and chart.lines)
    if is_drawn:
        yield from paint(_plot(chart), width, _HEIGHT, ascii_only=ascii_only)
        yield ()
    yield from table_lines(chart.table if is_drawn else table_of(chart), width)


def _plot(chart: Chart) -> Plot:
    ordered = sorted(enumerate(chart.lines), key=lambda one: one[1].is_main)  # the main line is painted last
    return Plot(
        first=chart.first,
        last=chart.last,
        low=chart.heights[0].at,
        high=chart.heights[-1].at,
        series=tuple(_series(line, number) for number, line in ordered),
        today=chart.today,
        diagonal=chart.has_diagonal,
        x_ticks=tuple(Tick(date.fromordinal(tick.at), plain(tick.label)) for tick in chart.months),
        y_ticks=tuple(Tick(tick.at, plain(tick.label)) for tick in chart.heights),
    )


def _series(line: ChartLine, number: int) -> Series:
    points = tuple((date.fromordinal(x), y) for x, y in line.points)
    usual = Ink.ACT if line.is_main else Ink.DIM
    ink = usual if line.tone is Tone.PLAIN else INKS[line.tone]
    shape = Shape.STEPS if line.is_stepped else Shape.LINE
    return Series(points, ink, shape, plain(line.ends_in), ascii=_LETTERS[number % len(_LETTERS)])
