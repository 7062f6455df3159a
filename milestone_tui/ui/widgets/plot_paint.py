"""A plot as lines of text: axes, labels, and series drawn in braille dots, or in ASCII in whole characters.

A `Plot` is a value; `paint` writes it into any number of cells. Imports no Textual.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum, auto
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from milestone_tui.plan.language.wording import MONTHS
from milestone_tui.ui.renderer import TODAY, Line, cells, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.chart_paint import Canvas
from milestone_tui.ui.widgets.plot_words import PlotWord, write_words

Value: TypeAlias = date | Decimal | int
"""A position on the y axis: a date or an amount."""

_BRAILLE = 0x2800
_DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
"""The bit of each dot in a braille cell, by column and row."""
_LEAST_MARGIN = 6
_LINES_APART = 3
"""The least distance of two labels of the y axis."""
_CELLS_APART, _CELLS_OF_A_DAY = 6, 9
"""The least distance of two months on the x axis, and of two days."""
_DAYS_IN_WEEKS = 45
"""The longest range whose labels are Mondays."""
_DIAGONAL_EVERY = 4
"""Dots along x from one dot of the diagonal to the next."""


class Shape(Enum):
    """How the points of a series are joined."""

    POINTS = auto()
    LINE = auto()
    """By straight lines."""
    STEPS = auto()
    """Each value holds until the next point."""


class Series(NamedTuple):
    """A line of a plot; later series are painted over earlier ones."""

    points: tuple[tuple[date, Value], ...]
    ink: Ink = Ink.TEXT
    shape: Shape = Shape.LINE
    end: str = ""
    """A letter or glyph at the last point, or a word beside it."""
    every: int = 1
    """Draw only every so many dots: more than 1 for what is expected or extrapolated."""
    ascii: str = "*"
    """Its character in ASCII, by which it differs without colour."""


class Mark(NamedTuple):
    """A glyph at a point, or words from there on, moved where they do not fit."""

    x: date
    y: Value
    text: str
    ink: Ink = Ink.DIM


class Tick(NamedTuple):
    """A label of an axis and its position."""

    at: Value
    text: str


class Plot(NamedTuple):
    """Everything that a plot shows. Points outside both ranges are not drawn."""

    first: date
    """The day at the left edge."""
    last: date
    low: Value
    """The value at the bottom; of the type of the series' values."""
    high: Value
    series: tuple[Series, ...] = ()
    marks: tuple[Mark, ...] = ()
    """Painted over the series."""
    today: date | None = None
    diagonal: bool = False
    """Whether to draw the points whose x and y are the same date."""
    y_title: str = ""
    """Word above the y axis."""
    x_title: str = ""
    """Word at the right of the x axis."""
    x_ticks: tuple[Tick, ...] | None = None
    """Labels of the x axis; None for as many months or Mondays as have room."""
    y_ticks: tuple[Tick, ...] | None = None
    """Labels of the y axis; None for as many dates or round amounts as have room."""


