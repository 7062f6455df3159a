"""The milestone trend: each due date as it was held on each reporting date."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from milestone_tui.plan.analysis.calibration import Calibration, calibrations
from milestone_tui.plan.analysis.trend import (
    Compression,
    History,
    Point,
    Rate,
    Reporting,
    Story,
    TrendClass,
    TrendHistory,
    classify,
    compressions,
    first_day,
    points,
    rate,
    reporting_dates,
    story,
)
from milestone_tui.plan.analysis.trend_words import (
    calibration_explanation,
    calibration_words,
    class_explanation,
    compression_explanation,
    rate_explanation,
)
from milestone_tui.plan.explanation import Explanation
from milestone_tui.plan.language.wording import date_words
from milestone_tui.plan.model import Milestone, MilestoneState, Plan
from milestone_tui.store.reader import Reader
from milestone_tui.ui.renderer import BASELINE, DUE_SIGN, SIGNS, Line
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.trend.face import Face
from milestone_tui.ui.views.trend.milestone_words import copied, needs_new_date, note_lines, pane_lines, trend_word
from milestone_tui.ui.widgets.chart_paint import milestone_ink
from milestone_tui.ui.widgets.columns import Column
from milestone_tui.ui.widgets.plot_paint import Mark, Plot, Series

LETTERS = "abcdefghijklmnopqrstuvwxyz"
"""The ends of the lines that are drawn at a time; more than that nobody can tell apart."""

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
    line: tuple[Point, ...]
    trend: TrendClass | None
    rate: Rate | None
    story: Story
    baselines: tuple[tuple[date, date], ...]
    """When its baseline date was set or moved, and the date."""
    needs_new_date: bool


class MilestoneTrend(Face[TrendHistory, tuple[Calibration, ...], TrendRow]):
    """The face with the milestone trend chart."""

    NAME = "milestone trend"
    TITLE = "Trend"
    SPACED = True
    OFFERS = frozenset({"choose"})
    EMPTY = "No milestone has a date yet. Press 2 to go to the timeline and add one."

    def __init__(self) -> None:
        self._by = Reporting.WEEKS
        self._rows: tuple[TrendRow, ...] = ()
        self._dates: tuple[date, ...] = ()
        self._today = self._first = date.min
        self._key = ""
        self._compressions: tuple[Compression, ...] = ()
        self._calibrations: tuple[Calibration, ...] = ()
        self._everywhere: tuple[Calibration, ...] = ()
        """The calibration over all projects, as soon as it is read."""
        self._titles: Mapping[int, str] = {}
        self._plan: Plan | None = None

    def read(self, reader: Reader, project_id: int, today: date) -> TrendHistory:
        """Read the dates as they were held."""
        return reader.trend(project_id, today)

    def show(self, found: TrendHistory, plan: Plan, today: date) -> None:
        """Work out lines, classes and rates."""
        self._plan, self._today, self._key = plan, today, plan.project.key
        self._first = first_day(found) or today
        self._dates = reporting_dates(self._by, self._first, today, found.reviews)
        shown = [m for m in plan.milestones if m.state is not MilestoneState.CANCELLED]
        shown.sort(key=lambda m: (m.on or date.max, m.id))
        self._rows = tuple(
            self._row(m, LETTERS[place % len(LETTERS)], found.milestones.get(m.id, ()), found)
            for place, m in enumerate(shown)
        )
        self._titles = {m.id: m.title for m in plan.milestones}
        self._compressions = compressions(plan, found, self._dates)
        self._calibrations = calibrations([found.milestones[m.id] for m in shown if m.id in found.milestones])

    def read_later(self, reader: Reader, today: date) -> tuple[Calibration, ...]:
        """Return the calibration over all projects."""
        return calibrations(reader.done_histories(today))

    def show_later(self, found: tuple[Calibration, ...]) -> None:
        """Take the calibration over all projects."""
        self._everywhere = found

    def _row(self, m: Milestone, letter: str, history: History, found: TrendHistory) -> TrendRow:
        line = points(history, self._dates)
        return TrendRow(
            milestone=m,
            letter=letter,
            line=line,
            trend=classify(line),
            rate=rate(line),
            story=story(history),
            baselines=_moved(found.baselines.get(m.id, ())),
            needs_new_date=m.is_open and m.due_on is not None and m.due_on < self._today,
        )

    def rows(self) -> Sequence[TrendRow]:
        """Return the milestones that are not cancelled, by date."""
        return self._rows

    def key_of(self, row: TrendRow) -> Hashable:
        """Return the milestone's id."""
        return row.milestone.id

    def landing(self) -> TrendRow | None:
        """Return the first open milestone."""
        return next((row for row in self._rows if row.milestone.is_open), None)

    def milestone_id(self, row: TrendRow) -> int:
        """Return the milestone."""
        return row.milestone.id

    # Drawing -----------------------------------------------------------------------------------------------

    def row_margin(self, row: TrendRow) -> Line:
        """Return the letter at which its line ends."""
        return ((" ", Ink.TEXT), (row.letter if row.line else " ", CLASS_INKS[row.trend]))

    def columns(self, width: int) -> Sequence[Column[TrendRow]]:
        """Return sign, title, date and class."""
        today = self._today
        due = max((len(date_words(row.milestone.on, today)) for row in self._rows), default=6)
        return (
            Column("", lambda r: SIGNS[r.milestone.sign], 1, lambda r: milestone_ink(r.milestone, today, False), gap=1),
            Column("MILESTONE", lambda r: r.milestone.title, ink=_title_ink, current=Ink.BRIGHT, gap=1),
            Column("NOW", lambda r: date_words(r.milestone.on, today), max(6, due), _now_ink, right=True, gap=1),
            Column("TREND", lambda r: trend_word(r.trend), 10, lambda r: CLASS_INKS[r.trend]),
        )

    def plot(self, current: TrendRow | None) -> Plot | None:
        """Return the lines of up to 26 milestones around the one under the cursor, which is drawn last and bright."""
        place = self._rows.index(current) if current in self._rows else 0
        start = place // len(LETTERS) * len(LETTERS)
        drawn = [row for row in self._rows[start : start + len(LETTERS)] if row.line]
        if not drawn:
            return None
        first, last = self._span(drawn)
        here = [row for row in drawn if row is current]
        series = [Series(_xy(row), CLASS_INKS[row.trend], end=row.letter) for row in drawn if row is not current]
        marks = [Mark(x, y, BASELINE) for row in drawn for x, y in row.baselines[0 if row is current else 1 :]]
        for row in here:
            series += _ahead(row, last)
            series.append(Series(_xy(row), Ink.BRIGHT, end=row.letter, ascii="#"))
        return Plot(
            first,
            last,
            first,
            last,
            series=tuple(series),
            marks=tuple(marks),
            today=self._today,
            diagonal=True,
            y_title="DUE",
            x_title="REPORTED",
        )

    def _span(self, drawn: Sequence[TrendRow]) -> tuple[date, date]:
        """Return the dates of both axes, from the first change to the last date, also where a rate leads soon after."""
        first = min(self._first, *(point.on for row in drawn for point in row.line))
        last = max(self._today, *(point.on for row in drawn for point in row.line))
        near = last + (last - first) / 4
        ahead = [row.rate.meets_on for row in drawn if row.rate is not None and row.rate.meets_on is not None]
        return first, max([last, *(day for day in ahead if day <= near)])

    # Words -------------------------------------------------------------------------------------------------

    def notes(self, width: int) -> tuple[Line, ...]:
        """Return the sentences about compression and calibration."""
        return note_lines(
            self._compressions, self._titles, calibration_words(self._calibrations, self._everywhere), width
        )

    def pane(self, current: TrendRow | None, width: int) -> Sequence[Line]:
        """Return the story of a milestone."""
        if current is None:
            return ()
        return pane_lines(current, self._today, CLASS_INKS[current.trend], width)

    def copied(self, current: TrendRow) -> str:
        """Return the story as one line of text."""
        return copied(current, self._key, self._today)

    def explanations(self, current: TrendRow | None) -> tuple[Explanation, ...]:
        """Return how class and rate of a milestone, compression and calibration come about."""
        if current is None or (plan := self._plan) is None:
            return ()
        return (
            class_explanation(current.milestone, current.line, current.trend, self._today),
            rate_explanation(current.milestone, current.line, current.rate, self._today),
            *(compression_explanation(one, plan) for one in self._compressions),
            calibration_explanation(self._calibrations, self._everywhere),
        )

    def choose(self) -> str:
        """Choose the next reporting dates."""
        self._by = self._by.following
        return f"Reporting dates: {self._by.value}"

    def legend(self) -> Sequence[tuple[str, str]]:
        """Return the glyphs of the chart."""
        from milestone_tui.ui.legend import TREND  # late: only help needs it

        return TREND


