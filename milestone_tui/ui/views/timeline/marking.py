"""Marking milestones in a chart, to act upon all that is marked: one change, one undo."""

from __future__ import annotations

from milestone_tui.plan.model import Milestone
from milestone_tui.plan.selection import Selection
from milestone_tui.ui.views.timeline.charted import ChartedScreen


class MarkingScreen(ChartedScreen):
    """A screen with a chart whose milestones can be marked."""

    marks = Selection()

    @property
    def chosen(self) -> tuple[int, ...]:
        """The milestones a key acts upon: all that are marked, or without marks the one under the cursor.

        Those on the screen come first, in their order there.
        """
        if self.marks.ids:
            shown = [id_ for id_ in self.chart.milestone_ids if id_ in self.marks.ids]
            return (*shown, *sorted(self.marks.ids.difference(shown)))
        current = self.chart.current
        return (current.id,) if current else ()

    def mark(self, marks: Selection) -> None:
        """Have these marked."""
        if marks != self.marks:
            self.marks = marks
            self.chart.marked = marks.ids
            self.marks_changed()

    def marks_changed(self) -> None:
        """Say how many are marked; for subclasses."""

    def action_mark(self) -> None:
        """Mark the milestone under the cursor, or take its mark away; then to the next."""
        if current := self.here():
            first = not self.marks.ids
            self.mark(self.marks.toggled(current.id))
            self.chart.action_step(1)
            if first:
                self._say_marked()

    def action_mark_range(self) -> None:
        """Mark all from the last mark to the cursor."""
        if current := self.here():
            self.mark(self.marks.ranged(self.chart.milestone_ids, current.id))
            self._say_marked()

    def action_mark_all(self) -> None:
        """Mark all that is shown; again: none of it."""
        if not self.chart.milestone_ids and not self.here():
            return
        self.mark(self.marks.all_of(self.chart.milestone_ids))
        if self.marks.ids:
            self._say_marked()
        else:
            self.show_status("Nothing is marked any more")

    def here(self) -> Milestone | None:
        """The milestone under the cursor; says so when there is none."""
        if self.chart.current is None:
            self.refuse_prompt("There is no milestone here: n adds one.")
        return self.chart.current

    def _say_marked(self) -> None:
        """How many there are, and what can be done with them."""
        self.show_status(f"{len(self.marks.ids)} marked: e changes, space ticks, m moves, d deletes them · esc forgets")
