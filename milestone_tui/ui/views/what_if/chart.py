"""The chart of a what-if: moving milestones at their old date, their new date and their baseline date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from milestone_tui.plan.analysis.outline import Heading, Item, Row, bars
from milestone_tui.plan.model import Milestone, Plan
from milestone_tui.plan.network.move_result import Move
from milestone_tui.plan.network.what_if import WhatIf
from milestone_tui.ui.base.plan_analysis import PlanAnalysis
from milestone_tui.ui.renderer import BASELINE, SLIP, Line, Renderer
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.timeline.chart import ChartView, TimelineChart
from milestone_tui.ui.views.timeline.columns import Floats
from milestone_tui.ui.widgets import chart_paint as paint
from milestone_tui.ui.widgets.chart_paint import Canvas, MarkCells

Bars = Mapping[int | None, tuple[date | None, date | None]]
"""First and last day of each phase's bar, by phase id."""


class WhatIfChart(TimelineChart):
    """Chart of a plan with moves drawn into it; the rows keep their order."""

    OFFERS_BASELINE = False

    def __init__(self, renderer: Renderer, view: ChartView | None = None) -> None:
        """Start with the `view` of another chart."""
        super().__init__(renderer)
        self._begin = view
        self.set_reactive(TimelineChart.with_floats, view is not None and view.floats)
        self.set_reactive(TimelineChart.sparks, view.sparks if view is not None else {})
        self._target: date | None = None
        self._unmoved_span: tuple[date, ...] = ()
        """The first and the last day of the plan without the moves."""
        self._moves: Mapping[int, Move] = {}
        self._bars: Bars = {}

    def show(self, plan: Plan, rows: Sequence[Row], today: date, keep: int | None = None) -> None:
        """Show other rows with the same moves."""
        self._target = plan.project.target_on
        super().show(plan, rows, today, keep)
        self._unmoved_span = self._span

    def show_floats(self, now: WhatIf, judged: PlanAnalysis | None) -> None:
        """Show the float after the move; until that is calculated, the float before it."""
        if not self.with_floats:
            return  # calculating them takes a moment
        if now.is_whole:
            supposed = now.supposed()
            self.floats = Floats(supposed.total_floats, supposed.free_floats)
        elif self.floats is None and judged is not None:
            self.floats = Floats(judged.floats, judged.frees)

    def show_outcome(self, now: WhatIf, *, with_bars: bool) -> None:
        """Draw the moves, the violated links, and the bars of phases after the moves if rows are by phase."""
        moves = now.moves
        self.violated = now.violated
        self._draw(moves, bars(now.plan, {id_: move.to for id_, move in moves.items()}) if with_bars else {})

    def _draw(self, moves: Mapping[int, Move], after: Bars) -> None:
        """Draw these moves, by milestone, and the bars after them; repaint only the rows that change."""
        before, self._moves = self._moves, moves
        bars_before, self._bars = self._bars, after
        days = sorted((*self._unmoved_span, *{move.to for move in moves.values()}))
        self._span = (days[0], days[-1]) if days else ()
        ends = self._ends
        if self._arrange():
            self._find_ends()
            self.refresh()
            return
        self._find_ends()
        top = int(self.scroll_offset.y)
        for index in range(top, min(top + self.page_rows, len(self.entries))):
            row = self.entries[index]
            if isinstance(row, Item):
                id_ = row.milestone.id
                if before.get(id_) != moves.get(id_):
                    self.refresh_row(index)
            elif isinstance(row, Heading) and bars_before.get(row.phase_id) != after.get(row.phase_id):
                self.refresh_row(index)
        if ends != self._ends:
            self._refresh_links(ends)

    def on_resize(self) -> None:
        """Take the view of the other chart as soon as this one has a size."""
        if self._begin is not None and self.size.width:
            view, self._begin = self._begin, None
            self._measure()
            self.take_view(view)

    # Painting ----------------------------------------------------------------------------------------------

    def _day(self, m: Milestone) -> date | None:
        move = self._moves.get(m.id)
        return m.on if move is None else move.to

    def _heading(self, row: Heading, canvas: Canvas) -> Line:
        start, end = self._bars.get(row.phase_id, (row.start, row.end))
        return super()._heading(row._replace(start=start, end=end), canvas)

    def _milestone(self, m: Milestone, canvas: Canvas, current: bool) -> Line:
        if (move := self._moves.get(m.id)) is None:
            return super()._milestone(m, canvas, current)
        supposed = m._replace(due_on=move.to) if m.is_open else m._replace(done_on=move.to)
        late = move.late > 0 or (self._target is not None and move.to > self._target)
        if self._axis is not None:
            line = Ink.GOOD if move.was and move.to < move.was else Ink.BAD if late else Ink.WARN
            was = self._axis.column(move.was) if move.was else None
            if (marks := self._marks_of(supposed)) is not None:
                _draw_move(canvas, m, marks, was, line, move.chosen)
        mark = paint.milestone_ink(supposed, self._today, m.id in self.at_risk)
        return self._words(supposed, mark, current or move.chosen, late)

    def _draw_count(self, m: Milestone, canvas: Canvas) -> None:
        if m.id not in self._moves:  # a move has two marks and no room for a count
            super()._draw_count(m, canvas)


def _draw_move(canvas: Canvas, m: Milestone, marks: MarkCells, was: int | None, line: Ink, chosen: bool) -> None:
    """Draw the slip from the baseline to the old date as usual, from there to the new date in the ink of the move."""
    mark = Ink.GOOD if line is Ink.GOOD else Ink.WARN
    at, finish, baseline = marks
    if baseline is not None and finish > at:
        canvas.rule(at + 1, finish, SLIP, Ink.WARN)  # moved to a date in the past
    if was is not None:
        if baseline is not None:
            canvas.rule(min(was, baseline) + 1, max(was, baseline), SLIP, paint.slip_ink(was - baseline))
        canvas.rule(min(at, was) + 1, max(at, was), SLIP, line)
    if baseline is not None:
        canvas.put(baseline, BASELINE, Ink.DIM)
    if was is not None:
        canvas.put(was, BASELINE, mark)
    paint.draw_forecast(canvas, at, paint.axis_glyph(m), Ink.BRIGHT if chosen else mark)
