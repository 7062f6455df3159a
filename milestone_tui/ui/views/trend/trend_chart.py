"""The chart of the milestone trend: a line for each milestone, the one under the cursor bright."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from milestone_tui.plan.analysis.trend import History, Point, Rate, Story, TrendClass, points, rate, story
from milestone_tui.plan.calendar.any_day import day_after
from milestone_tui.plan.model import Milestone
from milestone_tui.ui.renderer import BASELINE, DUE_SIGN
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.plot_paint import Mark, Plot, Series

LETTERS = "abcdefghijklmnopqrstuvwxyz"
"""The ends of the lines that are drawn at a time; more than that nobody can tell apart."""

_EVERY = 3
"""Dots of a line that is not under the cursor: one in so many, so that the full line differs without colour too."""

CLASS_INKS: Mapping[TrendClass | None, Ink] = {
    None: Ink.DIM,
    TrendClass.STABLE: Ink.DIM,
    TrendClass.SLIPPING: Ink.WARN,
    TrendClass.RECOVERING: Ink.GOOD,
    TrendClass.ERRATIC: Ink.BAD,
    TrendClass.LATE_SHOCK: Ink.BAD,
}


class TrendRow(NamedTuple):
    """One milestone of the trend."""

    milestone: Milestone
    letter: str
    """The end of its line."""
    recent: tuple[Point, ...]
    """The points that its class comes from, and maybe more."""
    trend: TrendClass | None
    history: History
    baselines: tuple[tuple[date, date], ...]
    """When its baseline date was set or moved, and the date."""
    needs_new_date: bool


class Told(NamedTuple):
    """What is worked out for a milestone only when it is drawn."""

    line: tuple[Point, ...]
    rate: Rate | None
    story: Story


class _Block(NamedTuple):
    """The lines that are drawn together, without what depends on the cursor."""

    first: date
    last: date
    lines: Mapping[int, Series]
    """By milestone, dim or in the colour of its class."""
    marks: tuple[Mark, ...]
    """Baseline dates, where they were set or moved."""


class TrendChart:
    """The lines of the rows, drawn as many at a time as there are letters."""

    def __init__(self, rows: Sequence[TrendRow], dates: Sequence[date], first: date, today: date) -> None:
        self._rows = rows
        self._dates = dates
        self._first = first
        self._today = today
        self._places = {row.milestone.id: place for place, row in enumerate(rows)}
        self._blocks: dict[int, _Block | None] = {}
        self._told: dict[int, Told] = {}

    def told(self, row: TrendRow) -> Told:
        """Return line, rate and story of a milestone."""
        if (found := self._told.get(row.milestone.id)) is None:
            line = points(row.history, self._dates)
            found = self._told[row.milestone.id] = Told(line, rate(line), story(row.history))
        return found

    def plot(self, current: TrendRow | None) -> Plot | None:
        """Return the lines around the one under the cursor, which is drawn last and bright; None without any."""
        start = (self._places.get(current.milestone.id, 0) if current is not None else 0) // len(LETTERS)
        if start not in self._blocks:
            self._blocks[start] = self._block(start * len(LETTERS))
        if (block := self._blocks[start]) is None:
            return None
        here = current.milestone.id if current is not None else None
        series = [line for id_, line in block.lines.items() if id_ != here]
        if current is not None and here in block.lines:
            told = self.told(current)
            series += _ahead(told, CLASS_INKS[current.trend], block.last)
            series.append(Series(_xy(told.line), Ink.BRIGHT, end=current.letter, ascii="#"))
        return Plot(
            block.first,
            block.last,
            block.first,
            block.last,
            series=tuple(series),
            marks=block.marks,
            today=self._today,
            diagonal=True,
            y_title="DUE",
            x_title="REPORTED",
        )

    def _block(self, start: int) -> _Block | None:
        rows = [row for row in self._rows[start : start + len(LETTERS)] if row.recent]
        if not rows:
            return None
        first, last = self._span([self.told(row) for row in rows])
        return _Block(
            first,
            last,
            {
                row.milestone.id: Series(_xy(self.told(row).line), CLASS_INKS[row.trend], end=row.letter, every=_EVERY)
                for row in rows
            },
            tuple(Mark(x, y, BASELINE) for row in rows for x, y in row.baselines),
        )

    def _span(self, drawn: Sequence[Told]) -> tuple[date, date]:
        """Return the dates of both axes, from the first change to the last date, also where a rate leads soon after."""
        days = [point.on for told in drawn for point in told.line]
        first, last = min(self._first, *days), max(self._today, *days)
        near = day_after(last, (last - first).days // 4)
        ahead = [told.rate.meets_on for told in drawn if told.rate is not None and told.rate.meets_on is not None]
        return first, max([last, *(day for day in ahead if day <= near)])


def _xy(line: Sequence[Point]) -> tuple[tuple[date, date], ...]:
    return tuple((point.x, point.on) for point in line)


def _ahead(told: Told, ink: Ink, last: date) -> list[Series]:
    """Return the line from the last point to where it meets the diagonal, as far as the axes go."""
    if told.rate is None or told.rate.meets_on is None or not told.line:
        return []
    start, meets = told.line[-1], told.rate.meets_on
    end, glyph = (meets, meets), DUE_SIGN
    if meets > last:
        share = (last - start.on) / (meets - start.on) if meets > start.on else 1.0
        end, glyph = (start.x + (meets - start.x) * share, last), ""
    return [Series(((start.x, start.on), end), ink, end=glyph, every=6, ascii=":")]
