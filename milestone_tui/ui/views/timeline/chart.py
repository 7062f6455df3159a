"""The chart of a timeline: phases and milestones as rows, their dates as marks on a time axis."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import ClassVar, NamedTuple

from textual.geometry import Region
from textual.reactive import reactive

from milestone_tui.plan import axis as axes
from milestone_tui.plan.analysis.outline import Heading, Item, Row, Sorting, amended
from milestone_tui.plan.axis import Axis, Label, labels
from milestone_tui.plan.calendar.workdays import OFFICE_DAYS
from milestone_tui.plan.language.wording import date_words
from milestone_tui.plan.model import Link, Milestone, Plan
from milestone_tui.plan.network.neighbours import Neighbours
from milestone_tui.ui.renderer import DRIVES, MARKED, PRECEDES, TOO_SOON, Line, Renderer, Span
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.timeline.columns import (
    Cells,
    Floats,
    below_heads,
    heading_words,
    heads,
    layout,
    milestone_words,
)
from milestone_tui.ui.views.timeline.cursor_links import End, draw_abroad, draw_links
from milestone_tui.ui.views.timeline.words import baseline_words
from milestone_tui.ui.widgets import chart_paint as paint
from milestone_tui.ui.widgets.chart_paint import Canvas, MarkCells
from milestone_tui.ui.widgets.keyed_table import KeyedTable

_NO_DAY = date.min
_DUE, _DUE_WITH_YEAR = 6, 11
"""Cells of `22 Nov` and of `22 Nov 2028`."""


class ChartView(NamedTuple):
    """Cursor, scroll position and zoom of a chart, to be handed to another chart."""

    milestone_id: int | None
    """The milestone under the cursor."""
    top: int
    """The first row in view."""
    axis: Axis | None
    chosen: Axis | None
    """The window that was zoomed or panned to; None while it fits the plan."""
    baselines: bool
    floats: bool
    sparks: Mapping[int, str] = MappingProxyType({})


class TimelineChart(KeyedTable[Row]):
    """Chart of an outline's rows; the cursor stays on its milestone when the rows change."""

    HEAD_LINES: ClassVar[int] = 2
    """The column heads with the months, then the word "today"."""
    OFFERS_BASELINE: ClassVar[bool] = True
    """Whether the key that sets a baseline is named where there is none."""

    baselines: reactive[bool] = reactive(True)
    """Whether the baseline dates and the slip from them are drawn."""
    at_risk: reactive[frozenset[int]] = reactive(frozenset())
    """The milestones drawn in amber."""
    marked: reactive[frozenset[int]] = reactive(frozenset(), repaint=False)
    """The marked milestones, which keys act on together."""
    with_floats: reactive[bool] = reactive(False)
    """Whether to show the float columns."""
    floats: reactive[Floats | None] = reactive(None, repaint=False, always_update=True)
    """The values of the float columns, which are hidden while this is None."""
    sparks: reactive[Mapping[int, str]] = reactive(MappingProxyType({}), repaint=False)
    """The last due dates of each milestone as bars, shown beside its float."""
    drivers: reactive[Mapping[int, int]] = reactive(MappingProxyType({}), repaint=False)
    """The driving predecessor of each milestone: the one that leaves the least float."""
    violated: reactive[frozenset[tuple[int, int]]] = reactive(frozenset())
    """Predecessor and successor of each link whose successor is too soon."""
    abroad: reactive[Mapping[int, str]] = reactive(MappingProxyType({}))
    """Project keys of the linked milestones in other projects, by milestone."""

    def __init__(self, renderer: Renderer) -> None:
        super().__init__(renderer)
        self._starts: tuple[int, ...] = ()
        self._today = _NO_DAY
        self._calendar = OFFICE_DAYS
        self._baseline_words: Line = ()
        """What stands below the head of the slip."""
        self._span: tuple[date, ...] = ()
        self._left = layout(0, _DUE)
        self._axis: Axis | None = None
        self._chosen: Axis | None = None
        """The window that was zoomed or panned to, even while no date is in it; None while it fits the plan."""
        self._links: tuple[Link, ...] = ()
        self._neighbours = Neighbours()
        self._early: frozenset[int] = frozenset()
        self._ends: tuple[End, ...] = ()
        self._labels: tuple[Label, ...] = ()

    # What is shown -----------------------------------------------------------------------------------------

    def show(self, plan: Plan, rows: Sequence[Row], today: date, keep: int | None = None) -> None:
        """Show other rows, with the cursor on milestone `keep` if it is given."""
        self._starts = tuple(
            after
            for after, (row, below) in enumerate(pairwise(rows), 1)
            if isinstance(row, Heading) and isinstance(below, Item)
        )
        words = baseline_words(plan, offers=self.OFFERS_BASELINE)
        calendar = plan.project.calendar
        repaint_all = (today, words, calendar) != (self._today, self._baseline_words, self._calendar)
        self._today, self._calendar, self._baseline_words = today, calendar, words
        if plan.links != self._links:
            self._links = plan.links
            self._neighbours = Neighbours(plan.links)
        self._span = _span(plan.milestones)
        ends = self._ends
        self.show_entries(rows, keep, repaint_all=self._arrange() or repaint_all)
        self._find_ends()
        if ends != self._ends:
            self._refresh_links(ends)

    def amend(self, changed: Collection[Milestone], sort: Sorting) -> bool:
        """Show changed milestones in an unfiltered outline; return False if the outline must be built again."""
        days = [day for m in changed for day in (m.baseline_on, m.on) if day is not None]
        if days and not (self._span and self._span[0] <= min(days) and max(days) <= self._span[1]):
            return False
        if (rows := amended(self.entries, self._places, changed, self._today, sort)) is None:
            return False
        before, self.entries = self.entries, rows
        ends = self._ends
        self._repaint(before)
        self._find_ends()
        if ends != self._ends:
            self._refresh_links(ends)
        return True

    def key_of(self, entry: Row) -> Hashable | None:
        """Return the milestone's id; None for phases and blanks."""
        return entry.milestone.id if isinstance(entry, Item) else None

    @property
    def current(self) -> Milestone | None:
        """Return the milestone under the cursor."""
        row = self.selected
        return row.milestone if isinstance(row, Item) else None

    @property
    def milestone_ids(self) -> list[int]:
        """Return the ids of the milestones shown, from top to bottom."""
        return [row.milestone.id for row in self.entries if isinstance(row, Item)]

    def watch_marked(self, before: frozenset[int], now: frozenset[int]) -> None:
        """Repaint the rows that were marked or unmarked."""
        for id_ in before ^ now:
            if (place := self._places.get(id_)) is not None:
                self.refresh_row(place)

    def watch_violated(self, _: object, now: frozenset[tuple[int, int]]) -> None:
        """Note the milestones that are too soon and find the links to draw again."""
        self._early = frozenset(successor for _, successor in now)
        self._find_ends()

    def watch_with_floats(self) -> None:
        """Show or hide the float columns."""
        self._arrange()
        self._find_ends()

    def watch_floats(self) -> None:
        """Show other floats."""
        if self.with_floats:
            self.watch_with_floats()
            self.refresh()

    def watch_sparks(self) -> None:
        """Show other bars."""
        if self.with_floats:
            self.refresh()

    def _day(self, m: Milestone) -> date | None:
        return m.on

    def to_phase(self, step: int) -> bool:
        """Go to the start of the next phase, or of this or the previous one; return False when there is none."""
        reachable = [start for start in self._starts if (start > self.cursor if step > 0 else start < self.cursor)]
        if not reachable:
            return False
        self.cursor = reachable[0 if step > 0 else -1]
        return True

    # The window --------------------------------------------------------------------------------------------

    @property
    def view(self) -> ChartView:
        """Return cursor, scroll position and zoom."""
        milestone = self.current
        id_ = milestone.id if milestone else None
        top = int(self.scroll_offset.y)
        return ChartView(id_, top, self._axis, self._chosen, self.baselines, self.with_floats, self.sparks)

    def take_view(self, view: ChartView) -> None:
        """Restore cursor, scroll position and zoom, as far as this chart has that milestone."""
        self.baselines, self.with_floats, self.sparks = view.baselines, view.floats, view.sparks
        self._chosen, self._axis = view.chosen, view.axis
        self._arrange()
        self.scroll_to(y=view.top, animate=False, force=True, immediate=True)
        place = self._places.get(view.milestone_id, self.cursor) if view.milestone_id is not None else self.cursor
        self.rows_changed(place)
        self._find_ends()

    @property
    def has_axis(self) -> bool:
        """Return whether there is a time axis: a date to show and room for it."""
        return self._axis is not None

    def zoom(self, steps: int) -> bool:
        """Zoom in by positive steps, out by negative ones, around the cursor's date; return False at the limit."""
        if self._axis is None:
            return False
        milestone = self.current
        day = self._day(milestone) if milestone else None
        keep = day if day is not None and self._axis.shows(day) else self._axis.day_at(self._axis.width // 2)
        return self._look_at(self._axis.zoomed(steps, keep))

    def pan(self, quarters: int) -> None:
        """Pan to later dates by quarters of the window, to earlier ones by negative quarters."""
        if self._axis is not None:
            self._look_at(self._axis.panned(quarters))

    def to_today(self) -> None:
        """Pan so that today is at a third of the window."""
        if self._axis is not None:
            self._look_at(self._axis.placed(self._today, self._axis.width // 3))

    def fit(self) -> None:
        """Fit the plan into the window, now and whenever either grows."""
        self._axis = self._chosen = None
        self._arrange()
        self._find_ends()
        self.refresh()

    def _look_at(self, axis: Axis) -> bool:
        if axis == self._axis:
            return False
        self._axis = self._chosen = axis
        self._labels = labels(axis)
        self._find_ends()
        self.refresh()
        return True

    def _arrange(self) -> bool:
        """Lay out columns and window for the width and the plan; return False when neither changes."""
        before = self._left, self._axis
        due = _DUE if all(len(date_words(day, self._today)) <= _DUE for day in self._span) else _DUE_WITH_YEAR
        floats = self.with_floats and self.floats is not None
        self._left = layout(self.size.width, due, floats=floats)
        width = self._left.chart
        if width <= 0 or not self._span:
            self._axis = None
        elif self._chosen is not None:
            self._axis = self._chosen.resized(width)
        elif self._axis is None or self._axis.width != width or not all(map(self._axis.shows, self._span)):
            # Otherwise it is kept, so that one moving date does not move all others.
            self._axis = axes.fit(*axes.span_with(self._span[0], self._span[-1], self._today, width), width)
        self._labels = labels(self._axis) if self._axis else ()
        return before != (self._left, self._axis)

    def on_resize(self) -> None:
        """Lay out columns and window for the new width."""
        self._arrange()
        self._find_ends()

    # Painting ----------------------------------------------------------------------------------------------

    def head(self, line: int, width: int) -> Line:
        """Return the column heads with the labels of the axis, or the line with the word "today"."""
        canvas = Canvas(self._left.chart)
        if line == 0:
            for label in self._labels:
                canvas.write(label.column, label.text, Ink.DIM)
            return (*heads(self._left), *canvas.line())
        if self._axis is not None and self.entries:
            paint.draw_today_word(canvas, self._axis.column(self._today))
        return (*below_heads(self._left, self._baseline_words), *canvas.line())

    def row(self, index: int, width: int, current: bool) -> Line:
        """Return the line of a phase or milestone, or the blank line between phases."""
        if not self.entries:
            return super().row(index, width, current)
        row = self.entries[index]
        canvas = Canvas(self._left.chart)
        words: Line = ((" " * self._left.chart_at, Ink.TEXT),)
        if self._axis is not None:
            paint.draw_today(canvas, self._axis.column(self._today))
        if isinstance(row, Heading):
            words = self._heading(row, canvas)
        elif isinstance(row, Item):
            words = self._milestone(row.milestone, canvas, current)
        if (here := self._cell) is not None:
            draw_links(canvas, index, self.cursor, here, self._ends)
        if isinstance(row, Item):
            self._draw_count(row.milestone, canvas)
        if current and self.abroad and here is not None and isinstance(row, Item):
            draw_abroad(canvas, row.milestone.id, here, self._neighbours, self.abroad, self.violated)
        return (*words, *canvas.line())

    def _heading(self, row: Heading, canvas: Canvas) -> Line:
        if self._axis is not None and row.start is not None and row.end is not None:
            start, stop = self._axis.column(row.start), self._axis.column(row.end)
            paint.draw_bar(canvas, start, stop, row.percent or 0, row.total > 0 and row.done == row.total)
        return heading_words(row.name, row.done, row.total, self._left)

    def _milestone(self, m: Milestone, canvas: Canvas, current: bool) -> Line:
        mark = paint.milestone_ink(m, self._today, m.id in self.at_risk)
        if (marks := self._marks_of(m)) is not None:
            paint.draw_milestone(canvas, m, mark, marks)
        return self._words(m, mark, current)

    def _words(self, m: Milestone, mark: Ink, current: bool, late: bool = False) -> Line:
        """Return the columns of a milestone; `late` paints its date red."""
        off = m.is_open and m.due_on is not None and not self._calendar.is_working(m.due_on)
        total = self.floats.total.get(m.id) if self.floats is not None else None
        free = self.floats.free.get(m.id) if self.floats is not None else None
        cells = Cells(m, self._today, mark, current, late, off, self._note(m), total, free, self.sparks.get(m.id, ""))
        return milestone_words(cells, self._left)

    def _draw_count(self, m: Milestone, canvas: Canvas) -> None:
        if (marks := self._marks_of(m)) is not None:
            paint.draw_count(canvas, m, marks)

    def _marks_of(self, m: Milestone) -> MarkCells | None:
        """Return the cells of a milestone's marks; None without a date."""
        finish = m.finish(self._today)
        if self._axis is None or m.on is None or finish is None:
            return None
        baseline = self._axis.column(m.baseline_on) if self.baselines and m.baseline_on else None
        return MarkCells(self._axis.column(m.on), self._axis.column(finish), baseline)

    def _note(self, m: Milestone) -> Span:
        """Return a dot for a marked milestone, an arrow for a predecessor of the one under the cursor, or a `!`."""
        if m.id in self.marked:
            return MARKED, Ink.BRIGHT
        current = self.current
        if current is not None and m.id in self._neighbours.before(current.id):
            drives = self.drivers.get(current.id) == m.id
            ink = Ink.BAD if (m.id, current.id) in self.violated else Ink.WARN if drives else Ink.DIM
            return DRIVES if drives else PRECEDES, ink
        return (TOO_SOON, Ink.BAD) if m.id in self._early else (" ", Ink.TEXT)

    # The links of the milestone under the cursor -----------------------------------------------------------

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint both rows, their predecessors, and the links that change."""
        before = self._ends
        super().watch_cursor(old, new)
        for index in (old, new):
            row = self.entries[index] if index < len(self.entries) else None
            for id_ in self._neighbours.before(row.milestone.id) if isinstance(row, Item) else ():
                if (place := self._places.get(id_)) is not None:
                    self.refresh_row(place)
        self._find_ends()
        if before != self._ends:
            self._refresh_links(before, old)

    @property
    def _cell(self) -> int | None:
        """Return the cell on the axis of the milestone under the cursor."""
        milestone = self.current
        day = self._day(milestone) if milestone else None
        return None if day is None or self._axis is None else self._axis.column(day)

    def _find_ends(self) -> None:
        """Find row and column of each successor of the milestone under the cursor, if that is in the window."""
        milestone, axis, here = self.current, self._axis, self._cell
        ends: list[End] = []
        if milestone is not None and axis is not None and here is not None and 0 <= here < axis.width:
            for successor in self._neighbours.after(milestone.id):
                place = self._places.get(successor, -1)
                row = self.entries[place] if place >= 0 else None
                onward = self._day(row.milestone) if isinstance(row, Item) else None
                if onward is not None:
                    column = min(max(axis.column(onward), 0), axis.width - 1)  # the edge, if it is outside
                    ends.append(End(place, column, (milestone.id, successor) in self.violated))
        self._ends = tuple(sorted(ends))

    def _refresh_links(self, before: tuple[End, ...], old_cursor: int | None = None) -> None:
        places = [self.cursor, *(end.place for end in (*before, *self._ends))]
        if old_cursor is not None:
            places.append(old_cursor)
        top = max(0, min(places) - self.scroll_offset.y)
        stop = min(self.page_rows, max(places) + 1 - self.scroll_offset.y)
        if top < stop:
            self.refresh(Region(0, top + self.head_count(), self.size.width, stop - top))


def _span(milestones: Sequence[Milestone]) -> tuple[date, ...]:
    """Return the first and the last day of a plan; empty when it has no dates."""
    days = [day for m in milestones for day in (m.baseline_on, m.done_on or m.due_on) if day is not None]
    return (min(days), max(days)) if days else ()
