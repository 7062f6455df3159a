"""The roadmap: every project one row on a shared time axis."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import cast

from textual.reactive import reactive

from milestone_tui.plan import axis as axes
from milestone_tui.plan.analysis.portfolio import ClientGroup, JudgedMark, MarkState, ProjectRow, placed_marks
from milestone_tui.plan.axis import Axis
from milestone_tui.plan.calendar.any_day import day_after, day_before
from milestone_tui.plan.model import ProjectSummary
from milestone_tui.ui.renderer import DONE, RULE, TARGET, TODAY, Line, Renderer, Span
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.projects.lines import KEY_AT, RIGHT, mark_span, project_column
from milestone_tui.ui.views.projects.pane_lines import MARKS
from milestone_tui.ui.views.projects.rows import ProjectRows
from milestone_tui.ui.widgets.chart_paint import AFTER, BEFORE, Canvas
from milestone_tui.ui.widgets.columns import Column

_TODAY = "today"
_GAP: Span = ("  ", Ink.TEXT)
"""The gap between columns and chart."""
_KEY_LEAST = 7
"""The least cells of the key when there is no name beside it."""
_NAME_FROM, _NAME_LEAST, _NAME_MOST = 76, 16, 28
"""Cells of the screen below which names are left out, and the range of their widths."""
_PAN_PARTS = 6
"""One pan moves the axis by one such part of its width."""
_AROUND = 14
"""The least time shown around today."""

_MARKS = {**MARKS, MarkState.DONE: (DONE, Ink.GOOD)}
"""The mark of a milestone, or of several in one cell."""


class Roadmap(ProjectRows):
    """Roadmap: the projects with their milestones as marks on an axis that zooms and pans."""

    marks: reactive[Mapping[int, tuple[JudgedMark, ...]]] = reactive(MappingProxyType({}))
    """The marks of the projects in view, by project id."""
    axis: reactive[Axis | None] = reactive(None)
    """The window; None while it fits all plans."""

    def __init__(self, renderer: Renderer, today: date) -> None:
        super().__init__(renderer, today)
        self._fitted: Axis | None = None
        self._earliest = today

    def columns(self, width: int) -> Sequence[Column[ProjectRow]]:
        """Return the columns left of the chart: the key, and the name if it fits."""
        if width < _NAME_FROM:
            shown = project_column(max(self.widths.key, _KEY_LEAST), 0)
        else:
            shown = project_column(self.widths.key, 2 + min(_NAME_MOST, max(_NAME_LEAST, width // 6 - 2)))
        return (cast("Column[ProjectRow]", shown),)  # heads of groups are not written in columns

    def head(self, line: int, width: int) -> Line:
        """Return the heads with the months, or the line with the word "today"."""
        chart_at, chart = self._chart_cells()
        axis = self._axis(chart)
        if line < 2:
            left = super().head(line, width)
            canvas = Canvas(chart)
            for label in axes.labels(axis):
                canvas.write(label.column, label.text, Ink.DIM)
            return (*left, _GAP, *canvas.line()) if left else ()
        today = axis.column(self.today)
        if not 0 <= today < chart:
            return ()
        start = max(0, min(today - len(_TODAY) // 2, chart - len(_TODAY)))
        return ((" " * (chart_at + start) + _TODAY, Ink.DIM),)

    def row(self, index: int, width: int, current: bool) -> Line:
        """Return the line of a project, or the head of a group."""
        entry, line = self.entries[index], super().row(index, width, current)
        return line if isinstance(entry, ClientGroup) else (*line, _GAP, *self._chart(entry))

    def _chart(self, summary: ProjectSummary) -> Line:
        _, width = self._chart_cells()
        axis = self._axis(width)
        marks = self.marks.get(summary.project.id, ())
        canvas = Canvas(width)
        if marks:
            canvas.rule(axis.column(marks[0].on), axis.column(marks[-1].on) + 1, RULE, Ink.FAINT)
        if summary.project.target_on is not None:
            canvas.put(axis.column(summary.project.target_on), TARGET, Ink.FAINT)
        canvas.put(axis.column(self.today), TODAY, Ink.DIM)
        if marks:
            if axis.column(marks[0].on) < 0:
                canvas.put(0, BEFORE, Ink.DIM)
            if axis.column(marks[-1].on) >= width:
                canvas.put(width - 1, AFTER, Ink.DIM)
        for cell, shown in placed_marks(marks, axis.locator(), width):
            canvas.put(cell, *mark_span(shown, _MARKS))
        return canvas.line()

    def _chart_cells(self) -> tuple[int, int]:
        """Return the first cell of the chart, and its width."""
        width = self.size.width
        start = KEY_AT + sum(column.width for column in self.columns(width)) + len(_GAP[0])
        return start, max(1, width - start - RIGHT)

    # The axis ----------------------------------------------------------------------------------------------

    def _axis(self, width: int) -> Axis:
        """Return the window that was zoomed or panned to, otherwise all plans."""
        if self.axis is not None:
            return self.axis.resized(width)
        # Called for every line, so the span of all projects is kept.
        if self._fitted is None or self._fitted.width != width:
            self._fitted = axes.fit(*self._span(), width)
        return self._fitted

    def show_entries(self, entries: Sequence[ProjectRow], keep: Hashable = None, *, repaint_all: bool = False) -> None:
        """Show other projects, whose span may differ."""
        self._fitted = None
        super().show_entries(entries, keep, repaint_all=repaint_all)

    def watch_marks(self, marks: Mapping[int, tuple[JudgedMark, ...]]) -> None:
        """Widen the span for a plan that starts earlier than those seen so far; never narrow it."""
        earliest = min((of_project[0].on for of_project in marks.values() if of_project), default=self._earliest)
        if earliest < self._earliest:
            self._earliest = earliest
            self._fitted = None

    def _span(self) -> tuple[date, date]:
        """Return the first and the last day of all plans, with some days around today."""
        ends = [day for s in self.projects for day in (s.finish_on, s.project.target_on) if day]
        starts = [s.project.start_on for s in self.projects if s.project.start_on]
        before, after = day_before(self.today, _AROUND), day_after(self.today, _AROUND)
        return min([*starts, self._earliest, before]), max([*ends, after])

    @property
    def window(self) -> Axis:
        """Return the axis as it is painted."""
        return self._axis(self._chart_cells()[1])

    def zoom(self, steps: int) -> bool:
        """Zoom in by positive steps, out by negative ones; return False at the limit.

        The day that stays in place is today if it is in view, otherwise the one in the middle.
        """
        axis = self.window
        keep = self.today if axis.shows(self.today) else axis.day_at(axis.width // 2)
        self.axis = axis.zoomed(steps, keep)
        return self.window != axis

    def pan(self, steps: int) -> None:
        """Pan to later dates by positive steps, to earlier ones by negative steps."""
        self.axis = self.window.panned(steps, _PAN_PARTS)

    def show_today(self) -> None:
        """Pan so that today is at a third of the window."""
        axis = self.window
        self.axis = axis.placed(self.today, axis.width // 3)

    def show_all(self) -> None:
        """Fit all plans into the width again."""
        self.axis = None