def _moved(taken: Sequence[tuple[date, date]]) -> tuple[tuple[date, date], ...]:
    """Return the baseline dates that differ from the one before."""
    return tuple(one for place, one in enumerate(taken) if place == 0 or one[1] != taken[place - 1][1])


def _xy(row: TrendRow) -> tuple[tuple[date, date], ...]:
    return tuple((point.x, point.on) for point in row.line)


def _ahead(row: TrendRow, last: date) -> list[Series]:
    """Return the line from the last point to where it meets the diagonal, as far as the axes go."""
    if row.rate is None or row.rate.meets_on is None or not row.line:
        return []
    start, meets = row.line[-1], row.rate.meets_on
    end, glyph = (meets, meets), DUE_SIGN
    if meets > last:
        share = (last - start.on) / (meets - start.on) if meets > start.on else 1.0
        end, glyph = (start.x + (meets - start.x) * share, last), ""
    return [Series(((start.x, start.on), end), CLASS_INKS[row.trend], end=glyph, every=3, ascii=":")]


def _title_ink(row: TrendRow) -> Ink:
    return Ink.TEXT if row.milestone.is_open else Ink.DIM


def _now_ink(row: TrendRow) -> Ink:
    return Ink.BAD if needs_new_date(row) else _title_ink(row)
