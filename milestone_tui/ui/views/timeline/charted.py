"""Screens with a timeline chart: the keys that only look."""

from __future__ import annotations

from milestone_tui.plan.model import Plan
from milestone_tui.store.reader import Reader
from milestone_tui.ui.base.project_screen import ProjectScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.views.timeline.chart import TimelineChart


class ChartedScreen(ProjectScreen[Plan]):
    """Moves the window of its chart; subclasses say what the chart shows."""

    def __init__(self, context: Context, project_id: int, chart: TimelineChart) -> None:
        super().__init__(context, project_id)
        self.chart = chart

    def read(self, reader: Reader) -> Plan:
        """Read the whole plan."""
        return reader.plan(self.project_id)

    def action_zoom(self, steps: int) -> None:
        """More detail around the cursor's date, or less."""
        if self._can_look() and not self.chart.zoom(steps):
            self.refuse_zoom(steps)

    def action_pan(self, quarters: int) -> None:
        """Later or earlier days, by a quarter of the window."""
        if self._can_look():
            self.chart.pan(quarters)

    def action_today(self) -> None:
        """Bring today into the window."""
        if self._can_look():
            self.chart.to_today()

    def action_fit(self) -> None:
        """The whole project in the width."""
        if self._can_look():
            self.chart.fit()

    def _can_look(self) -> bool:
        """Whether there is a window to move; says so when there is none."""
        if not self.chart.has_axis:
            self.show_error("There are no dates to look at yet.")
        return self.chart.has_axis

    def action_floats(self) -> None:
        """Show or hide float and free float."""
        self.chart.with_floats = not self.chart.with_floats
        self.show_floats()
        self.show_status(
            "Float and free float in working days" if self.chart.with_floats else "Float is hidden · f shows it"
        )

    def show_floats(self) -> None:
        """Give the chart the float of its milestones, where it is known; for subclasses."""
        raise NotImplementedError

    def action_baselines(self) -> None:
        """Show or hide the baseline dates."""
        self.chart.baselines = not self.chart.baselines
        self.show_status("Baselines are shown" if self.chart.baselines else "Baselines are hidden · b shows them")
