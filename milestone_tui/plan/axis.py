"""The geometry of a time axis: days to cells and back, zoom, pan and labels, in integers only.

The grid of cells is fixed to the calendar, not to the window: two days keep their distance in cells when the window is
panned, so marks never jitter. At seven days a cell, a cell is a week from Monday to Sunday.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from milestone_tui.plan.language.wording import MONTHS


class Zoom(StrEnum):
    """Zoom levels, the finest first; `FIT` shows everything."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    FIT = "fit"


_SCALES = {Zoom.DAY: (3, 1), Zoom.WEEK: (1, 1), Zoom.MONTH: (1, 3), Zoom.QUARTER: (1, 7), Zoom.YEAR: (1, 30)}
"""Cells over days."""
_WIDEST = 3
"""Most cells a day when a short project is fitted."""
_LAST = date.max.toordinal() - 1
"""The number of the last day; the first is 0."""
_YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


class Axis(NamedTuple):
    """A window of `width` cells on the calendar; `origin` is the day at its left edge."""

    origin: date
    zoom: Zoom
    width: int
    fitted: tuple[int, int] = (1, 1)
    """The scale of `Zoom.FIT`, cells over days; other zoom levels have fixed scales."""

    @property
    def scale(self) -> tuple[int, int]:
        """The scale: so many cells for so many days."""
        return _SCALES.get(self.zoom, self.fitted)

    @property
    def first(self) -> date:
        """The first day in the window."""
        return self.day_at(0)

    @property
    def last(self) -> date:
        """The last day in the window."""
        cells, days = self.scale
        stop = self._cell(self.origin) + self.width
        return _day(-(-stop * days // cells) - 1)

    def column(self, day: date) -> int:
        """Return the cell where a day begins, 0 at the left edge; it may be outside the window."""
        return self._cell(day) - self._cell(self.origin)

    def locator(self) -> Callable[[date], int]:
        """Return `column` as a plain function, three times as fast, to place thousands of days."""
        (cells, days), edge = self.scale, self._cell(self.origin)
        return lambda day: _number(day) * cells // days - edge

    def day_at(self, column: int) -> date:
        """Return the first day that begins in a cell, else the day that spans it; at most the end of the calendar."""
        return self._first_day(self._cell(self.origin) + column)

    def shows(self, day: date) -> bool:
        """Return whether a day begins in the window."""
        return 0 <= self.column(day) < self.width

    def placed(self, day: date, column: int) -> Axis:
        """Return the axis with `day` at `column`, or at the nearest column before it if a day is several cells wide."""
        return self._replace(origin=self._first_day(self._cell(day) - column, after=True))

    def panned(self, steps: int, parts: int = 4) -> Axis:
        """Return the axis moved by `steps` parts of the window, later if positive; the same steps back undo it."""
        cells, days = self.scale
        step = max(1, self.width // parts)
        if cells > days:  # a day is several cells wide: by whole days
            return self._replace(origin=_day(_number(self.origin) + steps * max(1, step * days // cells)))
        return self._replace(origin=self.day_at(steps * step))

    def zoomed(self, steps: int, keep: date) -> Axis:
        """Return the axis zoomed in by positive or out by negative `steps`, as far as possible.

        `keep` stays in its column. From a fitted scale the next step is the nearest fixed scale.
        """
        axis = self
        for _ in range(abs(steps)):
            zoom = axis._next_finer() if steps > 0 else axis._next_coarser()
            if zoom is None:
                break
            axis = axis.at_zoom(zoom, keep)
        return axis

    def at_zoom(self, zoom: Zoom, keep: date) -> Axis:
        """Return the axis at another zoom level, with `keep` in the same column."""
        return self._replace(zoom=zoom).placed(keep, self.column(keep))

    def resized(self, width: int) -> Axis:
        """Return the axis with another width, and the same left edge and scale."""
        return self._replace(width=width)

    def _cell(self, day: date) -> int:
        """Return the cell of a day on the grid of the calendar."""
        cells, days = self.scale
        return _number(day) * cells // days

    def _first_day(self, cell: int, after: bool = False) -> date:
        """Return the first day that begins in a cell, else the day that spans it, or with `after` the next day."""
        cells, days = self.scale
        begins = -(-cell * days // cells)
        if cells > days and not after and begins * cells // days > cell:
            begins -= 1
        return _day(begins)

    def _next_finer(self) -> Zoom | None:
        finer = [zoom for zoom, scale in _SCALES.items() if _compare(scale, self.scale) > 0]
        return finer[-1] if finer else None

    def _next_coarser(self) -> Zoom | None:
        return next((zoom for zoom, scale in _SCALES.items() if _compare(scale, self.scale) < 0), None)


def span_with(first: date, last: date, today: date, width: int) -> tuple[date, date]:
    """Return the span of a plan with today in it, unless that is far away.

    Far is further before it than the plan is long, or than a day a cell has room for; after it, than the plan is long,
    or than four weeks.
    """
    ahead, behind = max(last - first, timedelta(days=width)), max(last - first, timedelta(days=28))
    if first - today <= ahead and today - last <= behind:
        return min(first, today), max(last, today)
    return first, last


def fit(first: date, last: date, width: int) -> Axis:
    """Return an axis that shows `first` to `last` with margins, the wider one on the right.

    A window of fewer than 10 cells has no margins, and may not show everything.
    """
    lead, trail = (1, max(1, width // 12)) if width >= 10 else (0, 0)
    room = max(1, width - lead - trail)
    span = max(1, (last - first).days)
    # the grid may cut anywhere, so a span touches up to two cells more than its own length
    scale = (min(_WIDEST, (room - 1) // span), 1) if span < room else (max(1, room - 2), span)
    return Axis(first, Zoom.FIT, width, scale).placed(first, lead)


class Label(NamedTuple):
    """A label above an axis and the cell where it begins."""

    column: int
    text: str
    major: bool
    """Whether it is a month or a year, not a day."""


def labels(axis: Axis) -> tuple[Label, ...]:
    """Return the labels of an axis, left to right, without overlaps or cut texts.

    Depending on the scale: months with days or Mondays, months, quarters by their first month, or years. January has
    its year. The first label names the month or year at the left edge, even if it began before the window.
    """
    if axis.width <= 0:
        return ()
    placed = ((axis.column(day), text) for day, text in _marks(axis))
    major = {column: text for column, text in placed if 0 <= column <= axis.width - len(text)}
    _name_the_beginning(axis, major)
    found = [Label(column, text, True) for column, text in major.items()]
    taken = {cell for column, text in major.items() for cell in range(column - 1, column + len(text) + 1)}
    for day in _minor_days(axis):
        column, text = axis.column(day), str(day.day)
        cells = range(column, column + len(text))
        if column >= 0 and cells.stop <= axis.width and taken.isdisjoint(cells):
            found.append(Label(column, text, False))
    return tuple(sorted(found, key=lambda label: label.column))


def _name_the_beginning(axis: Axis, major: dict[int, str]) -> None:
    """Add the month (or year) of the first day at the left edge if there is room before the next label.

    If no label has a year, add the year to the first label that has room for it.
    """
    # the last day of the first cell: a month that begins within that cell names it
    day = _day(max(_number(axis.first), _number(axis.day_at(1)) - 1))
    if _months_apart(axis) == 12:
        if 0 not in major:
            _write_first_that_fits(axis, major, 0, [str(day.year)])
        return
    has_year = any(text[-1].isdigit() for column, text in major.items() if column > 0)
    month, year = MONTHS[day.month - 1], f"{MONTHS[day.month - 1]} {day.year}"
    january = [year, str(day.year)] if day.month == 1 else []
    _write_first_that_fits(axis, major, 0, january or ([month] if has_year else [year, month]))
    column = min(major, default=0)
    if column > 0 and not has_year:
        _write_first_that_fits(axis, major, column, [f"{major[column]} {axis.day_at(column).year}"])
    if major and not any(text[-1].isdigit() for text in major.values()):
        _name_the_year(axis, major)


def _name_the_year(axis: Axis, major: dict[int, str]) -> None:
    """Add the year to the first month, dropping the next month if that leaves it no room."""
    first, *others = sorted(major)
    year = f"{major[first]} {axis.day_at(first).year}"
    if others and not _has_room_for_both(axis) and first + len(year) <= axis.width:
        major[first] = year
        if others[0] <= first + len(year):
            del major[others[0]]


def _write_first_that_fits(axis: Axis, major: dict[int, str], column: int, forms: Sequence[str]) -> None:
    """Put the first of `forms` that ends before the next label at `column`, replacing a label there."""
    end = min((onward - 1 for onward in major if onward > column), default=axis.width)
    for text in forms:
        if column + len(text) <= end:
            major[column] = text
            return


def _marks(axis: Axis) -> Iterator[tuple[date, str]]:
    """Yield the first days of the months, quarters or years in the window, with their names."""
    last = axis.last
    apart = _months_apart(axis)
    if apart == 12:
        step = _year_step(axis)
        for year in range(max(step, axis.first.year // step * step), last.year + 1, step):
            yield date(year, 1, 1), str(year)
        return
    year, month = axis.first.year, (axis.first.month - 1) // apart * apart + 1
    while year <= last.year:
        name = MONTHS[month - 1]
        if month == 1:
            name = f"{name} {year}" if _has_room_for_both(axis) else str(year)
        yield date(year, month, 1), name
        month += apart
        if month > 12:
            year, month = year + 1, 1


def _minor_days(axis: Axis) -> Iterator[date]:
    """Return every day, every Monday or nothing, depending on the scale."""
    cells, days = axis.scale
    if cells < days:
        return iter(())
    step = 1 if cells >= 3 * days else 7
    first = _number(axis.first)
    first += -first % step  # day 0 of the calendar is a Monday
    return (_day(number) for number in range(first, _number(axis.last) + 1, step))


def _months_apart(axis: Axis) -> int:
    """Return the months between two labels (1, 3 or 12), so that a name, or "2027", and a blank fit before the next."""
    if _compare(axis.scale, (1, 6)) >= 0:
        return 1
    return 3 if _compare(axis.scale, (1, 18)) >= 0 else 12


def _has_room_for_both(axis: Axis) -> bool:
    """Return whether "Jan 2027" and a blank fit before the next label; else January is named by its year."""
    return _compare(axis.scale, (3, 10) if _months_apart(axis) == 1 else (1, 10)) >= 0


def _year_step(axis: Axis) -> int:
    """Return the years between two labels, a round number, so that a year and a blank fit before the next."""
    cells, days = axis.scale
    return next((step for step in _YEAR_STEPS if 365 * step * cells >= 5 * days), 10_000)


def _compare(a: tuple[int, int], b: tuple[int, int]) -> int:
    """Compare two scales: positive if `a` is finer than `b`, 0 if they are equal."""
    return a[0] * b[1] - b[0] * a[1]


def _number(day: date) -> int:
    """Return the number of a day; day 0 is Monday 1 Jan of year 1."""
    return day.toordinal() - 1


def _day(number: int) -> date:
    """Return the day with a number, or the nearest day in the calendar."""
    return date.min + timedelta(max(0, min(number, _LAST)))