def date_ticks(first: date, last: date, most: int) -> tuple[Tick, ...]:
    """Return at most `most` labels: Mondays, months, every third month or years; January is named by its year."""
    days = (last - first).days
    most = max(1, most)
    if days <= _DAYS_IN_WEEKS:
        step = 7 * -(-(days // 7 + 1) // most)
        monday = first.toordinal() + -first.weekday() % 7
        mondays = [date.fromordinal(day) for day in range(monday, last.toordinal() + 1, step)]
        return tuple(Tick(day, f"{day.day} {MONTHS[day.month - 1]}") for day in mondays[:most])
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    apart = next((step for step in (1, 2, 3, 6, 12, 24, 60, 120) if months <= step * most), 1200)
    found: list[Tick] = []
    number = -(-(first.year * 12 + first.month - 1 + (first.day > 1)) // apart) * apart
    while (day := _month(number)) is not None and day <= last:
        found.append(Tick(day, str(day.year) if day.month == 1 else MONTHS[day.month - 1]))
        number += apart
    return tuple(found)


def _month(number: int) -> date | None:
    year, month = divmod(number, 12)
    return date(year, month + 1, 1) if 1 <= year <= 9999 else None


def amount_ticks(high: Decimal | int, most: int) -> tuple[Tick, ...]:
    """Return labels of round amounts from 0 to at least `high`: `0`, `50k`, `100k`; the last one is a good `high`."""
    top = max(int(high), 1)
    step = next(
        digit * 10**zeros for zeros in range(30) for digit in (1, 2, 5) if top <= digit * 10**zeros * max(1, most - 1)
    )
    return tuple(Tick(step * place, short_amount(step * place)) for place in range(-(-top // step) + 1))


def short_amount(amount: int) -> str:
    """Return a round amount in few cells: `950`, `50k`, `1.5m`."""
    for size, unit in ((1_000_000, "m"), (1_000, "k")):
        if abs(amount) >= size and amount * 10 % size == 0:
            whole, tenths = divmod(amount * 10 // size, 10)
            return f"{whole}.{tenths}{unit}" if tenths else f"{whole:,}{unit}"
    return f"{amount:,}"


def paint(plot: Plot, width: int, height: int, *, ascii_only: bool = False) -> tuple[Line, ...]:
    """Return the plot as `height` lines of `width` cells; the last one has the labels of the x axis."""
    y_ticks = _y_ticks(plot, height - 1 - bool(plot.y_title))
    margin = max([_LEAST_MARGIN, *(cells(tick.text) + 1 for tick in y_ticks)]) + 1
    if width < margin + 2 or height < 3:
        return ((),) * height
    frame = _Frame.of(plot, width - margin, height - 1 - bool(plot.y_title), ascii_only=ascii_only)
    low, high = frame.low, frame.high
    labels = {frame.row(tick.at): tick.text for tick in y_ticks if low <= _number(tick.at) <= high}
    rows = (
        ((fit(labels.get(row, ""), margin - 1, right=True) + " ", Ink.DIM), *canvas.line())
        for row, canvas in enumerate(_draw(plot, frame))
    )
    above: tuple[Line, ...] = (((f" {plot.y_title}", Ink.DIM),),) if plot.y_title else ()
    return (*above, *rows, ((" " * margin, Ink.TEXT), *_x_labels(plot, frame)))


def _y_ticks(plot: Plot, height: int) -> tuple[Tick, ...]:
    if plot.y_ticks is not None:
        return plot.y_ticks
    most = max(2, height // _LINES_APART)
    if isinstance(plot.low, date) and isinstance(plot.high, date):
        return date_ticks(plot.low, plot.high, most)
    return () if isinstance(plot.high, date) else amount_ticks(plot.high, most)


def _x_labels(plot: Plot, frame: _Frame) -> Line:
    width = frame.width
    apart = _CELLS_OF_A_DAY if (plot.last - plot.first).days <= _DAYS_IN_WEEKS else _CELLS_APART
    ticks = date_ticks(plot.first, plot.last, width // apart) if plot.x_ticks is None else plot.x_ticks
    canvas = Canvas(width)
    title_at = width - len(plot.x_title)
    if plot.x_title and title_at >= 0:
        canvas.write(title_at, plot.x_title, Ink.DIM)
    for tick in ticks:
        column = frame.column(tick.at) if isinstance(tick.at, date) and plot.first <= tick.at <= plot.last else -1
        stop = column + len(tick.text)
        if column >= 0 and canvas.blank(max(0, column - 1), min(width, stop + 1)) and stop <= width:
            canvas.write(column, tick.text, Ink.DIM)
    return canvas.line()


class _Frame(NamedTuple):
    """The ranges of a plot, and the size of its drawing in dots and cells."""

    first: int
    last: int
    low: Fraction | int
    high: Fraction | int
    width: int
    height: int
    across: int
    """Dots of a cell, along x."""
    down: int

    @classmethod
    def of(cls, plot: Plot, width: int, height: int, *, ascii_only: bool) -> _Frame:
        """Return the frame of a plot: cells of two by four dots, or in ASCII of one."""
        ends = (plot.first.toordinal(), plot.last.toordinal(), _number(plot.low), _number(plot.high))
        return cls(*ends, width, height, *((1, 1) if ascii_only else (2, 4)))

    def holds(self, x: int, y: Fraction | int) -> bool:
        """Return whether a point is in both ranges."""
        return self.first <= x <= self.last and self.low <= y <= self.high

    def dot(self, x: int, y: Fraction | int) -> tuple[int, int]:
        """Return the dot of a point, from the top left."""
        up = _place(y, self.low, self.high, self.height * self.down)
        return _place(x, self.first, self.last, self.width * self.across), self.height * self.down - 1 - up

    def column(self, day: date) -> int:
        """Return the cell of a day."""
        return _place(day.toordinal(), self.first, self.last, self.width * self.across) // self.across

    def row(self, value: Value) -> int:
        """Return the row of a value."""
        return self.dot(self.first, _number(value))[1] // self.down


_Masks: TypeAlias = dict[tuple[int, int], int]
"""The dots of each cell, by column and row, as bits of a braille character."""


@lru_cache(maxsize=1024)
def _masks_of(points: tuple[tuple[date, Value], ...], shape: Shape, every: int, frame: _Frame) -> _Masks:
    """Return the cells of a series; a step of the cursor changes only the ink of two series."""
    numbers = ((x.toordinal(), _number(y)) for x, y in points)
    dots = [frame.dot(x, y) for x, y in numbers if frame.holds(x, y)]
    if shape is Shape.STEPS:
        dots = [*dots[:1], *(dot for (_, y), to in pairwise(dots) for dot in ((to[0], y), to))]
    return _masks((dots if shape is Shape.POINTS else [*_joined(dots)])[::every], frame)


@lru_cache(maxsize=8)
def _diagonal(frame: _Frame) -> _Masks:
    """Return the cells of the points whose x and y are the same date."""
    first, last = max(frame.first, frame.low), min(frame.last, frame.high)
    if first > last:
        return {}
    every = 2 if frame.across == 1 else _DIAGONAL_EVERY
    dots = _joined([frame.dot(int(day), day) for day in (first, last)])
    return _masks((dot for dot in dots if dot[0] % every == 0), frame)


def _masks(dots: Iterable[tuple[int, int]], frame: _Frame) -> _Masks:
    masks: _Masks = {}
    for x, y in dots:
        cell = (x // frame.across, y // frame.down)
        masks[cell] = masks.get(cell, 0) | _DOTS[x % frame.across][y % frame.down]
    return masks


def _draw(plot: Plot, frame: _Frame) -> list[Canvas]:
    """Return the rows of a plot: today and the diagonal below the series, ends and marks above them."""
    drawn: dict[tuple[int, int], tuple[int, Ink, str]] = {}
    layers = [(_diagonal(frame), Ink.FAINT, ".")] if plot.diagonal else []
    layers += ((_masks_of(s.points, s.shape, s.every, frame), s.ink, s.ascii) for s in plot.series)
    for masks, ink, letter in layers:
        for cell, mask in masks.items():
            drawn[cell] = (mask | drawn[cell][0] if cell in drawn else mask, ink, letter)
    canvases = [Canvas(frame.width) for _ in range(frame.height)]
    if plot.today is not None and plot.first <= plot.today <= plot.last:
        for canvas in canvases:
            canvas.put(frame.column(plot.today), TODAY, Ink.DIM)
    for (column, row), (mask, ink, letter) in drawn.items():
        canvases[row].put(column, letter if frame.across == 1 else chr(_BRAILLE + mask), ink)
    for mark in plot.marks:
        if len(mark.text) == 1 and frame.holds(mark.x.toordinal(), _number(mark.y)):
            canvases[frame.row(mark.y)].put(frame.column(mark.x), mark.text, mark.ink)
    _write_letters(plot, frame, canvases)
    write_words([*_words(plot, frame)], canvases)
    return canvases


def _write_letters(plot: Plot, frame: _Frame, canvases: Sequence[Canvas]) -> None:
    """Write the letter at the end of each series, moved right while another one is there."""
    taken: set[tuple[int, int]] = set()
    for series in reversed(plot.series):
        if len(series.end) != 1 or (cell := _last_cell(series, frame)) is None:
            continue
        row, column = cell
        while (row, column) in taken and column + 1 < frame.width:
            column += 1
        taken.add((row, column))
        canvases[row].put(column, series.end, series.ink)


def _words(plot: Plot, frame: _Frame) -> Iterator[PlotWord]:
    """Yield the names in a plot: words at points, then those at the ends of series."""
    for mark in plot.marks:
        if len(mark.text) > 1 and frame.holds(mark.x.toordinal(), _number(mark.y)):
            yield PlotWord(frame.row(mark.y), frame.column(mark.x), mark.text, mark.ink)
    for series in reversed(plot.series):
        if len(series.end) > 1 and (cell := _last_cell(series, frame)) is not None:
            yield PlotWord(*cell, series.end, series.ink)


def _last_cell(series: Series, frame: _Frame) -> tuple[int, int] | None:
    """Return row and column of the last point of a series; None if it is not drawn."""
    if not series.points:
        return None
    x, y = series.points[-1]
    return (frame.row(y), frame.column(x)) if frame.holds(x.toordinal(), _number(y)) else None


def _joined(points: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the dots of straight lines between points, by Bresenham's algorithm; each dot once."""
    yield from points[:1]
    for (x, y), (to_x, to_y) in pairwise(points):
        steps = max(abs(to_x - x), abs(to_y - y))
        for step in range(1, steps + 1):
            yield x + _rounded((to_x - x) * step, steps), y + _rounded((to_y - y) * step, steps)


def _rounded(number: int, parts: int) -> int:
    """Return a quotient rounded to the nearest integer, half up."""
    return (2 * number + parts) // (2 * parts)


def _number(value: Value) -> Fraction | int:
    if isinstance(value, date):
        return value.toordinal()
    return value if isinstance(value, int) else Fraction(value)


def _place(number: Fraction | int, first: Fraction | int, last: Fraction | int, size: int) -> int:
    """Return the dot of a number among `size` dots from `first` to `last`."""
    if last <= first:
        return 0
    return int((2 * (number - first) * (size - 1) + (last - first)) // (2 * (last - first)))
