"""The table of a project's days off, year by year, with the milestones that stand on one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from textual.reactive import reactive

from milestone_tui.plan.calendar.workdays import OFFICE_DAYS
from milestone_tui.plan.language.wording import day_words, list_words
from milestone_tui.plan.model import Holiday, Milestone, Project
from milestone_tui.ui.renderer import FORECAST, Line, Renderer, Span, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.rows import RowView

_DAY = 12
_NAME = 34
_OFF_ANYWAY = "off anyway"

Row = Holiday | int
"""A day off, or the year over those of it."""


class DaysOffTable(RowView):
    """One line a day, under the year; the cursor stands on days."""

    rows: reactive[tuple[Row, ...]] = reactive((), repaint=False)

    def __init__(self, renderer: Renderer) -> None:
        super().__init__(renderer)
        self._week = OFFICE_DAYS
        self._standing: Mapping[date, Sequence[Milestone]] = {}

    def show(self, project: Project, holidays: Sequence[Holiday], on: Mapping[date, Sequence[Milestone]]) -> None:
        """Show these days of a project, and what stands `on` them; the cursor stays on its day, or near it."""
        known = self.selected
        self._week = project._replace(holidays=()).calendar
        self._standing = on
        self.rows = tuple(
            row for year, days in groupby(holidays, key=lambda holiday: holiday.day.year) for row in (year, *days)
        )
        places = {row.day: index for index, row in enumerate(self.rows) if isinstance(row, Holiday)}
        self.rows_changed(places.get(known.day) if known else None)

    def select(self, day: date) -> None:
        """Put the cursor on the first day off from that day on; on the last where there is none."""
        days = [(index, row.day) for index, row in enumerate(self.rows) if isinstance(row, Holiday)]
        if days:
            self.cursor = next((index for index, off in days if off >= day), days[-1][0])

    @property
    def selected(self) -> Holiday | None:
        """The day under the cursor."""
        row = self.rows[self.cursor] if self.cursor < len(self.rows) else None
        return row if isinstance(row, Holiday) else None

    def row_count(self) -> int:
        """One row a day and a year, or one for the hint."""
        return len(self.rows) or 1

    def selectable(self, index: int) -> bool:
        """Days are."""
        return 0 <= index < len(self.rows) and isinstance(self.rows[index], Holiday)

    def head_count(self) -> int:
        """None: a day and its name need no heads."""
        return 0

    def row(self, index: int, width: int, current: bool) -> Line:
        """One day, or a year."""
        if not self.rows:
            return (("   No days off besides the week's: n adds one, I imports some", Ink.DIM),)
        row = self.rows[index]
        if isinstance(row, int):
            return ((f" {row}", Ink.BRIGHT),)
        name = max(8, min(_NAME, width - 5 - _DAY - 20))
        line: list[Span] = [
            ("   ", Ink.TEXT),
            (_day(row.day), Ink.TEXT),
            ("  " + fit(row.name, name), Ink.BRIGHT if current else Ink.TEXT),
        ]
        if self._week.is_working(row.day):
            if there := self._standing.get(row.day):
                titles = list_words([m.title for m in there], most=2)
                line.append((f"  {FORECAST} " + fit(titles, max(0, width - 9 - _DAY - name)).rstrip(), Ink.WARN))
        else:
            line.append((f"  {_OFF_ANYWAY}", Ink.DIM))
        return tuple(line)


def _day(day: date) -> str:
    """The day of the week, and the date on one edge."""
    weekday, date_ = day_words(day).split(" ", 1)
    return fit(f"{weekday} {date_:>6}", _DAY)
