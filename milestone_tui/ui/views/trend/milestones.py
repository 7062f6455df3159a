"""The milestone trend: each due date as it was held on each reporting date."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from milestone_tui.plan.analysis.calibration import Calibration, calibrations
from milestone_tui.plan.analysis.trend import (
    CLASS_REPORTS,
    RATE_REPORTS,
    Compression,
    History,
    Point,
    Reporting,
    TrendClass,
    TrendHistory,
    classify,
    compressions,
    first_day,
    points,
    reporting_dates,
    usual_reporting,
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
from milestone_tui.ui.base.store_screen import AT_ONCE
from milestone_tui.ui.renderer import SIGNS, Line
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.trend.face import Face
from milestone_tui.ui.views.trend.milestone_words import copied, needs_new_date, note_lines, pane_lines, trend_word
from milestone_tui.ui.views.trend.trend_chart import CLASS_INKS, LETTERS, TrendChart, TrendRow
from milestone_tui.ui.widgets.columns import Column
from milestone_tui.ui.widgets.plot_paint import Plot


class Reported(NamedTuple):
    """What the milestone trend reads."""

    history: TrendHistory
    first: date
    """The day of the first change."""
    dates: tuple[date, ...]
    """The reporting dates."""
    recent: Mapping[int, tuple[tuple[Point, ...], TrendClass | None]]
    """The last points and the class of each milestone."""


class Later(NamedTuple):
    """What is not needed at first."""

    closer: tuple[Compression, ...]
    own: tuple[Calibration, ...]
    everywhere: tuple[Calibration, ...]


class MilestoneTrend(Face[Reported, Later, TrendRow]):
    """The face with the milestone trend chart."""

    NAME = "milestone trend"
    TITLE = "Trend"
    SPACED = True
    OFFERS = frozenset({"choose"})
    EMPTY = "No milestone has a date yet. Press 2 to go to the timeline and add one."

    def __init__(self) -> None:
        self._by: Reporting | None = None
        """The reporting dates that were chosen; None for those in which the project was reported."""
        self._rows: tuple[TrendRow, ...] = ()
        self._today = date.min
        self._now_width = 6
        self._chart = TrendChart((), (), date.min, date.min)
        self._compressions: tuple[Compression, ...] = ()
        self._calibrated: tuple[tuple[Calibration, ...], tuple[Calibration, ...]] = ((), ())
        """The calibrations of the project and of all projects."""
        self._titles: Mapping[int, str] = {}
        self._plan: Plan | None = None
        self._reported: Reported | None = None

    def read(self, reader: Reader, project_id: int, today: date) -> Reported:
        """Read the dates as they were held, and work out the classes."""
        found = reader.trend(project_id, today)
        first = first_day(found.milestones) or today
        by = self._by or usual_reporting(found.milestones)
        dates = reporting_dates(by, first, today, found.reviews)
        return Reported(found, first, dates, {id_: _recent(states, dates) for id_, states in found.milestones.items()})

    def show(self, found: Reported, plan: Plan, today: date) -> None:
        """Take the rows in the order of their dates; in a big plan the compressions follow later."""
        self._plan, self._today, self._reported = plan, today, found
        shown = [m for m in plan.milestones if m.state is not MilestoneState.CANCELLED]
        shown.sort(key=lambda m: (m.on or date.max, m.id))
        self._rows = tuple(self._row(m, LETTERS[place % len(LETTERS)], found) for place, m in enumerate(shown))
        self._chart = TrendChart(self._rows, found.dates, found.first, today)
        self._now_width = max([6, *(len(date_words(m.on, today)) for m in shown)])
        self._titles = {m.id: m.title for m in plan.milestones}
        if len(shown) <= AT_ONCE:
            self._compressions = compressions(plan, found.history, found.dates)

    def read_later(self, reader: Reader, today: date) -> Later:
        """Return compressions, and the calibrations of the project and of all projects."""
        plan, found = self._plan, self._reported
        closer = compressions(plan, found.history, found.dates) if plan is not None and found is not None else ()
        own = calibrations([row.history for row in self._rows])
        return Later(closer, own, calibrations(reader.done_histories(today)))

    def show_later(self, found: Later) -> None:
        """Take them."""
        self._compressions, self._calibrated = found.closer, (found.own, found.everywhere)

    def _row(self, m: Milestone, letter: str, found: Reported) -> TrendRow:
        recent, trend = found.recent.get(m.id, ((), None))
        return TrendRow(
            milestone=m,
            letter=letter,
            recent=recent,
            trend=trend,
            history=found.history.milestones.get(m.id, ()),
            baselines=_moved(found.history.baselines.get(m.id, ())),
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
        return ((" ", Ink.TEXT), (row.letter if row.recent else " ", CLASS_INKS[row.trend]))

    def columns(self, width: int) -> Sequence[Column[TrendRow]]:
        """Return sign, title, date and class."""
        today = self._today
        return (
            Column("", lambda r: SIGNS[r.milestone.sign], 1, _sign_ink, gap=1),
            Column("MILESTONE", lambda r: r.milestone.title, ink=_title_ink, current=Ink.BRIGHT, gap=1),
            Column(
                "NOW",
                lambda r: date_words(r.milestone.on, today),
                self._now_width,
                _now_ink,
                current=Ink.BRIGHT,
                right=True,
                gap=1,
            ),
            Column("TREND", lambda r: trend_word(r.trend), 10, lambda r: CLASS_INKS[r.trend]),
        )

    def plot(self, current: TrendRow | None) -> Plot | None:
        """Return the lines around the one under the cursor."""
        return self._chart.plot(current)

    # Words -------------------------------------------------------------------------------------------------

    def notes(self, width: int) -> tuple[Line, ...]:
        """Return the sentences about compression and calibration."""
        return note_lines(self._compressions, self._titles, calibration_words(*self._calibrated), width)

    def pane(self, current: TrendRow | None, width: int) -> Sequence[Line]:
        """Return the story of a milestone."""
        if current is None:
            return ()
        return pane_lines(current, self._chart.told(current), self._today, CLASS_INKS[current.trend], width)

    def copied(self, current: TrendRow) -> str:
        """Return the story as one line of text."""
        return copied(current, self._chart.told(current), self._plan.project.key if self._plan else "", self._today)

    def explanations(self, current: TrendRow | None) -> tuple[Explanation, ...]:
        """Return how class and rate of a milestone, compression and calibration come about."""
        if current is None or (plan := self._plan) is None:
            return ()
        line, found, _ = self._chart.told(current)
        return (
            class_explanation(current.milestone, line, current.trend, self._today),
            rate_explanation(current.milestone, line, found, self._today),
            *(compression_explanation(one, plan) for one in self._compressions),
            calibration_explanation(*self._calibrated),
        )

    def choose(self) -> str:
        """Choose the next reporting dates."""
        usual = Reporting.WEEKS if self._reported is None else usual_reporting(self._reported.history.milestones)
        self._by = (self._by or usual).following
        return f"Reporting dates: {self._by.value}"

    def legend(self) -> Sequence[tuple[str, str]]:
        """Return the glyphs of the chart."""
        from milestone_tui.ui.legend import TREND  # late: only help needs it

        return TREND


def _moved(taken: Sequence[tuple[date, date]]) -> tuple[tuple[date, date], ...]:
    """Return the baseline dates that differ from the one before."""
    return tuple(one for place, one in enumerate(taken) if place == 0 or one[1] != taken[place - 1][1])


def _recent(history: History, dates: Sequence[date]) -> tuple[tuple[Point, ...], TrendClass | None]:
    """Return the last points, enough for the class, and the class."""
    recent = points(history, dates[-RATE_REPORTS:])
    if len(recent) < CLASS_REPORTS < len(dates):
        recent = points(history, dates)
    return recent, classify(recent)


def _sign_ink(row: TrendRow) -> Ink:
    return CLASS_INKS[row.trend] if row.milestone.is_open else Ink.GOOD


def _title_ink(row: TrendRow) -> Ink:
    return Ink.TEXT if row.milestone.is_open else Ink.DIM


def _now_ink(row: TrendRow) -> Ink:
    return Ink.BAD if needs_new_date(row) else _title_ink(row)
