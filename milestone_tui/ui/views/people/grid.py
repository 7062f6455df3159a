"""The workload grid: people by week, with a cell under the cursor."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date
from typing import ClassVar

from textual import events
from textual.geometry import Region
from textual.reactive import reactive

from milestone_tui.plan.calendar.any_day import day_after
from milestone_tui.plan.language.wording import MONTHS
from milestone_tui.plan.people import WorkPlan
from milestone_tui.ui.keys import Keys, hidden
from milestone_tui.ui.renderer import CURSOR, Line, Renderer, Span, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.people.rows import (
    WEEK_CELLS,
    GridRow,
    Kind,
    cell_line,
    grid_rows,
    total_line,
    work_figure,
)
from milestone_tui.ui.widgets.columns import Column
from milestone_tui.ui.widgets.keyed_table import KeyedTable
from milestone_tui.ui.widgets.rows import RowView

_MOST_WEEKS = 26
"""Weeks shown at once on a wide screen."""
_FURTHEST = 520
"""Weeks from the first that the cursor may go to."""
_LEAST_NAME, _MOST_NAME = 12, 24
_OPEN, _CAPACITY, _LATER = 6, 9, 8
_OTHER_LINES = 14
"""Lines of the screen beside the grid, until they are known."""
_WEEKS = Column[GridRow]("weeks", gap=1)
"""The column that the grid writes itself."""


class WorkGrid(KeyedTable[GridRow]):
    """Table with a line for each person and a column for each week; the cursor is a cell."""

    HEAD_LINES: ClassVar[int] = 2
    RIGHT_MARGIN: ClassVar[int] = 2

    BINDINGS: ClassVar[Keys] = [
        hidden("grid.week_back", "left,h", "previous week", "Go to the week before", "week(-1)"),
        hidden("grid.week_on", "right,l", "next week", "Go to the next week", "week(1)"),
        hidden("grid.today", "t", "today", "Go to the first week"),
    ]

    week: reactive[int] = reactive(0, repaint=False)
    """The week under the cursor, counted from the first."""

    def __init__(self, renderer: Renderer) -> None:
        super().__init__(renderer)
        self._work: WorkPlan | None = None
        self._people: Sequence[int] = ()
        self._top = 0
        """The first week shown."""
        self.roomy = True
        """Whether blank lines are worth their place."""

    # What is shown -----------------------------------------------------------------------------------------

    def show(self, work: WorkPlan, people: Sequence[int], keep: int | None = None) -> None:
        """Show these people with their work; the cursor stays on its person, or goes to `keep`."""
        self._work, self._people = work, tuple(people)
        self._arrange(keep)

    def _arrange(self, keep: int | None = None) -> None:
        if self._work is None:
            return
        room = (self.size.height or self.app.size.height - _OTHER_LINES) - self.HEAD_LINES
        roomy = self.roomy and 2 * len(self._people) + 2 <= room
        rows = grid_rows(self._work, self._people, self.mondays, roomy=roomy)
        self.show_entries(rows, keep)

    def on_resize(self) -> None:
        """Show as many weeks as fit, with the cursor among them."""
        self._follow_week()
        self._arrange()
        super().on_resize()

    @property
    def weeks(self) -> int:
        """Return how many weeks fit beside the names."""
        others = self.MARGIN + self.RIGHT_MARGIN + _LEAST_NAME + _OPEN + _CAPACITY + 1 + _LATER
        width = self.size.width or self.app.size.width  # before the first layout
        return max(1, min(_MOST_WEEKS, (width - others) // WEEK_CELLS))

    @property
    def mondays(self) -> Sequence[date]:
        """Return the weeks shown."""
        return [self._monday(week) for week in range(self._top, self._top + self.weeks)]

    def _monday(self, week: int) -> date:
        assert self._work is not None
        return day_after(self._work.workload.first_monday, 7 * week)

    @property
    def monday(self) -> date:
        """Return the week under the cursor."""
        return self._monday(self.week)

    @property
    def person_id(self) -> int | None:
        """Return the person under the cursor."""
        return self.selected.person_id if self.selected is not None else None

    def to_week(self, monday: date) -> None:
        """Put the cursor on a week."""
        self.week = (monday - self._monday(0)).days // 7

    # Table -------------------------------------------------------------------------------------------------

    def columns(self, width: int) -> Sequence[Column[GridRow]]:
        """Return the columns."""
        return (
            Column("PERSON", lambda row: row.name, current=Ink.BRIGHT, gap=0, least=_LEAST_NAME, most=_MOST_NAME),
            Column("OPEN", lambda row: row.open, _OPEN, gap=0, right=True),
            Column("DAYS/WK", lambda row: row.capacity, _CAPACITY, Ink.DIM, gap=0, right=True),
            _WEEKS._replace(width=self.weeks * WEEK_CELLS),
            Column("LATER", lambda row: work_figure(row.later), _LATER, Ink.DIM, gap=0, right=True),
        )

    def key_of(self, entry: GridRow) -> Hashable | None:
        """Return the id of the person; None for the total, the days off and blank lines."""
        return entry.person_id if entry.kind is Kind.PERSON else None

    def head(self, line: int, width: int) -> Line:
        """Return the heads, that of the week under the cursor bright."""
        if line or self._work is None:
            return ()
        spans: list[Span] = [(" " * self.MARGIN, Ink.DIM)]
        for column, wide in self._laid_out():
            if column.head == _WEEKS.head:
                spans.append((" " * column.gap, Ink.DIM))
                spans += [
                    (_head_of(monday).rjust(WEEK_CELLS), Ink.BRIGHT if monday == self.monday else Ink.DIM)
                    for monday in self.mondays
                ]
            else:
                spans.append((" " * column.gap + fit(column.head, wide, right=column.right), Ink.DIM))
        return tuple(spans)

    def row(self, index: int, width: int, current: bool) -> Line:
        """Return a person with the weeks, the total, the days off, or the hint."""
        if not self.entries:
            return super().row(index, width, current)
        entry = self.entries[index]
        if entry.kind is Kind.BLANK:
            return ()
        spans: list[Span] = [(" " * self.MARGIN, Ink.TEXT)]
        for column, wide in self._laid_out():
            if column.head == _WEEKS.head:
                spans += [(" " * column.gap, Ink.TEXT), *self._weeks_of(entry, current)]
            elif entry.kind is not Kind.DAYS_OFF:
                dim = column._replace(ink=Ink.DIM) if entry.kind is Kind.TOTAL else column
                spans += dim.write(entry, wide, current)
            elif column.head != "LATER":
                spans.append((" " * (column.gap + wide), Ink.TEXT))
        return tuple(spans)

    def _weeks_of(self, entry: GridRow, current: bool) -> Sequence[Span]:
        if entry.kind is Kind.DAYS_OFF:
            return entry.note
        spans: list[Span] = []
        for place, cell in enumerate(entry.cells):
            marked = current and place == self.week - self._top
            spans.append((CURSOR if marked else " ", Ink.ACT))
            is_total = entry.kind is Kind.TOTAL
            spans += total_line(cell) if is_total else cell_line(cell, ascii_only=self.renderer.ascii_only)
        return spans

    # Moving ------------------------------------------------------------------------------------------------

    def validate_week(self, week: int) -> int:
        """Return the nearest week that the cursor may go to."""
        return max(0, min(week, _FURTHEST))

    def watch_week(self, old: int, new: int) -> None:
        """Pan if needed, else repaint the heads and the row."""
        if self._follow_week():
            self._arrange()
            self.refresh()
        else:
            self.refresh_row(self.cursor)
            self.refresh(Region(0, 0, self.size.width, 1))

    def _follow_week(self) -> bool:
        """Pan by half a page until the cursor's week is shown; return whether that panned."""
        if self._top <= self.week < self._top + self.weeks:
            return False
        half = self.weeks // 2
        self._top = max(0, self.week - half if self.week >= self._top else self.week - self.weeks + 1 + half)
        if self.week >= self._top + self.weeks:
            self._top = self.week
        return True

    def action_week(self, step: int) -> None:
        """Go to another week."""
        self.week += step

    def action_today(self) -> None:
        """Go to the first week."""
        self.week = 0

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the clicked cell, or open it if the cursor is there."""
        start = self.MARGIN
        for column, wide in self._laid_out():
            if column.head == _WEEKS.head:
                start += column.gap
                break
            start += column.gap + wide + column.after
        place = (event.x - start) // WEEK_CELLS
        index = event.y - self.head_count() + int(self.scroll_offset.y)
        if not self.selectable(index) or event.y < self.head_count():
            return
        is_there = index == self.cursor and self._top + place == self.week
        if event.x >= start and 0 <= place < self.weeks:
            self.week = self._top + place
        if is_there:
            self.post_message(RowView.Opened(self, index))
        else:
            self.cursor = index
        event.prevent_default()


def _head_of(monday: date) -> str:
    """Return `23 Nov`."""
    return f"{monday.day} {MONTHS[monday.month - 1]}"
