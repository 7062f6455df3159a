"""Marking of milestones in a chart, to act on all of them as one change."""

from __future__ import annotations

from milestone_tui.plan.model import Milestone
from milestone_tui.plan.selection import Selection
from milestone_tui.ui.views.timeline.charted import ChartedScreen


class MarkingScreen(ChartedScreen):
    """Screen with a chart whose milestones can be marked."""

    marks = Selection()

    @property
    def chosen(self) -> tuple[int, ...]:
        """Return the milestones that a key acts on: the marked ones, or the one under the cursor when none is marked.

        Those on the screen come first, in their order on it.
        """
        if self.marks.ids:
            shown = [id_ for id_ in self.chart.milestone_ids if id_ in self.marks.ids]
            return (*shown, *sorted(self.marks.ids.difference(shown)))
        current = self.chart.current
        return (current.id,) if current else ()

    def mark(self, marks: Selection) -> None:
        """Mark these milestones and no others."""
        if marks != self.marks:
            self.marks = marks
            self.chart.marked = marks.ids
            self.marks_changed()

    def marks_changed(self) -> None:
        """React to other marks; for subclasses."""

    def action_mark(self) -> None:
        """Mark or unmark the milestone under the cursor, then go to the next."""
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
        """Mark every milestone shown; unmark all if they are marked."""
        if not self.chart.milestone_ids and not self.here():
            return
        self.mark(self.marks.all_of(self.chart.milestone_ids))
        if self.marks.ids:
            self._say_marked()
        else:
            self.show_status("Marks cleared")

    def here(self) -> Milestone | None:
        """Return the milestone under the cursor; refuse the key when there is none."""
        if self.chart.current is None:
            self.refuse_prompt(self.chart.hint or "No milestone selected. Press n to add one.")
        return self.chart.current

    def _say_marked(self) -> None:
        """Show how many are marked and what can be done with them."""
        self.show_status(f"{len(self.marks.ids)} marked: e edit · space tick · m move · d delete · esc clear")
